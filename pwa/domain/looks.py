"""Looks: when somebody must look at a candidate again, because time alone will have changed something."""

from datetime import datetime

from pwa.domain import admission, connectivity, outages, timing, windows
from pwa.domain.facts import Facts, TestFacts
from pwa.domain.outages import Outage


def at_candidate(facts: Facts, now: datetime, outage: Outage | None = None) -> datetime | None:
    """Return when an admission lapses, a request is withdrawn or forgotten, or a choice of windows begins or ends.

    Everybody of a room is looked at for its open outage: one of them will be there.
    """
    moments = [facts.admitted_until, windows.next_look(facts, now)]
    moments.append(outages.next_look(outage, now) if outage else None)
    if facts.request:
        moments.append(admission.forgotten_at(facts.request_seen_at, facts.resumed_at))
        moments.append(admission.withdrawn_at(facts.request_left_at, facts.resumed_at))
    return min((moment for moment in moments if moment and moment > now), default=None)


def at_clock(test: TestFacts, now: datetime) -> datetime | None:
    """Return the next moment that the test's own clock asks for: a warning, the end, the automatic end, the expiry."""
    if not test.running:
        return None
    if test.started_at is None or test.ends_at is None:
        expiry = test.ages_from + timing.EXPIRY
        return expiry if expiry > now else None
    return timing.next_look(test.started_at, test.ends_at, now, test.warnings, test.stops_after)


def at_test(test: TestFacts, resumed_at: datetime | None, now: datetime) -> datetime | None:
    """Return the next moment that the clock or the silence of a test asks for."""
    if not test.running:
        return None
    moments = (at_clock(test, now), connectivity.next_look(test, resumed_at, now))
    return min((moment for moment in moments if moment), default=None)
