"""the rules of the room: time granted and lost, machines, rivals, finalisation."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


NUMBERED = {"sqlite_autoincrement": True}
"""SQLite never gives a session's number twice, whatever becomes of the table."""


def upgrade() -> None:
    op.create_table(
        "time_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_time_grant_candidate_id_candidate")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["account.id"], name=op.f("fk_time_grant_granted_by_id_account")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["certification_session.id"], name=op.f("fk_time_grant_session_id_certification_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_grant")),
    )
    with op.batch_alter_table("time_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_time_grant_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_time_grant_session_id"), ["session_id"], unique=False)

    op.create_table(
        "span",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_mono", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_beats", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=8), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_span_candidate_id_candidate")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_span_decided_by_id_account")),
        sa.ForeignKeyConstraint(["grant_id"], ["time_grant.id"], name=op.f("fk_span_grant_id_time_grant")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["certification_session.id"], name=op.f("fk_span_session_id_certification_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_span")),
    )
    with op.batch_alter_table("span", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_span_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_span_session_id"), ["session_id"], unique=False)
        batch_op.create_index(
            "uq_span_open",
            ["candidate_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notice", sa.String(length=400), nullable=True))
        batch_op.add_column(sa.Column("unfinished_why", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("machine", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("mono", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("late_beats", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("request_left_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("request_left_by", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("request_machine", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("kept_out", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("rival_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("rival_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_candidate_rival_id_account"), "account", ["rival_id"], ["id"])

    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.add_column(sa.Column("warnings", sa.JSON(), nullable=False, server_default="[15, 5]"))
        batch_op.add_column(sa.Column("stops_after", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("compensation", sa.String(length=16), nullable=False, server_default="last_beat"))
        batch_op.add_column(sa.Column("finalised_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_certification_session_finalised_by_id_account"), "account", ["finalised_by_id"], ["id"]
        )

    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.add_column(sa.Column("absent_from", sa.DateTime(timezone=True), nullable=True))

    forget_defaults()


def forget_defaults() -> None:
    """What stood there was given a value; from now on it is the program that gives one."""
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.alter_column("late_beats", server_default=None)
    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.alter_column("warnings", server_default=None)
        batch_op.alter_column("compensation", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("watch", schema=None) as batch_op:
        batch_op.drop_column("absent_from")

    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_certification_session_finalised_by_id_account"), type_="foreignkey")
        batch_op.drop_column("finalised_by_id")
        batch_op.drop_column("compensation")
        batch_op.drop_column("stops_after")
        batch_op.drop_column("warnings")

    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_candidate_rival_id_account"), type_="foreignkey")
        batch_op.drop_column("rival_at")
        batch_op.drop_column("rival_id")
        batch_op.drop_column("kept_out")
        batch_op.drop_column("request_machine")
        batch_op.drop_column("request_left_by")
        batch_op.drop_column("request_left_at")

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_column("late_beats")
        batch_op.drop_column("mono")
        batch_op.drop_column("machine")
        batch_op.drop_column("unfinished_why")
        batch_op.drop_column("notice")

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_column("kept_at")

    with op.batch_alter_table("span", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_span_open", sqlite_where=sa.text("ended_at IS NULL"), postgresql_where=sa.text("ended_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_span_session_id"))
        batch_op.drop_index(batch_op.f("ix_span_candidate_id"))

    op.drop_table("span")
    with op.batch_alter_table("time_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_time_grant_session_id"))
        batch_op.drop_index(batch_op.f("ix_time_grant_candidate_id"))

    op.drop_table("time_grant")
