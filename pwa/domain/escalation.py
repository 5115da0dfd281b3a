"""Escalation: who else is rung when nobody shows or takes an alert, and when."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum

from pwa.domain.alerts import MANNERS, Kind

LADDER = (20, 45, 90, 120)
"""Seconds after the alert: not shown, the same people's other devices; not taken, the whole session and the rooms next
door; still not taken, the centre; then everybody again, each time after as long as the last one says."""


class Step(IntEnum):
    """The rungs of the ladder; past the last one, all of it again."""

    ONE_DEVICE = 0
    OTHER_DEVICES = 1
    NEXT_DOOR = 2
    CENTRE = 3
    EVERYBODY = 4


LAST_TOLD = Step.OTHER_DEVICES
"""Where a kind that only tells stops."""


def rung(step: int) -> Step:
    """Return what a step means."""
    return Step(min(step, Step.EVERYBODY))


def given_back_at(step: int) -> int:
    """Return the step an alert stands at once it is given back: the next one, due at once, rings everybody else."""
    return Step.OTHER_DEVICES if step < Step.NEXT_DOOR else max(step, Step.CENTRE)


def climbs_after(kind: Kind, step: int) -> bool:
    """Tell whether a step follows this one, as long as nobody takes the alert."""
    manner = MANNERS[kind]
    return manner.pushed and (manner.calls or step < LAST_TOLD)


def delay_after(ladder: Sequence[int], step: int) -> timedelta:
    """Return how long to wait for somebody after a step, counted from when that step was really made."""
    since_alert = (0, *ladder[: Step.CENTRE])
    if step >= Step.CENTRE:
        return again_after(ladder)
    return timedelta(seconds=max(0, since_alert[step + 1] - since_alert[step]))


def again_after(ladder: Sequence[int]) -> timedelta:
    """Return how long between two calls of everybody."""
    return timedelta(seconds=ladder[Step.CENTRE])


def next_at(kind: Kind, ladder: Sequence[int], step: int, now: datetime, *, is_hopeless: bool) -> datetime | None:
    """Return when the step after this one is due; None when there is none.

    A step that is hopeless (it reached nobody, and nobody knows of the alert otherwise) is followed by the next one at
    once; but once everybody was called, it is never at once that they all are again.
    """
    if not climbs_after(kind, step):
        return None
    return now if is_hopeless and step < Step.CENTRE else now + delay_after(ladder, step)
