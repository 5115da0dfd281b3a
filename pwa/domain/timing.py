"""Time: how long a test lasts, when it ends, when somebody must be told."""

from datetime import datetime, timedelta

DURATIONS = {"pix": 105, "clea": 105, "pix_droit": 60, "pix_pro_sante": 60, "pix_edu": 90}
"""Minutes by certification (domain's table)."""

WARNINGS = (15, 5)
"""Minutes before the end at which the invigilator is told, longest first."""

EXPIRY = timedelta(hours=24)


def ends_at(started_at: datetime, duration_minutes: int, extra_time: int | None) -> datetime:
    """Return the planned end: the start, the duration, and the extra time in percent of it."""
    minutes = duration_minutes * (100 + (extra_time or 0)) / 100
    return started_at + timedelta(minutes=minutes)


def warning_due(planned_end: datetime, now: datetime) -> int | None:
    """Return the shortest warning, in minutes, that has begun; 0 when time is over, None when all is far."""
    left = planned_end - now
    if left <= timedelta(0):
        return 0
    begun = [minutes for minutes in WARNINGS if left <= timedelta(minutes=minutes)]
    return min(begun, default=None)


def warning_since(planned_end: datetime, minutes: int) -> datetime:
    """Return when that warning began."""
    return planned_end - timedelta(minutes=minutes)


def has_expired(started_at: datetime | None, now: datetime) -> bool:
    """Tell whether a session (by its first start) or an attempt (by its own) is 24 hours old."""
    return started_at is not None and now >= started_at + EXPIRY


def next_look(started_at: datetime, planned_end: datetime, now: datetime) -> datetime | None:
    """Return the next moment at which a running test's clock changes something, None when nothing is left."""
    moments = [warning_since(planned_end, minutes) for minutes in (*WARNINGS, 0)]
    moments.append(started_at + EXPIRY)
    return min((moment for moment in moments if moment > now), default=None)
