"""Visits: whether a test page that has just been loaded may hold the test, or must ask again."""

from datetime import datetime, timedelta
from enum import Enum

from pwa.domain import spans, windows
from pwa.domain.connectivity import GRACE
from pwa.domain.facts import TestFacts

DOOR_OPEN = timedelta(minutes=2)
"""How long the page that follows a right code has to load."""


Absence = tuple[datetime, datetime]
"""When we were last away ourselves, from and to."""


def is_awaited(test: TestFacts, now: datetime) -> bool:
    """Tell whether a right code was typed a moment ago, and the test page that follows it has not said hello yet."""
    return test.running and test.epoch is None and _is_door_open(test, now)


class Verdict(Enum):
    """What a new page is told."""

    GRANTED = "granted"
    WAIT = "wait"
    ASK = "ask"
    ELSEWHERE = "elsewhere"


def judge(
    test: TestFacts, epoch: str, previous: str | None, waited: float, now: datetime, away: Absence | None = None
) -> Verdict:
    """Return what a page's hello is worth.

    `epoch` names this page, `previous` the page it says it replaces (a reload), `waited` is for how many
    seconds it has been asking: the goodbye of the page it replaces may still be on its way, or have met nobody while
    we were `away`. A page that has lost the test to another window does not ask for it by itself.
    """
    if epoch == test.epoch:
        return Verdict.GRANTED if _still_here(test, now, away) else Verdict.ASK
    if test.epoch is None:
        return Verdict.GRANTED if _is_door_open(test, now) else Verdict.ASK
    if previous != test.epoch:
        return Verdict.ELSEWHERE if previous and windows.is_alive(test, now) else Verdict.ASK
    if test.goodbye_at is not None:
        return Verdict.GRANTED if _still_here(test, now, away) else Verdict.ASK
    if spans.is_ours(test.last_heartbeat_at, now, away):
        return Verdict.GRANTED
    return Verdict.WAIT if waited < GRACE.total_seconds() else Verdict.ASK


def holds(test: TestFacts, epoch: str, now: datetime, away: Absence | None = None) -> bool:
    """Tell whether the test is in the hands of this page: it said hello last, and its goodbye may still be a reload."""
    return epoch == test.epoch and _still_here(test, now, away)


def _is_door_open(test: TestFacts, now: datetime) -> bool:
    return test.goodbye_at is None and now < test.entered_at + DOOR_OPEN


def _still_here(test: TestFacts, now: datetime, away: Absence | None) -> bool:
    return test.goodbye_at is None or now < _fair(test.goodbye_at, away) + GRACE


def _fair(goodbye_at: datetime, away: Absence | None) -> datetime:
    """Return from when a goodbye counts: from our return, if we went away before the page could be back."""
    if away is None or abs(goodbye_at - away[0]) >= GRACE:
        return goodbye_at
    return max(goodbye_at, away[1])
