"""Escalation: who else is rung when nobody shows or takes an alert, and when."""

LADDER = (20, 45, 90, 120)
"""Seconds after the alert: not shown, the same people's other devices; not taken, the whole session and the rooms next
door; still not taken, the centre; then everybody again, each time after as long as the last one says."""
