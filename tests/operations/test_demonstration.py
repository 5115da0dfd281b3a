"""The demonstration: one centre, its people, one session of 24 candidates; never beside real data."""

from pathlib import Path

from sqlalchemy.orm import Session

from pwa.adapters.passwords import Passwords
from pwa.domain.errors import Refused
from pwa.models.tables import Account
from pwa.operations import accesses, accounts, demonstration, rights, seating, sessions
from tests.room import NOW, after

FILE = (Path(demonstration.__file__).parent.parent / "demonstration.csv").read_bytes()


def test_its_people_can_sign_in(db: Session, passwords: Passwords) -> None:
    made = demonstration.make(db, passwords, FILE, NOW)
    db.commit()
    for _, email, password in made.sign_ins:
        assert not isinstance(accounts.sign_in(db, passwords, email, password, NOW), Refused)
        db.commit()


def test_its_session_begins_at_the_next_hour_with_everybody_seated(db: Session, passwords: Passwords) -> None:
    made = demonstration.make(db, passwords, FILE, after(60))
    assert made.session.starts_at == after(minutes=30)
    assert [person.seat for person in sessions.candidates(db, made.session)] == [f"{seat:02}" for seat in range(1, 25)]


def test_its_room_is_drawn_with_a_seat_for_everybody(db: Session, passwords: Passwords) -> None:
    made = demonstration.make(db, passwords, FILE, NOW)
    layout = seating.lay(made.session.seat_plan, sessions.candidates(db, made.session))
    assert layout
    assert [len(row) for row in layout.rows] == [7, 7, 7, 7]
    assert all(seat.person for seat in layout.seats)
    assert layout.elsewhere == ()


def test_its_staff_and_its_invigilator_find_the_session(db: Session, passwords: Passwords) -> None:
    made = demonstration.make(db, passwords, FILE, NOW)
    staff, claire = (accounts.find(db, email) for _, email, _ in made.sign_ins[:2])
    assert staff
    assert claire
    assert rights.staffed_session(db, staff, made.session.id) is made.session
    assert accesses.open_session(db, claire, made.session.id, made.session.password, NOW) is made.session


def test_it_is_not_made_beside_anybody(db: Session, staff: Account) -> None:
    assert demonstration.exists(db)


def test_an_empty_database_has_nobody(db: Session) -> None:
    assert not demonstration.exists(db)
