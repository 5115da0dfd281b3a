"""the centre's side."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBERED = {"sqlite_autoincrement": True}
"""SQLite never gives a session's number twice, whatever becomes of the table."""
GIVEN = {
    "attempt": ("substitutes", sa.JSON(), "{}"),
    "candidate": ("class_name", sa.String(length=50), ""),
    "centre": ("retention_days", sa.Integer(), "30"),
    "certification_session": ("comment", sa.Text(), ""),
    "membership": ("role", sa.String(length=16), "administrator"),
}
"""Columns that rows already there are given a value for."""


def upgrade() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_column_mapping_centre_id_centre")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint("centre_id", "digest", name=op.f("uq_column_mapping_centre_id_digest")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["accepted_by_id"], ["account.id"], name=op.f("fk_invitation_accepted_by_id_account")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_invitation_centre_id_centre")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["account.id"], name=op.f("fk_invitation_invited_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_period_centre_id_centre")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_period")),
    )
    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_period_centre_id"), ["centre_id"], unique=False)

    op.create_table(
        "centre_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_centre_message_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["certification_session.id"],
            name=op.f("fk_centre_message_session_id_certification_session"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_centre_message_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_message")),
    )
    with op.batch_alter_table("centre_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_centre_message_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_centre_message_session_id"), ["session_id"], unique=False)

    op.create_table(
        "final_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=4), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_final_report_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["certification_session.id"], name=op.f("fk_final_report_session_id_certification_session")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_final_report_written_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_final_report")),
    )
    with op.batch_alter_table("final_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_final_report_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_final_report_session_id"), ["session_id"], unique=False)

    op.create_table(
        "question_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=4), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name=op.f("fk_question_report_attempt_id_attempt")),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["candidate.id"], name=op.f("fk_question_report_candidate_id_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_question_report_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["certification_session.id"],
            name=op.f("fk_question_report_session_id_certification_session"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_report")),
    )
    with op.batch_alter_table("question_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_report_attempt_id"), ["attempt_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_report_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_report_session_id"), ["session_id"], unique=False)
        batch_op.create_index(
            "uq_question_report_open",
            ["attempt_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.add_column(sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    for table, (name, kind, given) in GIVEN.items():
        kwargs = NUMBERED if table == "certification_session" else {}
        with op.batch_alter_table(table, table_kwargs=kwargs) as batch_op:
            batch_op.add_column(sa.Column(name, kind, nullable=False, server_default=given))
        with op.batch_alter_table(table, table_kwargs=kwargs) as batch_op:
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_column("role")

    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("archived_at")
        batch_op.drop_column("comment")

    with op.batch_alter_table("centre", schema=None) as batch_op:
        batch_op.drop_column("retention_days")

    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_column("class_name")

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_column("substitutes")

    with op.batch_alter_table("question_report", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_question_report_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index(batch_op.f("ix_question_report_session_id"))
        batch_op.drop_index(batch_op.f("ix_question_report_candidate_id"))
        batch_op.drop_index(batch_op.f("ix_question_report_attempt_id"))

    op.drop_table("question_report")
    with op.batch_alter_table("final_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_final_report_session_id"))
        batch_op.drop_index(batch_op.f("ix_final_report_candidate_id"))

    op.drop_table("final_report")
    with op.batch_alter_table("centre_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_centre_message_session_id"))
        batch_op.drop_index(batch_op.f("ix_centre_message_candidate_id"))

    op.drop_table("centre_message")
    with op.batch_alter_table("period", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_period_centre_id"))

    op.drop_table("period")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_centre_id"))

    op.drop_table("invitation")
    op.drop_table("column_mapping")
