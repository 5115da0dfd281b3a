"""Time: how long a test lasts, when it ends, when somebody must be told."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

DURATIONS = {"pix": 105, "clea": 105, "pix_droit": 60, "pix_pro_sante": 60, "pix_edu": 90}
"""Minutes by certification (domain's table)."""

WARNINGS = (15, 5)
"""Minutes before the end at which the invigilator is told, longest first, unless the session sets others."""
MOST_WARNINGS = 5
LONGEST_WARNING = 120

EXPIRY = timedelta(hours=24)
NOTHING = timedelta(0)


def ends_at(
    started_at: datetime, duration_minutes: int, extra_time: int | None, granted: timedelta = NOTHING
) -> datetime:
    """Return the planned end: the start, the duration, the extra time in percent of it, and what was granted."""
    minutes = duration_minutes * (100 + (extra_time or 0)) / 100
    return started_at + timedelta(minutes=minutes) + granted


def stops_at(planned_end: datetime, stops_after: int | None) -> datetime | None:
    """Return when a test ends by itself, `stops_after` minutes past its planned end; None when it never does."""
    return None if stops_after is None else planned_end + timedelta(minutes=stops_after)


def warning_due(planned_end: datetime, now: datetime, warnings: Sequence[int] = WARNINGS) -> int | None:
    """Return the shortest warning, in minutes, that has begun; 0 when time is over, None when all is far."""
    left = planned_end - now
    if left <= timedelta(0):
        return 0
    begun = [minutes for minutes in warnings if left <= timedelta(minutes=minutes)]
    return min(begun, default=None)


def warning_since(planned_end: datetime, minutes: int) -> datetime:
    """Return when that warning began."""
    return planned_end - timedelta(minutes=minutes)


def read_warnings(text: str) -> tuple[int, ...] | None:
    """Return the warnings that a person wrote (« 15, 5 »; nothing: none), longest first; None when it is no list."""
    if re.search(r"[^\d\s,;]", text):
        return None
    minutes = {int(number) for number in re.findall(r"\d{1,9}", text)}
    within = len(minutes) <= MOST_WARNINGS and all(1 <= number <= LONGEST_WARNING for number in minutes)
    return tuple(sorted(minutes, reverse=True)) if within else None


def has_expired(started_at: datetime | None, now: datetime) -> bool:
    """Tell whether a session (by its first start) or an attempt (by its own) is 24 hours old."""
    return started_at is not None and now >= started_at + EXPIRY


def next_look(
    started_at: datetime,
    planned_end: datetime,
    now: datetime,
    warnings: Sequence[int] = WARNINGS,
    stops_after: int | None = None,
) -> datetime | None:
    """Return the next moment at which a running test's clock changes something, None when nothing is left."""
    moments = [warning_since(planned_end, minutes) for minutes in (*warnings, 0)]
    moments += [started_at + EXPIRY, stops_at(planned_end, stops_after) or planned_end]
    return min((moment for moment in moments if moment > now), default=None)
