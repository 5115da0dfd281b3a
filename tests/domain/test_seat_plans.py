"""The shape of a room, and its numbers."""

import pytest

from pwa.domain import seat_plans as rules
from pwa.domain.errors import Invalid
from pwa.domain.seat_plans import Numbering, Shape


@pytest.mark.parametrize(
    ("numbering", "rows"),
    [
        (Numbering.ROWS, (("01", None, "02"), ("03", "04", "05"))),
        (Numbering.COLUMNS, (("01", None, "04"), ("02", "03", "05"))),
        (Numbering.SNAKE, (("01", None, "02"), ("05", "04", "03"))),
    ],
)
def test_seats_are_numbered_around_the_gaps(numbering: Numbering, rows: tuple[tuple[str | None, ...], ...]) -> None:
    assert rules.grid(Shape(2, 3, frozenset({(0, 1)}), numbering)) == rows


def test_numbers_have_two_digits_until_there_are_a_hundred() -> None:
    labels = rules.labels(Shape(20, 20))
    assert (labels[0], labels[98], labels[99], labels[-1]) == ("01", "99", "100", "400")


@pytest.mark.parametrize("shape", [Shape(0, 3), Shape(3, 0), Shape(21, 1), Shape(1, 21)])
def test_a_room_of_no_size_is_refused(shape: Shape) -> None:
    with pytest.raises(Invalid, match="invalid"):
        rules.check(shape)


def test_a_room_of_gaps_only_is_refused() -> None:
    with pytest.raises(Invalid, match="no_seat"):
        rules.check(Shape(1, 2, frozenset({(0, 0), (0, 1)})))
    rules.check(Shape(1, 2, frozenset({(0, 0)})))


def test_gaps_outside_of_a_room_are_left_out() -> None:
    assert rules.gaps_within(2, 2, [[0, 1], [2, 0], [0, 2], [-1, 0]]) == {(0, 1)}
