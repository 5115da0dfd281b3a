"""Every reference is found by an index: who deletes a row looks for what names it in no whole table."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REFERENCES = (
    ("invitation", "invited_by_id"),
    ("invitation", "accepted_by_id"),
    ("upload", "centre_id"),
    ("upload", "account_id"),
    ("certification_session", "seat_plan_id"),
    ("certification_session", "finalised_by_id"),
    ("candidate", "admitted_by_id"),
    ("candidate", "rival_id"),
    ("neighbour", "neighbour_id"),
    ("session_access", "device_id"),
    ("alert", "about_id"),
    ("alert", "claimed_by_id"),
    ("attempt", "ended_by_id"),
    ("centre_message", "written_by_id"),
    ("final_report", "written_by_id"),
    ("note", "account_id"),
    ("time_grant", "granted_by_id"),
    ("alert_event", "account_id"),
    ("alert_event", "device_id"),
    ("delivery", "account_id"),
    ("delivery", "session_id"),
    ("question_report", "decided_by_id"),
    ("span", "decided_by_id"),
    ("span", "grant_id"),
)


def upgrade() -> None:
    for table, column in REFERENCES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    for table, column in REFERENCES:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
