"""A session's room, and its candidates placed in it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal, Invalid, Missing, Refused
from pwa.domain.seat_plans import Shape
from pwa.models.tables import Account, Candidate, SeatPlan
from pwa.operations import centres, journal, seat_plans, seating, sessions
from pwa.operations.seat_plans import Drawing
from pwa.operations.seating import Moved
from tests.acting import act
from tests.cast import Find
from tests.room import NOW, Room

Do = Callable[..., Moved]


@pytest.fixture
def plan(db: Session, room: Room) -> SeatPlan:
    """Five rows of five: one seat more than there are candidates."""
    return act(db, seat_plans.create, room.session.centre, Drawing("Salle B204", Shape(5, 5)), NOW)


@pytest.fixture
def do(db: Session, room: Room, plan: SeatPlan, staff: Account) -> Do:
    """Does one thing to the session's seats, in its room."""
    act(db, seating.choose, room.session, plan.id, staff, NOW)

    def move(verb: Callable[..., Moved], *args: Any) -> Moved:
        return act(db, verb, room.session, *args, staff, NOW)

    return move


def seats(db: Session, room: Room) -> list[str | None]:
    return [person.seat for person in sessions.candidates(db, room.session)]


def test_the_room_of_a_session_is_chosen_and_given_up(db: Session, room: Room, plan: SeatPlan, staff: Account) -> None:
    assert seating.lay(room.session.seat_plan, sessions.candidates(db, room.session)) is None
    act(db, seating.choose, room.session, plan.id, staff, NOW)
    layout = seating.lay(room.session.seat_plan, sessions.candidates(db, room.session))
    assert layout
    assert (len(layout.seats), len(layout.elsewhere)) == (25, 24)
    assert room.journal()[-1] == "seat_plan_chosen"
    act(db, seating.choose, room.session, None, staff, NOW)
    assert room.session.seat_plan is None


def test_another_centre_s_room_cannot_be_chosen(
    db: Session, room: Room, staff: Account, sign_up: Callable[[str], Account]
) -> None:
    other = act(db, centres.add, "Collège Jean Zay", sign_up("Paul Directeur"), NOW)
    theirs = act(db, seat_plans.create, other, Drawing("Salle Z", Shape(1, 1)), NOW)
    with pytest.raises(Missing):
        act(db, seating.choose, room.session, theirs.id, staff, NOW)


def test_somebody_placed_changes_on_every_board(db: Session, room: Room, do: Do, enrolled: Find) -> None:
    lea = enrolled("ABADIE")
    done = do(seating.place, lea.id, "07")
    assert (done.moved, done.elsewhere) == (1, 23)
    assert (lea.seat, lea.version) == ("07", room.session.version)
    line = journal.lines(db, room.session.id)[-1]
    assert (line.word, line.candidate_id, line.details) == ("seat_changed", lea.id, {"seat": "07"})


def test_a_taken_seat_is_a_swap(room: Room, do: Do, enrolled: Find) -> None:
    lea, aissatou = enrolled("ABADIE"), enrolled("BÂ")
    do(seating.place, lea.id, "07")
    do(seating.place, aissatou.id, "08")
    do(seating.place, lea.id, "08")
    assert (lea.seat, aissatou.seat) == ("08", "07")
    assert lea.version == aissatou.version == room.session.version


def test_somebody_leaves_the_plan(do: Do, enrolled: Find) -> None:
    lea = enrolled("ABADIE")
    do(seating.place, lea.id, "07")
    do(seating.place, lea.id, None)
    assert lea.seat is None


def test_all_are_placed_in_the_order_of_names_and_the_plan_is_emptied(db: Session, room: Room, do: Do) -> None:
    assert do(seating.fill).elsewhere == 0
    assert seats(db, room) == [f"{number:02}" for number in range(1, 25)]
    assert do(seating.clear).moved == 24
    assert set(seats(db, room)) == {None}


def test_those_who_are_placed_keep_their_seats_when_the_others_are(do: Do, enrolled: Find) -> None:
    last = enrolled("ŻÓŁTOWSKI")
    do(seating.place, last.id, "01")
    do(seating.fill)
    assert (last.seat, enrolled("ABADIE").seat) == ("01", "02")


def test_several_are_placed_at_once(do: Do, enrolled: Find) -> None:
    lea, aissatou = enrolled("ABADIE"), enrolled("BÂ")
    do(seating.arrange, {lea.id: "01", aissatou.id: "02"})
    do(seating.arrange, {lea.id: "02", aissatou.id: "01"})
    assert (lea.seat, aissatou.seat) == ("02", "01")


def test_what_cannot_be_leaves_everybody_where_they_are(
    db: Session, room: Room, do: Do, enrolled: Find, elsewhere: Candidate
) -> None:
    lea, aissatou = enrolled("ABADIE"), enrolled("BÂ")
    wrong: list[tuple[type[Refused], Callable[..., Moved], object]] = [
        (Invalid, seating.arrange, {lea.id: "01", aissatou.id: "01"}),
        (Invalid, seating.arrange, {lea.id: "26"}),
        (Missing, seating.arrange, {elsewhere.id: "01"}),
    ]
    version = room.session.version
    for why, verb, wanted in wrong:
        with pytest.raises(why):
            do(verb, wanted)
    with pytest.raises(Missing):
        do(seating.place, elsewhere.id, "01")
    with pytest.raises(Invalid):
        do(seating.place, lea.id, "26")
    db.expire_all()
    assert (set(seats(db, room)), room.session.version) == ({None}, version)


def test_nobody_is_placed_before_the_room_is_chosen(db: Session, room: Room, staff: Account, enrolled: Find) -> None:
    with pytest.raises(Illegal, match="no_room"):
        act(db, seating.place, room.session, enrolled("ABADIE").id, "01", staff, NOW)


def test_places_do_not_change_once_the_session_is_finalised(
    db: Session, room: Room, do: Do, plan: SeatPlan, staff: Account, enrolled: Find
) -> None:
    room.finalise(NOW)
    for verb, *args in ((seating.place, enrolled("ABADIE").id, "01"), (seating.fill,), (seating.clear,)):
        with pytest.raises(Illegal, match="finalised"):
            do(verb, *args)
    with pytest.raises(Illegal, match="finalised"):
        act(db, seating.choose, room.session, plan.id, staff, NOW)
    assert set(seats(db, room)) == {None}


def test_who_sits_where_the_room_has_no_seat_any_more_is_elsewhere(
    db: Session, room: Room, do: Do, plan: SeatPlan, staff: Account
) -> None:
    do(seating.fill)
    act(db, seat_plans.redraw, plan, Drawing("Salle B204", Shape(2, 5)), staff, NOW)
    layout = seating.lay(room.session.seat_plan, sessions.candidates(db, room.session))
    assert layout
    assert [person.seat for person in layout.elsewhere] == [f"{number}" for number in range(11, 25)]
