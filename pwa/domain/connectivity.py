"""Connectivity: what the signs of life of a test page mean, and when to look again."""

from datetime import datetime, timedelta

from pwa.domain.facts import Connectivity, TestFacts

PACE = timedelta(seconds=5)
LAST_PACE = timedelta(seconds=2)
CROWD = 150
"""Up to so many running tests, orders (minutes granted, an end), which ride on the beats' answers, come sooner."""
LAST_MINUTES = timedelta(minutes=5)
"""So they do, however many tests run, from then on: that is when most of them are given."""
UNSTABLE_AFTER = timedelta(seconds=10)
LOST_AFTER = timedelta(seconds=15)
HIDDEN_LOST_AFTER = timedelta(seconds=75)
"""Browsers slow a hidden page down to one sign a minute: silent is not lost yet."""
GRACE = timedelta(seconds=4)
"""A reload within this time of its goodbye is the same visit."""
HIDDEN_AFTER = timedelta(seconds=10)

GONE = (Connectivity.LOST, Connectivity.CLOSED)


def pace(ends_at: datetime | None, now: datetime, running: int) -> timedelta:
    """Return the time between two signs of life of a test page, when so many tests run on the whole site."""
    hurried = running <= CROWD or (ends_at is not None and now >= ends_at - LAST_MINUTES)
    return LAST_PACE if hurried else PACE


def read(test: TestFacts, resumed_at: datetime | None, now: datetime) -> Connectivity:
    """Return the connectivity of a running test.

    After our own absence everybody gets their full delay again, except those already known to be gone.
    """
    if test.goodbye_at is not None:
        late = now >= _fair(test.goodbye_at, test, resumed_at) + GRACE
        return Connectivity.CLOSED if late else _before_goodbye(test)
    silence = now - _fair(test.last_heartbeat_at, test, resumed_at)
    if silence >= lost_after(test.hidden_since):
        return Connectivity.LOST
    if test.hidden_since:
        return Connectivity.HIDDEN
    return Connectivity.UNSTABLE if silence >= UNSTABLE_AFTER else Connectivity.CONNECTED


def lost_after(hidden_since: datetime | None) -> timedelta:
    """Return the silence after which a page is lost: longer when its last sign said that it was hidden."""
    return HIDDEN_LOST_AFTER if hidden_since else LOST_AFTER


def since(test: TestFacts, connectivity: Connectivity, now: datetime) -> datetime:
    """Return when that connectivity began, as a person would say it: at the last sign of life."""
    match connectivity:
        case Connectivity.CLOSED:
            return test.goodbye_at or test.last_heartbeat_at
        case Connectivity.LOST | Connectivity.UNSTABLE:
            return test.last_heartbeat_at
        case Connectivity.HIDDEN:
            return test.hidden_since or now
        case _:
            return now


def next_look(test: TestFacts, resumed_at: datetime | None, now: datetime) -> datetime | None:
    """Return the next moment at which silence alone changes something."""
    if test.goodbye_at is not None:
        moments = [_fair(test.goodbye_at, test, resumed_at) + GRACE]
    else:
        sign = _fair(test.last_heartbeat_at, test, resumed_at)
        moments = [sign + lost_after(test.hidden_since)]
        moments.append(test.hidden_since + HIDDEN_AFTER if test.hidden_since else sign + UNSTABLE_AFTER)
    return min((moment for moment in moments if moment > now), default=None)


def _fair(sign: datetime, test: TestFacts, resumed_at: datetime | None) -> datetime:
    if resumed_at is None or test.connectivity in GONE:
        return sign
    return max(sign, resumed_at)


def _before_goodbye(test: TestFacts) -> Connectivity:
    return Connectivity.CONNECTED if test.connectivity is Connectivity.CLOSED else test.connectivity
