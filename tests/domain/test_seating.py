"""Who sits where in a room, and who moves when somebody is placed."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain import seating as rules
from pwa.domain.errors import Invalid
from pwa.domain.seat_plans import Shape, label
from pwa.domain.seating import Seats

ROOM = Shape(2, 3, frozenset({(0, 1)}))
"""01 __ 02 / 03 04 05"""
LEA, MALO, ZOE = 1, 2, 3


@dataclass(frozen=True)
class Somebody:
    id: int
    seat: str | None


def test_people_are_laid_out_where_they_sit() -> None:
    lea, malo = Somebody(LEA, "04"), Somebody(MALO, None)
    layout = rules.lay(ROOM, [lea, malo])
    assert [(seat.label, seat.person) for seat in layout.seats if seat.person] == [("04", lea)]
    assert layout.rows[0][1] is None
    assert layout.elsewhere == (malo,)


@pytest.mark.parametrize("seat", ["45", "", "B2"])
def test_a_seat_that_the_plan_does_not_have_is_elsewhere(seat: str) -> None:
    lost = Somebody(LEA, seat)
    assert rules.lay(ROOM, [lost]).elsewhere == (lost,)


def test_of_two_with_one_seat_the_first_has_it() -> None:
    lea, malo = Somebody(LEA, "01"), Somebody(MALO, "01")
    layout = rules.lay(ROOM, [lea, malo])
    assert (layout.seats[0].person, layout.elsewhere) == (lea, (malo,))


@pytest.mark.parametrize(
    ("seats", "who", "seat", "moved"),
    [
        ({LEA: None}, LEA, "01", {LEA: "01"}),
        ({LEA: "01"}, LEA, "05", {LEA: "05"}),
        ({LEA: "01"}, LEA, None, {LEA: None}),
        ({LEA: "01"}, LEA, "01", {}),
        ({LEA: None}, LEA, None, {}),
        ({LEA: "01", MALO: "02"}, LEA, "02", {LEA: "02", MALO: "01"}),
        ({LEA: None, MALO: "02"}, LEA, "02", {LEA: "02", MALO: None}),
        ({LEA: "45", MALO: "02"}, LEA, "02", {LEA: "02", MALO: None}),
        ({LEA: "01", MALO: "02", ZOE: "02"}, LEA, "02", {LEA: "02", MALO: "01", ZOE: None}),
        ({LEA: "01", MALO: "01", ZOE: "02"}, MALO, "02", {MALO: "02", ZOE: None}),
    ],
)
def test_who_moves_when_somebody_is_placed(
    seats: Seats, who: int, seat: str | None, moved: dict[int, str | None]
) -> None:
    assert rules.place(ROOM, seats, who, seat) == moved


def test_nobody_is_placed_where_there_is_no_seat() -> None:
    with pytest.raises(Invalid, match="seat_gone"):
        rules.place(ROOM, {LEA: None}, LEA, "06")


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=60))
def test_however_people_are_moved_a_seat_has_one_person(moves: list[tuple[int, int]]) -> None:
    shape = Shape(3, 4, frozenset({(1, 1)}))
    seats: dict[int, str | None] = dict.fromkeys(range(10))
    for who, number in moves:
        moved = rules.place(shape, seats, who, label(number) if 0 < number < 12 else None)
        seats |= moved
        assert len(moved) <= 2
        held = [seat for seat in seats.values() if seat]
        assert len(held) == len(set(held))


def test_several_are_chosen_at_once_and_may_swap() -> None:
    seats: Seats = {LEA: "01", MALO: "02", ZOE: "03"}
    assert rules.arrange(ROOM, seats, {LEA: "02", MALO: "01", ZOE: "03"}) == {LEA: "02", MALO: "01"}


@pytest.mark.parametrize(
    ("wanted", "why"),
    [({LEA: "02"}, "seat_twice"), ({LEA: "04", MALO: "04"}, "seat_twice"), ({LEA: "06"}, "seat_gone")],
)
def test_a_choice_that_cannot_be_is_refused(wanted: Seats, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        rules.arrange(ROOM, {LEA: "01", MALO: "02"}, wanted)


def test_a_seat_off_the_plan_that_does_not_change_is_no_fault() -> None:
    assert rules.arrange(ROOM, {LEA: "45", MALO: None}, {LEA: "45", MALO: "01"}) == {MALO: "01"}


def test_those_who_have_no_seat_take_the_free_ones_in_order() -> None:
    assert rules.fill(ROOM, {LEA: None, MALO: "01", ZOE: "45"}) == {LEA: "02", ZOE: "03"}


def test_a_room_that_is_too_small_leaves_the_last_without_a_seat() -> None:
    assert rules.fill(Shape(1, 2), {LEA: None, MALO: None, ZOE: None}) == {LEA: "01", MALO: "02"}


def test_a_plan_is_emptied_of_those_who_are_on_it() -> None:
    assert rules.clear(ROOM, {LEA: "01", MALO: "45", ZOE: None}) == {LEA: None}
