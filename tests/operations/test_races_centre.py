"""Staff who click twice, or two of them at once: one file written, one session made, one person on a seat."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.errors import Missing
from pwa.domain.seat_plans import Shape
from pwa.models.tables import Account, Candidate, Centre, CertificationSession, SeatPlan
from pwa.operations import imports, seat_plans, seating, sessions
from pwa.operations.seat_plans import Drawing
from tests.acting import act
from tests.cast import SESSIONS, THE_DAY_BEFORE, Find
from tests.crossing import code_of, cross
from tests.operations.test_sessions import PLAN
from tests.room import NOW, Room


def test_one_file_confirmed_twice(db: Session, centre: Centre, staff: Account) -> None:
    kept = act(db, imports.upload, centre, staff, SESSIONS.read_bytes(), THE_DAY_BEFORE)
    upload_id, staff_id = kept.id, staff.id

    def confirms_file(db: Session) -> object:
        account = db.get_one(Account, staff_id)
        return imports.confirm(db, *imports.own(db, account, upload_id, THE_DAY_BEFORE), account, THE_DAY_BEFORE)

    assert code_of(cross(db, confirms_file, confirms_file)) in ("import_with_errors", "missing")
    assert len(db.scalars(select(Candidate)).all()) == 36


def test_one_session_created_twice(db: Session, centre: Centre, staff: Account) -> None:
    centre_id, staff_id = centre.id, staff.id

    def creates(db: Session) -> object:
        return sessions.create(db, db.get_one(Centre, centre_id), PLAN, db.get_one(Account, staff_id), NOW)

    assert code_of(cross(db, creates, creates)) == "session_exists"


def test_two_people_put_on_one_seat_at_once(db: Session, room: Room, staff: Account, enrolled: Find) -> None:
    plan = act(db, seat_plans.create, room.session.centre, Drawing("Salle B204", Shape(1, 3)), NOW)
    act(db, seating.choose, room.session, plan.id, staff, NOW)
    number, staff_id = room.session.id, staff.id
    first, second = enrolled("ABADIE").id, enrolled("BÂ").id

    def puts(candidate_id: int) -> Callable[[Session], object]:
        def put(db: Session) -> object:
            session, account = db.get_one(CertificationSession, number), db.get_one(Account, staff_id)
            return seating.place(db, session, candidate_id, "02", account, NOW)

        return put

    cross(db, puts(first), puts(second))
    db.expire_all()
    assert sorted(str(db.get_one(Candidate, one).seat) for one in (first, second)) == ["02", "None"]


def test_one_room_drawn_twice(db: Session, centre: Centre) -> None:
    centre_id = centre.id

    def draws(db: Session) -> object:
        return seat_plans.create(db, db.get_one(Centre, centre_id), Drawing("Salle B204", Shape(1, 3)), NOW)

    assert code_of(cross(db, draws, draws)) == "name_taken"


def test_one_room_drawn_anew_while_it_is_removed(db: Session, room: Room, staff: Account) -> None:
    plan = act(db, seat_plans.create, room.session.centre, Drawing("Salle B204", Shape(1, 3)), NOW)
    plan_id, staff_id = plan.id, staff.id
    drawn = Drawing("Salle B205", Shape(1, 2))

    def plan_of(db: Session) -> SeatPlan:
        found = db.get(SeatPlan, plan_id)
        if found is None:
            raise Missing
        return found

    def removes(db: Session) -> None:
        seat_plans.remove(db, plan_of(db), db.get_one(Account, staff_id), NOW)

    def redraws(db: Session) -> None:
        seat_plans.redraw(db, plan_of(db), drawn, db.get_one(Account, staff_id), NOW)

    assert code_of(cross(db, removes, redraws)) == "missing"
