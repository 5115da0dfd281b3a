"""Outages: three of nine who fall silent together are one failure, whatever the phases of their signs of life."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain.connectivity import HIDDEN_LOST_AFTER, LAST_PACE, LOST_AFTER, PACE
from pwa.domain.outages import (
    Culprit,
    Moment,
    Outage,
    Page,
    Place,
    begins_again,
    belongs,
    culprit,
    has_returned,
    is_over,
    next_look,
    place,
    suspects,
    wider,
)
from tests.domain.known import MICROSECOND, NOW, after

NEVER = timedelta(0)
SEEN = after(15)
OURS, THEIRS = 1, 2
"""When the first page, last heard at NOW, is lost."""


def silent(count: int, last_sign: datetime = NOW) -> list[Page]:
    return [Page(number, last_sign) for number in range(count)]


def heard(count: int) -> list[Page]:
    return [Page(100 + number, SEEN - LAST_PACE) for number in range(count)]


def hit(pages: list[Page], now: datetime = SEEN, resumed_at: datetime | None = None) -> int:
    return len(suspects(pages, Moment(NOW, now, resumed_at)))


@pytest.mark.parametrize(
    ("lost", "others", "expected"),
    [
        (3, 6, 3),
        (3, 7, 0),
        (4, 6, 4),
        (10, 20, 10),
        (9, 21, 0),
        (30, 0, 30),
        (3, 0, 3),
        (2, 0, 0),
        (2, 1, 0),
        (1, 0, 0),
    ],
)
def test_a_third_of_the_room_and_three_at_least_are_an_outage(lost: int, others: int, expected: int) -> None:
    assert hit(silent(lost) + heard(others)) == expected


@pytest.mark.parametrize(
    ("last_sign", "expected"),
    [
        (after(-10), 3),
        (after(-10) - MICROSECOND, 0),
        (after(7), 3),
        (after(7) + MICROSECOND, 0),
    ],
)
def test_they_fell_silent_within_ten_seconds_and_for_eight_at_least(last_sign: datetime, expected: int) -> None:
    assert hit([*silent(1), *silent(2, last_sign)]) == expected


def test_ten_seconds_later_is_too_late_however_long_the_silence() -> None:
    assert hit([*silent(1), *silent(2, after(10))], after(30)) == 3
    assert hit([*silent(1), *silent(2, after(10) + MICROSECOND)], after(30)) == 0


def test_those_who_said_goodbye_are_suspects_once_they_are_not_only_loaded_again() -> None:
    gone = [Page(number, after(number), said_goodbye=True) for number in range(3)]
    assert hit(gone + heard(6), after(4)) == 3
    assert hit(gone + heard(6), after(4) - MICROSECOND) == 0


def test_a_hidden_page_is_no_suspect_and_says_nothing() -> None:
    hidden = [Page(50 + number, NOW, hidden=True) for number in range(20)]
    assert hit(silent(3) + hidden) == 3
    assert hit(silent(2) + hidden) == 0


def test_a_hidden_page_heard_since_says_that_the_network_is_there() -> None:
    hidden = [Page(50 + number, after(11), hidden=True) for number in range(7)]
    assert hit(silent(3) + hidden) == 0


def test_a_hidden_page_that_says_goodbye_is_gone_with_the_others() -> None:
    assert hit([*silent(2), Page(50, NOW, said_goodbye=True, hidden=True)]) == 3


def test_one_that_was_lost_long_before_is_neither_suspect_nor_witness() -> None:
    before = [Page(50 + number, after(-300), gone=True) for number in range(20)]
    assert hit(silent(3) + before) == 3
    assert hit(silent(2) + before) == 0


def test_one_whose_silence_is_older_but_was_not_noticed_yet_still_counts() -> None:
    assert hit([*silent(3), *silent(7, after(-12))]) == 0


def test_while_we_were_away_nobody_was_silent() -> None:
    pages = silent(9)
    assert hit(pages, after(60), resumed_at=after(53)) == 0
    assert hit(pages, after(61), resumed_at=after(53)) == 9


def test_those_already_gone_were_silent_while_we_were_away_too() -> None:
    pages = [Page(number, NOW, gone=True) for number in range(3)]
    assert hit(pages, after(60), resumed_at=after(60)) == 3


paces = st.sampled_from([LAST_PACE, PACE])
phases = st.floats(0, 1, exclude_max=True)


@given(st.lists(st.tuples(paces, phases), min_size=3, max_size=40), st.integers(0, 80))
def test_whatever_the_phases_nobody_is_called_for_alone(rhythms: list[tuple[timedelta, float]], others: int) -> None:
    """The network is cut at NOW: each had given its last sign at most a pace before."""
    pages = [Page(number, NOW - pace * phase) for number, (pace, phase) in enumerate(rhythms)]
    room = pages + [Page(100 + number, after(9)) for number in range(min(others, 2 * len(pages)))]
    first = min(page.last_sign for page in pages)
    assert len(suspects(room, Moment(first, first + LOST_AFTER))) == len(pages)


@given(st.lists(st.floats(0, 5), min_size=3, max_size=40), st.floats(0, 10))
def test_a_room_that_is_heard_is_never_an_outage(ages: list[float], goodbye: float) -> None:
    """One leaves, the others beat at any pace: nobody is silent with it."""
    beating = [Page(number, NOW - timedelta(seconds=age)) for number, age in enumerate(ages)]
    leaver = Page(99, NOW - timedelta(seconds=goodbye), said_goodbye=True)
    assert suspects([leaver, *beating], Moment(leaver.last_sign, NOW)) == []


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        (silent(2), True),
        (silent(1), True),
        (silent(2) + heard(1), False),
        (silent(3) + heard(6), True),
        (silent(3) + heard(7), False),
        (heard(3), False),
    ],
)
def test_another_room_is_silent_when_all_of_its_few_or_a_third_of_its_many_are(
    pages: list[Page], expected: bool
) -> None:
    assert place(THEIRS, pages, Moment(NOW, SEEN)) == Place(THEIRS, expected)


@pytest.mark.parametrize("pages", [[], [Page(1, after(-600), gone=True)], [Page(1, after(-30), hidden=True)]])
def test_a_room_where_nobody_was_heard_says_nothing(pages: list[Page]) -> None:
    assert place(THEIRS, pages, Moment(NOW, SEEN)) is None


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], Culprit.ROOM),
        ([Place(OURS, False)], Culprit.ROOM),
        ([Place(OURS, True)], Culprit.CENTRE),
        ([Place(OURS, True), Place(OURS, False)], Culprit.CENTRE),
        ([Place(OURS, True), Place(THEIRS, False)], Culprit.CENTRE),
        ([Place(OURS, True), Place(THEIRS, True)], Culprit.EVERYWHERE),
        ([Place(THEIRS, True)], Culprit.EVERYWHERE),
        ([Place(OURS, False), Place(THEIRS, True)], Culprit.ROOM),
        ([Place(THEIRS, True), Place(THEIRS, False)], Culprit.ROOM),
    ],
)
def test_the_other_rooms_tell_whose_failure_it_is(others: list[Place], expected: Culprit) -> None:
    assert culprit(OURS, silent(3), others) is expected


def test_pages_that_say_goodbye_have_a_network() -> None:
    closed = [Page(number, NOW, said_goodbye=True) for number in range(3)]
    assert culprit(OURS, closed, [Place(OURS, True), Place(THEIRS, True)]) is Culprit.WINDOWS
    assert culprit(OURS, [*closed, *silent(3)], []) is Culprit.ROOM


def test_what_was_told_is_never_made_smaller() -> None:
    assert wider(Culprit.CENTRE, Culprit.ROOM) is Culprit.CENTRE
    assert wider(Culprit.CENTRE, Culprit.EVERYWHERE) is Culprit.EVERYWHERE


OPEN = Outage(since=NOW, raised_at=SEEN, held=30)
BACK = Outage(since=NOW, raised_at=SEEN, returned_at=after(100), held=3)


@pytest.mark.parametrize(
    ("last_sign", "hidden_for", "expected"),
    [
        (after(-10), NEVER, True),
        (after(-11), NEVER, False),
        (after(10), NEVER, True),
        (after(11), NEVER, False),
        (after(-85), HIDDEN_LOST_AFTER, True),
        (after(-86), HIDDEN_LOST_AFTER, False),
        (after(11), HIDDEN_LOST_AFTER, False),
    ],
)
def test_who_is_lost_later_may_have_been_lost_by_it(last_sign: datetime, hidden_for: timedelta, expected: bool) -> None:
    assert belongs(last_sign, hidden_for, OPEN) is expected


def test_a_room_that_was_back_may_be_cut_off_again() -> None:
    assert not begins_again(after(90), OPEN)
    assert begins_again(after(105), BACK)
    assert not begins_again(after(9), BACK)


@pytest.mark.parametrize(
    ("heard", "missing", "expected"), [(16, 14, True), (15, 15, False), (27, 3, True), (0, 0, False)]
)
def test_a_room_is_back_when_more_than_half_are(heard: int, missing: int, expected: bool) -> None:
    assert has_returned(heard, missing) is expected


@pytest.mark.parametrize(
    ("outage", "missing", "now", "expected"),
    [
        (OPEN, 30, after(3600), False),
        (OPEN, 0, after(20), True),
        (BACK, 3, after(160) - MICROSECOND, False),
        (BACK, 3, after(160), True),
        (BACK, 0, after(101), True),
    ],
)
def test_it_is_over_when_nobody_is_missing_or_a_minute_after_the_return(
    outage: Outage, missing: int, now: datetime, expected: bool
) -> None:
    assert is_over(outage, missing, now) is expected


@pytest.mark.parametrize(
    ("outage", "now", "expected"),
    [
        (OPEN, SEEN, after(20)),
        (OPEN, after(40), None),
        (Outage(NOW, SEEN, held=0), after(300), after(305)),
        (BACK, after(101), after(160)),
        (BACK, after(160), None),
    ],
)
def test_it_is_looked_at_while_it_spreads_and_a_minute_after_the_return(
    outage: Outage, now: datetime, expected: datetime | None
) -> None:
    assert next_look(outage, now) == expected
