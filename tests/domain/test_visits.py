"""A page that has just been loaded holds the test, waits for the goodbye of the page before it, or must ask."""

from datetime import datetime

import pytest

from pwa.domain.facts import Ending
from pwa.domain.visits import Verdict, holds, is_awaited, judge
from tests.domain.known import MICROSECOND, NOW, a_test, after

GRANTED, WAIT, ASK = Verdict.GRANTED, Verdict.WAIT, Verdict.ASK


def test_the_same_page_goes_on_however_long_it_was_silent() -> None:
    assert judge(a_test(), "one", None, 0, after(hours=3)) is GRANTED


@pytest.mark.parametrize(("now", "verdict"), [(after(4) - MICROSECOND, GRANTED), (after(4), ASK)])
def test_the_same_page_is_back_within_the_grace_of_its_goodbye(now: datetime, verdict: Verdict) -> None:
    assert judge(a_test(goodbye_at=NOW), "one", None, 0, now) is verdict


@pytest.mark.parametrize(("now", "verdict"), [(after(4) - MICROSECOND, GRANTED), (after(4), ASK)])
def test_a_reload_within_four_seconds_is_the_same_visit(now: datetime, verdict: Verdict) -> None:
    assert judge(a_test(goodbye_at=NOW), "two", "one", 0, now) is verdict


@pytest.mark.parametrize("previous", [None, "zero"])
def test_another_page_asks_even_just_after_a_goodbye(previous: str | None) -> None:
    assert judge(a_test(goodbye_at=NOW), "two", previous, 0, after(1)) is ASK


@pytest.mark.parametrize(("waited", "verdict"), [(0, WAIT), (3.99, WAIT), (4, ASK)])
def test_a_reload_waits_for_a_goodbye_on_its_way(waited: float, verdict: Verdict) -> None:
    assert judge(a_test(), "two", "one", waited, after(2)) is verdict


def test_a_duplicate_of_a_living_tab_asks() -> None:
    assert judge(a_test(last_heartbeat_at=after(4)), "two", "one", 4, after(5)) is ASK


@pytest.mark.parametrize("previous", [None, "zero"])
def test_another_machine_asks_at_once(previous: str | None) -> None:
    assert judge(a_test(), "two", previous, 0, after(hours=1)) is ASK


@pytest.mark.parametrize(("now", "verdict"), [(NOW, GRANTED), (after(120) - MICROSECOND, GRANTED), (after(120), ASK)])
def test_after_an_entry_the_first_page_within_two_minutes_holds_the_test(now: datetime, verdict: Verdict) -> None:
    assert judge(a_test(epoch=None), "one", None, 0, now) is verdict


def test_after_an_entry_the_page_that_held_the_test_before_may_hold_it_again() -> None:
    assert judge(a_test(epoch=None), "two", "one", 0, after(3)) is GRANTED


def test_a_page_that_lost_the_test_to_a_window_that_is_heard_does_not_ask_by_itself() -> None:
    assert judge(a_test(), "two", "zero", 0, after(7) - MICROSECOND) is Verdict.ELSEWHERE
    assert judge(a_test(), "two", "zero", 0, after(7)) is ASK
    assert judge(a_test(), "two", None, 0, NOW) is ASK


def test_a_door_is_shut_when_the_window_was_stopped() -> None:
    assert judge(a_test(epoch=None), "two", None, 0, after(1)) is GRANTED
    assert judge(a_test(epoch=None, goodbye_at=NOW), "two", None, 0, after(1)) is ASK


@pytest.mark.parametrize(("now", "verdict"), [(after(34) - MICROSECOND, GRANTED), (after(34), ASK)])
def test_a_goodbye_that_our_absence_followed_counts_from_our_return(now: datetime, verdict: Verdict) -> None:
    away = (after(3.9), after(30))
    for epoch, previous in (("one", None), ("two", "one")):
        assert judge(a_test(goodbye_at=NOW), epoch, previous, 0, now, away) is verdict
    assert holds(a_test(goodbye_at=NOW), "one", now, away) is (verdict is GRANTED)
    assert judge(a_test(goodbye_at=NOW), "two", "one", 0, now, (after(4), after(30))) is ASK


@pytest.mark.parametrize(
    ("away", "verdict"),
    [
        ((after(15), after(30)), GRANTED),
        ((after(15.1), after(30)), ASK),
        ((after(1), after(16)), GRANTED),
        ((after(1), after(15.9)), ASK),
    ],
)
def test_a_goodbye_that_met_nobody_is_not_waited_for(away: tuple[datetime, datetime], verdict: Verdict) -> None:
    assert judge(a_test(), "two", "one", 4, after(31), away) is verdict


def test_a_test_page_is_awaited_after_a_right_code_while_the_door_is_open() -> None:
    assert is_awaited(a_test(epoch=None), after(120) - MICROSECOND)
    assert not is_awaited(a_test(epoch=None), after(120))
    assert not is_awaited(a_test(epoch=None, goodbye_at=NOW), NOW)
    assert not is_awaited(a_test(), NOW)
    assert not is_awaited(a_test(epoch=None, state=Ending.COMPLETED), NOW)
