"""Orders that arrive late: what is believed of a device's time, and what makes an order moot."""

import pytest

from pwa.domain.attempts import OVER, Move, State
from pwa.domain.errors import Invalid
from pwa.domain.orders import AT_ONCE, Order, check_key, is_so, is_stale, read_given, read_seen
from tests.room import NOW, after

KEY = "0b6c1c52-7f0e-4c4e-9d5a-3f2b1a0c9d8e"


@pytest.mark.parametrize("place", State)
def test_who_is_let_in_already_or_has_begun_was_confirmed(place: State) -> None:
    assert is_so(Move.CONFIRM, place) is (place in {State.AUTHORISED, State.RUNNING, *OVER})


@pytest.mark.parametrize("place", State)
def test_only_the_absent_are_absent(place: State) -> None:
    assert is_so(Move.ABSENT, place) is (place is State.ABSENT)


def test_nothing_else_is_ever_taken_for_done() -> None:
    assert not any(is_so(Move.END, place) for place in State)


def test_a_device_s_time_is_kept_when_it_says_something() -> None:
    assert read_given(after(-60).isoformat(), NOW) == after(-60)
    assert read_given("2030-11-20T07:20:00.000Z", NOW) == after(minutes=-10)


@pytest.mark.parametrize("text", ["", "hier", "2030-11-20T07:20:00", "2030-11-20", after(60).isoformat()])
def test_what_is_no_moment_or_is_to_come_is_not_believed(text: str) -> None:
    assert read_given(text, NOW) is None


def test_a_moment_ago_is_now() -> None:
    assert read_given(after(-4.9).isoformat(), NOW) is None


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z", after(hours=-24 * 8).isoformat()]
)
def test_before_a_week_a_device_s_time_is_a_week_ago_and_stale(text: str) -> None:
    given = read_given(text, NOW)
    assert given == after(hours=-24 * 7)
    assert is_stale(Order(given_at=given), NOW)


def test_a_page_has_seen_a_version_or_nothing() -> None:
    assert read_seen("0") == 0
    for text in ("-1", "", "douze"):
        with pytest.raises(ValueError, match=r"-1|invalid literal"):
            read_seen(text)


def test_an_order_of_twelve_hours_ago_is_of_another_day() -> None:
    assert is_stale(Order(given_at=after(hours=-12)), NOW)
    assert not is_stale(Order(given_at=after(hours=-11.9)), NOW)
    assert not is_stale(AT_ONCE, NOW)


def test_a_key_is_as_browsers_make_them() -> None:
    assert check_key(KEY) == KEY


@pytest.mark.parametrize("key", ["", "1", KEY.upper(), f"{KEY}0", "é" * 36, f"{KEY}\n"])
def test_another_key_is_refused(key: str) -> None:
    with pytest.raises(Invalid):
        check_key(key)
