"""Rooms that a centre draws, once, for all of its sessions."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from pwa.domain.errors import Invalid
from pwa.domain.seat_plans import NO_SEAT, Numbering, Shape
from pwa.models.tables import Account, Centre, SeatPlan
from pwa.operations import centres, seat_plans, seating
from pwa.operations.seat_plans import NAME_TAKEN, Drawing
from tests.acting import act
from tests.cast import Create
from tests.room import NOW, Room

AISLE = Shape(4, 7, frozenset((row, 3) for row in range(4)), Numbering.SNAKE)
B204 = Drawing("Salle B204", AISLE)


@pytest.fixture
def plan(db: Session, centre: Centre) -> SeatPlan:
    return act(db, seat_plans.create, centre, B204, NOW)


def test_a_room_is_kept_as_it_was_drawn(db: Session, plan: SeatPlan, centre: Centre) -> None:
    assert seat_plans.of_centres(db, [centre]) == [plan]
    assert (plan.name, seat_plans.shape_of(plan)) == ("Salle B204", AISLE)


def test_a_name_is_taken_once_in_a_centre(
    db: Session, plan: SeatPlan, centre: Centre, staff: Account, sign_up: Callable[[str], Account]
) -> None:
    with pytest.raises(Invalid) as refused:
        act(db, seat_plans.create, centre, B204, NOW)
    assert refused.value.sentence == NAME_TAKEN
    other = act(db, centres.add, "Collège Jean Zay", sign_up("Paul Directeur"), NOW)
    theirs = act(db, seat_plans.create, other, B204, NOW)
    assert seat_plans.of_centres(db, [centre]) == [plan]
    assert seat_plans.of_centres(db, [other]) == [theirs]
    act(db, seat_plans.redraw, plan, B204, staff, NOW)


def test_a_room_without_a_seat_is_refused(db: Session, centre: Centre) -> None:
    with pytest.raises(Invalid) as refused:
        act(db, seat_plans.create, centre, Drawing("Vide", Shape(1, 1, frozenset({(0, 0)}))), NOW)
    assert refused.value.sentence == NO_SEAT
    assert seat_plans.of_centres(db, [centre]) == []


def test_a_room_drawn_anew_changes_the_boards_of_its_sessions(
    db: Session, plan: SeatPlan, room: Room, staff: Account
) -> None:
    act(db, seating.choose, room.session, plan.id, staff, NOW)
    version = room.session.version
    act(db, seat_plans.redraw, plan, Drawing("Salle B204", Shape(2, 2)), staff, NOW)
    assert room.session.version == version + 1
    assert room.journal()[-1] == "seat_plan_redrawn"
    assert seat_plans.shape_of(plan) == Shape(2, 2)
    assert seat_plans.users(db, plan) == [room.session]


def test_a_finalised_session_is_left_alone_when_its_room_is_drawn_anew(
    db: Session, plan: SeatPlan, room: Room, staff: Account
) -> None:
    act(db, seating.choose, room.session, plan.id, staff, NOW)
    room.finalise(NOW)
    before = (room.session.version, room.journal())
    act(db, seat_plans.redraw, plan, Drawing("Salle B204", Shape(2, 2)), staff, NOW)
    assert (room.session.version, room.journal()) == before


def test_a_room_removed_leaves_its_sessions_without_a_plan(
    db: Session, plan: SeatPlan, create: Create, room: Room, centre: Centre, staff: Account
) -> None:
    other = create(1)
    for session in (room.session, other):
        act(db, seating.choose, session, plan.id, staff, NOW)
    room.finalise(NOW)
    versions = (room.session.version, other.version)
    act(db, seat_plans.remove, plan, staff, NOW)
    assert seat_plans.of_centres(db, [centre]) == []
    assert (room.session.seat_plan_id, other.seat_plan_id) == (None, None)
    assert (room.session.version, other.version) == (versions[0], versions[1] + 1)


def test_a_new_session_takes_the_room_of_its_name(db: Session, plan: SeatPlan, create: Create) -> None:
    plan.name = "salle  b204"
    db.commit()
    assert create(0).seat_plan_id == plan.id
    assert create(1).seat_plan_id is None


def test_a_new_session_takes_no_room_of_another_centre(
    db: Session, create: Create, sign_up: Callable[[str], Account]
) -> None:
    other = act(db, centres.add, "Collège Jean Zay", sign_up("Paul Directeur"), NOW)
    act(db, seat_plans.create, other, B204, NOW)
    assert create(0).seat_plan_id is None
