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
