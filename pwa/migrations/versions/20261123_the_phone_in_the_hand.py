"""the phone in the hand."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBERED = {"sqlite_autoincrement": True}
"""SQLite never gives a session's number twice, whatever becomes of the table."""
SEAT_PLAN = "fk_certification_session_seat_plan_id_seat_plan"


def upgrade() -> None:
    op.create_table(
        "idempotency_key",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_idempotency_key_account_id_account")),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_idempotency_key")),
    )
    with op.batch_alter_table("idempotency_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_idempotency_key_at"), ["at"], unique=False)
    op.create_table(
        "seat_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.Column("numbering", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_seat_plan_centre_id_centre")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_plan")),
        sa.UniqueConstraint("centre_id", "name", name=op.f("uq_seat_plan_centre_id_name")),
    )
    with op.batch_alter_table("seat_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_plan_centre_id"), ["centre_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_note_account_id_account")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidate.id"], name=op.f("fk_note_candidate_id_candidate")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["certification_session.id"], name=op.f("fk_note_session_id_certification_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    with op.batch_alter_table("note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_note_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_note_session_id"), ["session_id"], unique=False)

    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decision", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.alter_column("decision", server_default=None)
    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.add_column(sa.Column("seat_plan_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(SEAT_PLAN, "seat_plan", ["seat_plan_id"], ["id"], ondelete="SET NULL")


def downgrade() -> None:
    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.drop_constraint(SEAT_PLAN, type_="foreignkey")
        batch_op.drop_column("seat_plan_id")
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_column("decision")
    op.drop_table("note")
    op.drop_table("seat_plan")
    op.drop_table("idempotency_key")
