"""Two people at once on one enrolment: written once, and the other one told why not."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, CertificationSession
from pwa.operations import enrolments, reconciliation
from tests.cast import Create, Find
from tests.crossing import code_of, cross
from tests.operations.test_enrolments import NINA
from tests.room import NOW, Room

Verb = Callable[[Session], object]


def adds(number: int, staff_id: int, last_name: str = "ROUX") -> Verb:
    def add(db: Session) -> object:
        session, account = db.get_one(CertificationSession, number), db.get_one(Account, staff_id)
        return enrolments.add(db, session, replace(NINA, last_name=last_name), account, NOW)

    return add


def removes(number: int, staff_id: int, candidate_id: int) -> Verb:
    def remove(db: Session) -> object:
        session, account = db.get_one(CertificationSession, number), db.get_one(Account, staff_id)
        return enrolments.remove(db, session, candidate_id, account, NOW)

    return remove


def test_one_person_enrolled_twice_at_once(db: Session, session: CertificationSession, staff: Account) -> None:
    add = adds(session.id, staff.id)
    assert code_of(cross(db, add, add)) == "DUPLICATE_CANDIDATE"
    assert len(db.scalars(select(Candidate).where(Candidate.last_name == "ROUX")).all()) == 1


def test_one_seat_given_twice_at_once(db: Session, session: CertificationSession, staff: Account) -> None:
    first, second = (adds(session.id, staff.id, last_name) for last_name in ("ROUX", "BLANC"))
    assert code_of(cross(db, first, second)) == "seat_taken"


def test_somebody_removed_while_they_join(
    db: Session, room: Room, staff: Account, player: Account, enrolled: Find
) -> None:
    lea, number, player_id = enrolled("ABADIE"), room.session.id, player.id
    birth_date = lea.birth_date

    def joins(db: Session) -> object:
        return reconciliation.join(db, db.get_one(Account, player_id), number, "Abadie", "Léa", birth_date, NOW)

    remove = removes(number, staff.id, lea.id)
    assert code_of(cross(db, joins, remove)) == "candidate_joined"
    assert db.get_one(Candidate, lea.id).account_id == player_id


def test_somebody_joins_while_they_are_removed(
    db: Session, room: Room, staff: Account, player: Account, enrolled: Find
) -> None:
    lea, number, player_id = enrolled("ABADIE"), room.session.id, player.id
    birth_date = lea.birth_date

    def joins(db: Session) -> object:
        return reconciliation.join(db, db.get_one(Account, player_id), number, "Abadie", "Léa", birth_date, NOW)

    assert code_of(cross(db, removes(number, staff.id, lea.id), joins)) in ("missing", "no_match")


def test_two_people_swap_rooms_at_once(
    db: Session, session: CertificationSession, create: Create, staff: Account, enrolled: Find
) -> None:
    other, here = create(1), enrolled("BERTRAND").id
    there = db.scalars(select(Candidate.id).where(Candidate.session_id == other.id)).first()
    numbers, staff_id = (session.id, other.id), staff.id

    def moves(candidate_id: int | None, start: int, end: int) -> Verb:
        def move(db: Session) -> object:
            rooms = [db.get_one(CertificationSession, number) for number in (start, end)]
            return enrolments.move(db, rooms[0], candidate_id or 0, rooms[1], db.get_one(Account, staff_id), NOW)

        return move

    cross(db, moves(here, *numbers), moves(there, *reversed(numbers)))
    assert [db.get_one(Candidate, one).session_id for one in (here, there)] == [numbers[1], numbers[0]]
