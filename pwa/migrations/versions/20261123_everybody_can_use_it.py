"""everybody can use it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBERED = {"sqlite_autoincrement": True}
"""SQLite never gives a session's number twice, whatever becomes of the table."""
GIVEN = {"centre": "contact", "account": "simulated", "certification_session": "training"}
"""Columns that rows already there are given a value for."""


def upgrade() -> None:
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erase_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("played", sa.Integer(), nullable=False),
        sa.Column("speed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_training_account_id_account")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["certification_session.id"], name=op.f("fk_training_session_id_certification_session")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("account_id", name=op.f("uq_training_account_id")),
        sa.UniqueConstraint("session_id", name=op.f("uq_training_session_id")),
    )
    with op.batch_alter_table("training", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_training_erase_at"), ["erase_at"], unique=False)
    with op.batch_alter_table("centre", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact", sa.String(length=500), nullable=False, server_default=""))
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("simulated", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.add_column(sa.Column("training", sa.Boolean(), nullable=False, server_default=sa.false()))
    for table, column in GIVEN.items():
        kwargs = NUMBERED if table == "certification_session" else {}
        with op.batch_alter_table(table, table_kwargs=kwargs) as batch_op:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.drop_column("training")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("simulated")
    with op.batch_alter_table("centre", schema=None) as batch_op:
        batch_op.drop_column("contact")
    op.drop_table("training")
