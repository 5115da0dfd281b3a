"""How long a test lasts, when somebody is told, when it is too old."""

from datetime import datetime, timedelta

import pytest

from pwa.domain import timing
from tests.domain.known import MICROSECOND, NOW, after

END = after(minutes=105)


@pytest.mark.parametrize(
    ("duration", "extra_time", "minutes"),
    [(105, None, 105), (105, 33, 139.65), (60, 50, 90), (90, 0, 90), (60, 100, 120), (105, 999, 1153.95)],
)
def test_the_end_counts_the_extra_time(duration: int, extra_time: int | None, minutes: float) -> None:
    assert timing.ends_at(NOW, duration, extra_time) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("now", "minutes"),
    [
        (NOW, None),
        (after(minutes=90) - MICROSECOND, None),
        (after(minutes=90), 15),
        (after(minutes=100) - MICROSECOND, 15),
        (after(minutes=100), 5),
        (END - MICROSECOND, 5),
        (END, 0),
        (END + timedelta(hours=2), 0),
    ],
)
def test_a_warning_is_due_at_fifteen_five_and_no_minutes(now: datetime, minutes: int | None) -> None:
    assert timing.warning_due(END, now) == minutes


@pytest.mark.parametrize(("minutes", "since"), [(15, after(minutes=90)), (5, after(minutes=100)), (0, END)])
def test_a_warning_began_when_the_clock_said_so(minutes: int, since: datetime) -> None:
    assert timing.warning_since(END, minutes) == since


def test_a_day_after_its_start_it_has_expired() -> None:
    assert not timing.has_expired(NOW, after(hours=24) - MICROSECOND)
    assert timing.has_expired(NOW, after(hours=24))


def test_what_has_not_started_never_expires() -> None:
    assert not timing.has_expired(None, after(hours=1000))


def test_the_looks_follow_one_another_to_the_expiry() -> None:
    looks, now = [], NOW
    while moment := timing.next_look(NOW, END, now):
        looks.append(moment)
        now = moment
    assert looks == [after(minutes=90), after(minutes=100), END, after(hours=24)]


def test_a_short_test_begins_among_the_warnings() -> None:
    end = after(minutes=10)
    assert timing.warning_due(end, NOW) == 15
    assert timing.next_look(NOW, end, NOW) == after(minutes=5)


def test_the_end_counts_what_was_granted() -> None:
    assert timing.ends_at(NOW, 105, None, timedelta(minutes=10)) == after(minutes=115)
    assert timing.ends_at(NOW, 60, 50, timedelta(minutes=-5)) == after(minutes=85)


@pytest.mark.parametrize(("now", "minutes"), [(74, None), (75, 30), (104, 30), (105, 0)])
def test_a_session_may_set_its_own_warnings(now: int, minutes: int | None) -> None:
    assert timing.warning_due(END, after(minutes=now), (30,)) == minutes


def test_without_warnings_only_the_end_is_told() -> None:
    assert timing.warning_due(END, END - MICROSECOND, ()) is None
    assert timing.next_look(NOW, END, NOW, ()) == END


def test_the_automatic_end_is_among_the_looks() -> None:
    assert timing.next_look(NOW, END, END, (), 10) == after(minutes=115)
    assert timing.stops_at(END, 0) == END
    assert timing.stops_at(END, None) is None


@pytest.mark.parametrize(
    ("text", "warnings"),
    [("15, 5", (15, 5)), ("5;30 15", (30, 15, 5)), ("5, 5", (5,)), ("", ()), (" ", ()), ("120", (120,))],
)
def test_warnings_are_read_longest_first(text: str, warnings: tuple[int, ...]) -> None:
    assert timing.read_warnings(text) == warnings


@pytest.mark.parametrize("text", ["quinze", "0", "121", "-5", "1,2,3,4,5,6", "15 min", "9" * 40])
def test_what_is_no_list_of_minutes_is_not_read(text: str) -> None:
    assert timing.read_warnings(text) is None
