"""When to look again: never later than the moment at which something changes by itself."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain import looks
from pwa.domain.admission import VALIDITY, is_forgotten, is_withdrawn
from pwa.domain.alerts import causes
from pwa.domain.attempts import state
from pwa.domain.endings import ends_by_itself
from pwa.domain.facts import Ending, Facts, Request
from pwa.domain.facts import TestFacts as Known
from pwa.domain.outages import Outage
from pwa.domain.timing import EXPIRY
from tests.domain.known import MICROSECOND, NOW, a_test, after, taking

STARTED = {"started_at": NOW, "ends_at": after(minutes=105)}


def test_nothing_known_asks_for_no_look() -> None:
    assert looks.at_candidate(Facts(), NOW) is None


def test_an_admission_is_looked_at_when_it_lapses() -> None:
    facts = Facts(admitted_until=after(minutes=15))
    assert looks.at_candidate(facts, NOW) == after(minutes=15)
    assert looks.at_candidate(facts, after(minutes=15)) is None


def test_a_request_is_looked_at_when_it_is_forgotten() -> None:
    facts = Facts(request=Request.ENTRY, requested_at=NOW, request_seen_at=after(20))
    assert looks.at_candidate(facts, after(20)) == after(110)


def test_a_request_whose_page_was_closed_is_looked_at_after_the_grace() -> None:
    facts = Facts(request=Request.ENTRY, request_seen_at=NOW, request_left_at=after(20))
    assert looks.at_candidate(facts, after(20)) == after(24)


def test_after_our_absence_a_request_is_looked_at_later() -> None:
    facts = Facts(request=Request.ENTRY, request_seen_at=NOW, resumed_at=after(60))
    assert looks.at_candidate(facts, after(60)) == after(150)
    assert looks.at_candidate(replace(facts, request_left_at=after(1)), after(60)) == after(64)


def test_the_first_of_the_two_is_looked_at() -> None:
    facts = Facts(request=Request.RESUME, request_seen_at=NOW, admitted_until=after(30))
    assert looks.at_candidate(facts, NOW) == after(30)


def test_before_its_start_a_test_s_clock_asks_for_its_expiry_alone() -> None:
    assert looks.at_clock(a_test(), NOW) == after(hours=24)
    assert looks.at_clock(a_test(session_started_at=after(hours=-3)), NOW) == after(hours=21)
    assert looks.at_clock(a_test(), after(hours=24)) is None
    assert looks.at_test(a_test(), None, NOW) == after(10)


def test_the_clock_and_the_silence_are_looked_at_whichever_comes_first() -> None:
    assert looks.at_test(a_test(**STARTED), None, NOW) == after(10)
    late = a_test(**STARTED, last_heartbeat_at=after(minutes=90, seconds=-5))
    assert looks.at_test(late, None, after(minutes=90, seconds=-5)) == after(minutes=90)


def test_a_lost_window_is_looked_at_for_its_clock_alone() -> None:
    assert looks.at_test(a_test(**STARTED), None, after(15)) == after(minutes=90)


@pytest.mark.parametrize("ending", [ending for ending in Ending if ending is not Ending.RUNNING])
def test_a_test_that_is_over_is_looked_at_no_more(ending: Ending) -> None:
    over = taking(**STARTED, state=ending).test
    assert over
    assert looks.at_test(over, None, NOW) is None
    assert looks.at_clock(over, NOW) is None


def test_a_choice_between_two_windows_is_looked_at_when_the_first_falls_silent() -> None:
    facts = replace(taking(), request=Request.RESUME, requested_at=NOW, request_machine="two")
    assert looks.at_candidate(facts, NOW) == after(7)
    assert looks.at_candidate(facts, after(7)) is None
    assert looks.at_candidate(replace(facts, request_machine=None), NOW) == after(2)


moments = st.floats(0, 200).map(lambda seconds: NOW + timedelta(seconds=seconds))
maybe = st.none() | moments
ends = {
    "ends_at": moments,
    "warnings": st.lists(st.integers(1, 3), max_size=2).map(tuple),
    "stops_after": st.none() | st.integers(0, 2),
}
the_day_before = moments.map(lambda moment: moment - EXPIRY)
tests = st.builds(a_test, last_heartbeat_at=moments, goodbye_at=maybe, started_at=st.just(NOW), **ends) | (
    st.builds(a_test, last_heartbeat_at=moments, hidden_since=maybe, session_started_at=st.none() | the_day_before)
)


def test_everybody_of_a_room_is_looked_at_for_its_open_outage() -> None:
    outage = Outage(NOW, after(15), returned_at=after(60), held=3)
    assert looks.at_candidate(Facts(), after(61), outage) == after(120)


candidates = st.builds(
    Facts,
    admitted_until=maybe | moments.map(lambda moment: moment + VALIDITY),
    request=st.none() | st.sampled_from(Request),
    requested_at=moments,
    request_machine=st.none() | st.just("two"),
    request_seen_at=moments,
    request_left_at=maybe,
    resumed_at=maybe,
)


def _is_over(facts: Facts, now: datetime) -> bool:
    return facts.test is not None and ends_by_itself(facts.test, now)


def _seen(facts: Facts, now: datetime) -> tuple[Any, ...]:
    back = facts.resumed_at
    dropped = is_forgotten(facts.request_seen_at, now, back), is_withdrawn(facts.request_left_at, now, back)
    return state(facts, now), {cause.key for cause in causes(facts, now)}, _is_over(facts, now), *dropped


@given(candidates, st.none() | tests, moments, st.floats(0, 1))
def test_nothing_that_people_see_changes_before_the_next_look(
    facts: Facts, test: Known | None, now: datetime, part: float
) -> None:
    facts = replace(facts, test=test)
    if not facts.request:
        facts = replace(facts, request_seen_at=None, request_left_at=None)
    planned = [looks.at_candidate(facts, now), looks.at_test(test, facts.resumed_at, now) if test else None]
    look = min((moment for moment in planned if moment), default=after(hours=1))
    between = min(now + (look - now) * part, look - MICROSECOND)
    assert _seen(facts, between) == _seen(facts, now)
