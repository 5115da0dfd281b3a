"""Signs of life: what silence and a goodbye mean, to the microsecond."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain.connectivity import CROWD, LAST_PACE, PACE, next_look, pace, read, since
from pwa.domain.facts import Connectivity
from pwa.domain.facts import TestFacts as Known
from tests.domain.known import MICROSECOND, NOW, a_test, after

CONNECTED, UNSTABLE, LOST = Connectivity.CONNECTED, Connectivity.UNSTABLE, Connectivity.LOST
CLOSED, HIDDEN = Connectivity.CLOSED, Connectivity.HIDDEN


@pytest.mark.parametrize(
    ("now", "reading"),
    [
        (NOW, CONNECTED),
        (after(10) - MICROSECOND, CONNECTED),
        (after(10), UNSTABLE),
        (after(15) - MICROSECOND, UNSTABLE),
        (after(15), LOST),
        (after(hours=3), LOST),
    ],
)
def test_silence_is_unstable_then_lost(now: datetime, reading: Connectivity) -> None:
    assert read(a_test(), None, now) is reading


@pytest.mark.parametrize(("now", "reading"), [(after(4) - MICROSECOND, CONNECTED), (after(4), CLOSED)])
def test_a_goodbye_closes_after_the_grace_of_a_reload(now: datetime, reading: Connectivity) -> None:
    assert read(a_test(goodbye_at=NOW), None, now) is reading


def test_a_goodbye_outweighs_the_silence() -> None:
    test = a_test(goodbye_at=after(14), connectivity=UNSTABLE)
    assert read(test, None, after(17)) is UNSTABLE
    assert read(test, None, after(18)) is CLOSED


def test_a_hidden_page_that_beats_is_hidden() -> None:
    assert read(a_test(hidden_since=after(-30)), None, NOW) is HIDDEN


@pytest.mark.parametrize(
    ("now", "reading"), [(after(15), HIDDEN), (after(75) - MICROSECOND, HIDDEN), (after(75), LOST)]
)
def test_a_hidden_page_is_slowed_down_before_it_is_lost(now: datetime, reading: Connectivity) -> None:
    assert read(a_test(hidden_since=after(-30)), None, now) is reading


def test_a_new_hello_after_a_closed_window_is_connected_during_the_next_goodbye() -> None:
    assert read(a_test(goodbye_at=NOW, connectivity=CLOSED), None, after(1)) is CONNECTED


def test_after_our_own_absence_silence_is_counted_from_our_return() -> None:
    back = after(60)
    assert read(a_test(), back, back) is CONNECTED
    assert read(a_test(), back, after(70)) is UNSTABLE
    assert read(a_test(), back, after(75)) is LOST


def test_after_our_own_absence_a_goodbye_has_its_grace_again() -> None:
    test, back = a_test(goodbye_at=after(5)), after(60)
    assert read(test, back, back) is CONNECTED
    assert read(test, back, after(64)) is CLOSED


@pytest.mark.parametrize("test", [a_test(connectivity=LOST), a_test(connectivity=CLOSED, goodbye_at=NOW)])
def test_after_our_own_absence_those_gone_are_gone_still(test: Known) -> None:
    assert read(test, after(60), after(60)) is test.connectivity


def test_a_sign_after_our_return_counts_for_itself() -> None:
    assert read(a_test(last_heartbeat_at=after(70)), after(60), after(84)) is UNSTABLE


@pytest.mark.parametrize(
    ("reading", "began"),
    [(LOST, NOW), (UNSTABLE, NOW), (CLOSED, after(3)), (HIDDEN, after(2)), (CONNECTED, after(99))],
)
def test_it_began_at_the_last_sign_of_life(reading: Connectivity, began: datetime) -> None:
    assert since(a_test(goodbye_at=after(3), hidden_since=after(2)), reading, after(99)) == began


@pytest.mark.parametrize(
    ("now", "look"), [(NOW, after(10)), (after(9), after(10)), (after(10), after(15)), (after(15), None)]
)
def test_silence_is_looked_at_when_it_means_something_new(now: datetime, look: datetime | None) -> None:
    assert next_look(a_test(), None, now) == look


def test_a_goodbye_is_looked_at_after_its_grace() -> None:
    assert next_look(a_test(goodbye_at=NOW), None, NOW) == after(4)
    assert next_look(a_test(goodbye_at=NOW), None, after(4)) is None


def test_a_hidden_page_is_looked_at_after_ten_seconds() -> None:
    assert next_look(a_test(last_heartbeat_at=after(5), hidden_since=NOW), None, after(5)) == after(10)


def test_a_hidden_page_that_is_silent_is_looked_at_when_it_is_lost() -> None:
    assert next_look(a_test(hidden_since=after(-30)), None, NOW) == after(75)


def test_after_our_own_absence_looks_are_counted_from_our_return() -> None:
    assert next_look(a_test(), after(60), after(60)) == after(70)


seconds = st.floats(0, 100).map(lambda number: timedelta(seconds=number))
tests = st.builds(
    a_test,
    last_heartbeat_at=seconds.map(NOW.__add__),
    goodbye_at=st.none() | seconds.map(NOW.__add__),
    hidden_since=st.none() | seconds.map(NOW.__add__),
    connectivity=st.sampled_from(Connectivity),
)


@given(tests, st.none() | seconds.map(NOW.__add__), seconds.map(NOW.__add__), st.floats(0, 1))
def test_nothing_changes_before_the_next_look(
    test: Known, resumed_at: datetime | None, now: datetime, part: float
) -> None:
    look = next_look(test, resumed_at, now) or after(hours=1)
    between = min(now + (look - now) * part, look - MICROSECOND)
    assert read(test, resumed_at, between) is read(test, resumed_at, now)


@pytest.mark.parametrize(("left", "seconds"), [(3600, 5), (301, 5), (300, 2), (0, 2), (-60, 2)])
def test_signs_of_life_come_sooner_in_the_last_minutes(left: float, seconds: float) -> None:
    assert pace(after(left), NOW, CROWD + 1) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("running", "expected"), [(0, LAST_PACE), (CROWD, LAST_PACE), (CROWD + 1, PACE)])
def test_signs_of_life_come_sooner_as_long_as_few_tests_run(running: int, expected: timedelta) -> None:
    assert pace(None, NOW, running) == pace(after(3600), NOW, running) == expected
