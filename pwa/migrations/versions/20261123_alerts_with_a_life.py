"""alerts with a life."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBERED = {"sqlite_autoincrement": True}
"""SQLite never gives a session's number twice, whatever becomes of the table."""
GIVEN = {
    "account": ("administrator",),
    "alert": ("step",),
    "certification_session": ("ladder",),
    "delivery": ("purpose",),
    "session_access": ("muted", "discreet", "part"),
}
"""Columns that rows already there are given a value for."""


def upgrade() -> None:
    op.create_table(
        "push_host",
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_push_host")),
    )
    op.create_table(
        "neighbour",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("neighbour_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["neighbour_id"], ["certification_session.id"], name=op.f("fk_neighbour_neighbour_id_certification_session")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["certification_session.id"], name=op.f("fk_neighbour_session_id_certification_session")
        ),
        sa.PrimaryKeyConstraint("session_id", "neighbour_id", name=op.f("pk_neighbour")),
    )
    op.create_table(
        "alert_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("word", sa.String(length=16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_alert_event_account_id_account")),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_event_alert_id_alert")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_alert_event_device_id_device"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_event")),
    )
    with op.batch_alter_table("alert_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_alert_event_alert_id"), ["alert_id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("administrator", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("language", sa.String(length=5), nullable=True))

    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("folded_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("step", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("escalate_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column("candidate_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(
            "ix_alert_due",
            ["escalate_at"],
            unique=False,
            sqlite_where=sa.text("escalate_at IS NOT NULL"),
            postgresql_where=sa.text("escalate_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_alert_folded_into_id"), ["folded_into_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_alert_folded_into_id_alert"), "alert", ["folded_into_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_alert_about_id_account"), "account", ["about_id"], ["id"])

    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("outage_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_candidate_outage_id"), ["outage_id"], unique=False)

    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.add_column(sa.Column("ladder", sa.JSON(), nullable=False, server_default="[20, 45, 90, 120]"))

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("session_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("purpose", sa.String(length=8), nullable=False, server_default="ring"))
        batch_op.add_column(sa.Column("step", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("gathered_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_delivery_gathered_into_id"), ["gathered_into_id"], unique=False)
        batch_op.create_index("ix_delivery_sent", ["device_id", "sent_at"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_delivery_account_id_account"), "account", ["account_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_delivery_session_id_certification_session"), "certification_session", ["session_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_delivery_gathered_into_id_delivery"),
            "delivery",
            ["gathered_into_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("own_name", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("key_id", sa.String(length=16), nullable=True))

    with op.batch_alter_table("session_access", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("duty_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("muted", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("discreet", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("part", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_index(
            "ix_session_access_due",
            ["look_at"],
            unique=False,
            sqlite_where=sa.text("look_at IS NOT NULL"),
            postgresql_where=sa.text("look_at IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_session_access_device_id_device"), "device", ["device_id"], ["id"], ondelete="SET NULL"
        )

    give_values()


def give_values() -> None:
    """What is open calls from now on; then it is the program that gives values."""
    op.execute("UPDATE delivery SET purpose = 'trial' WHERE alert_id IS NULL")
    op.execute(
        "UPDATE alert SET escalate_at = raised_at WHERE closed_at IS NULL AND claimed_at IS NULL "
        "AND kind NOT IN ('tab_hidden', 'admission_lapsed', 'time_nearly_over')"
    )
    for table, columns in GIVEN.items():
        kwargs = NUMBERED if table == "certification_session" else {}
        with op.batch_alter_table(table, table_kwargs=kwargs) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def forget_what_has_no_place() -> None:
    """Alerts of the room, and all that hangs on them: before, an alert was always a candidate's."""
    op.execute("UPDATE candidate SET outage_id = NULL")
    op.execute("UPDATE alert SET folded_into_id = NULL")
    op.execute("UPDATE delivery SET gathered_into_id = NULL")
    op.execute("DELETE FROM delivery WHERE purpose = 'check'")
    op.execute("DELETE FROM delivery WHERE alert_id IN (SELECT id FROM alert WHERE candidate_id IS NULL)")
    op.execute("DELETE FROM alert_event WHERE alert_id IN (SELECT id FROM alert WHERE candidate_id IS NULL)")
    op.execute("DELETE FROM alert WHERE candidate_id IS NULL")


def downgrade() -> None:
    forget_what_has_no_place()
    with op.batch_alter_table("session_access", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_session_access_device_id_device"), type_="foreignkey")
        batch_op.drop_index(
            "ix_session_access_due",
            sqlite_where=sa.text("look_at IS NOT NULL"),
            postgresql_where=sa.text("look_at IS NOT NULL"),
        )
        batch_op.drop_column("part")
        batch_op.drop_column("discreet")
        batch_op.drop_column("muted")
        batch_op.drop_column("look_at")
        batch_op.drop_column("checked_at")
        batch_op.drop_column("seen_at")
        batch_op.drop_column("duty_at")
        batch_op.drop_column("device_id")

    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_column("key_id")
        batch_op.drop_column("own_name")
        batch_op.drop_column("proved_at")

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_delivery_gathered_into_id_delivery"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_delivery_session_id_certification_session"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_delivery_account_id_account"), type_="foreignkey")
        batch_op.drop_index("ix_delivery_sent")
        batch_op.drop_index(batch_op.f("ix_delivery_gathered_into_id"))
        batch_op.drop_column("sent_at")
        batch_op.drop_column("gathered_into_id")
        batch_op.drop_column("step")
        batch_op.drop_column("purpose")
        batch_op.drop_column("session_id")
        batch_op.drop_column("account_id")

    with op.batch_alter_table("certification_session", table_kwargs=NUMBERED) as batch_op:
        batch_op.drop_column("ladder")

    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_candidate_outage_id"))
        batch_op.drop_column("outage_id")

    with op.batch_alter_table("alert", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_alert_about_id_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_alert_folded_into_id_alert"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_alert_folded_into_id"))
        batch_op.drop_index(
            "ix_alert_due",
            sqlite_where=sa.text("escalate_at IS NOT NULL"),
            postgresql_where=sa.text("escalate_at IS NOT NULL"),
        )
        batch_op.alter_column("candidate_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("returned_at")
        batch_op.drop_column("escalate_at")
        batch_op.drop_column("step")
        batch_op.drop_column("folded_into_id")
        batch_op.drop_column("about_id")

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("language")
        batch_op.drop_column("administrator")

    with op.batch_alter_table("alert_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_alert_event_alert_id"))

    op.drop_table("alert_event")
    op.drop_table("neighbour")
    op.drop_table("push_host")
