"""One account used twice at once: what is counted is counted, what is one stays one."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.adapters.passwords import Passwords
from pwa.domain.errors import Refused
from pwa.models.tables import Account, CertificationSession, PasswordFailures, SessionAccess
from pwa.operations import accesses, accounts, changes, devices, duties
from tests.acting import act
from tests.cast import PASSWORD, Register
from tests.crossing import code_of, cross
from tests.room import NOW, Room

Do = Callable[[Session], object]


def test_one_person_signs_up_twice(db: Session, passwords: Passwords) -> None:
    def signs_up(session: Session) -> object:
        return accounts.sign_up(
            session, passwords, email="a@exemple.fr", password=PASSWORD, first_name="A", last_name="B", now=NOW
        )

    assert code_of(cross(db, signs_up, signs_up)) == "email_taken"
    assert len(db.scalars(select(Account)).all()) == 1


def test_two_wrong_passwords_at_once_count_for_two(passwords: Passwords, db: Session, staff: Account) -> None:
    email = staff.email

    def fails(session: Session) -> object:
        return accounts.sign_in(session, passwords, email, "wrong", NOW)

    cross(db, fails, fails)
    db.refresh(staff)
    assert staff.failures == 2


def opens(account: Account, session: CertificationSession, password: str) -> Do:
    account_id, number = account.id, session.id
    return lambda db: accesses.open_session(db, db.get_one(Account, account_id), number, password, NOW)


@pytest.mark.parametrize("before", [0, 1])
def test_two_wrong_session_passwords_at_once_count_for_two(
    db: Session, session: CertificationSession, invigilator: Account, before: int
) -> None:
    fails = opens(invigilator, session, "WRONG2")
    for _ in range(before):
        act(db, fails)
    cross(db, fails, fails)
    assert db.get_one(PasswordFailures, (invigilator.id, session.id)).failures == before + 2


def test_one_person_opens_a_session_twice(db: Session, session: CertificationSession, invigilator: Account) -> None:
    enters = opens(invigilator, session, session.password)
    assert isinstance(cross(db, enters, enters), CertificationSession)
    assert len(db.scalars(select(SessionAccess)).all()) == 1


def test_one_phone_registered_twice(db: Session, invigilator: Account) -> None:
    account_id = invigilator.id

    def registers(session: Session) -> object:
        account = session.get_one(Account, account_id)
        return devices.register(session, account, endpoint="https://a.b/c", p256dh="k", auth="a", name="phone", now=NOW)

    assert not isinstance(cross(db, registers, registers), Refused)
    assert len(devices.of(db, invigilator)) == 1


def test_a_phone_that_moves_waits_for_the_look_at_it(
    db: Session, room: Room, colleague: Account, register: Register
) -> None:
    phone = register(room.invigilator)
    phone.proved_at = NOW
    db.commit()
    act(db, duties.take, room.invigilator, room.session.id, phone.endpoint, NOW)
    access_id, endpoint, account_id = db.scalars(select(SessionAccess.id)).one(), phone.endpoint, colleague.id
    number, of_access = room.session.id, select(SessionAccess).where(SessionAccess.id == access_id)
    moved = cross(
        db,
        lambda db: changes.begin(db, number, changes.WATCHER, NOW),
        lambda db: (
            devices.register(
                db, db.get_one(Account, account_id), endpoint=endpoint, p256dh="k", auth="a", name="phone", now=NOW
            ).account_id
        ),
        then=lambda db: db.scalars(of_access.with_for_update()).one(),
    )
    assert moved == account_id


def test_an_eleventh_phone_beside_the_tenth(db: Session, invigilator: Account, register: Register) -> None:
    for number in range(9):
        register(invigilator, f"phone-{number}")
    account_id = invigilator.id

    def registers(name: str) -> Do:
        phone = {"endpoint": f"https://a.b/{name}", "p256dh": "k", "auth": "a", "name": name}
        return lambda db: devices.register(db, db.get_one(Account, account_id), **phone, now=NOW)

    assert code_of(cross(db, registers("tenth"), registers("eleventh"))) == "invalid"
