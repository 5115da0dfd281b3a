"""Lock-outs: what repeated wrong passwords lead to."""

from dataclasses import dataclass
from datetime import datetime, timedelta

EVERY = 10
FOR_GOOD = 30
FIRST_LOCK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Lock:
    """What one more failure leads to."""

    failures: int
    locked_until: datetime | None
    blocked: bool


def after_failure(failures_before: int, now: datetime, *, for_good: bool) -> Lock:
    """Return the lock after one more failure: 2 minutes every 10, doubling, and for good at 30 when so asked."""
    failures = failures_before + 1
    if for_good and failures >= FOR_GOOD:
        return Lock(failures, None, blocked=True)
    if failures % EVERY:
        return Lock(failures, None, blocked=False)
    return Lock(failures, now + FIRST_LOCK * 2 ** (failures // EVERY - 1), blocked=False)


def is_locked(locked_until: datetime | None, now: datetime) -> bool:
    """Tell whether a temporary lock still holds."""
    return locked_until is not None and now < locked_until
