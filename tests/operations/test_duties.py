"""Duty is taken with a phone just proved, left, or over; who is ready follows."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.duty import Why
from pwa.domain.errors import Illegal, Missing
from pwa.models.tables import Account, Device, SessionAccess
from pwa.operations import accesses, devices, duties, outbox, readiness, receipts
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after


@pytest.fixture
def phone(room: Room, register: Register) -> Device:
    return register(room.invigilator)


def prove(db: Session, phone: Device, seconds: float = 0) -> None:
    """A trial, shown and tapped."""
    trial = act(db, outbox.try_out, phone, after(seconds))
    act(db, receipts.mark_shown, trial.token, after(seconds))
    act(db, receipts.mark_opened, trial.token, after(seconds))


def take(db: Session, room: Room, phone: Device, seconds: float = 0) -> None:
    act(db, duties.take, room.invigilator, room.session.id, phone.endpoint, after(seconds), sound=True)


def access_of(db: Session, account: Account) -> SessionAccess:
    db.rollback()
    return db.scalars(select(SessionAccess).where(SessionAccess.account_id == account.id)).one()


def why(db: Session, room: Room, seconds: float = 0) -> list[Why | None]:
    db.rollback()
    return [line.why for line in readiness.of_session(db, room.session.id, after(seconds))]


def test_duty_is_taken_with_a_proved_phone(db: Session, room: Room, phone: Device) -> None:
    version = room.session.version
    prove(db, phone)
    assert why(db, room) == [Why.AWAY]
    take(db, room, phone, 30)
    access = access_of(db, room.invigilator)
    assert (access.device_id, access.duty_at, access.look_at) == (phone.id, after(30), after(630))
    assert (why(db, room, 30), room.journal()[-1]) == ([None], "duty_taken")
    assert room.session.version > version


def test_an_alert_that_is_tapped_proves_nothing(db: Session, room: Room, phone: Device, candidate: object) -> None:
    trial = act(db, outbox.try_out, phone, NOW)
    trial.purpose = "ring"
    db.commit()
    act(db, receipts.mark_opened, trial.token, NOW)
    assert phone.proved_at is None


@pytest.mark.parametrize("proved", [None, -600])
def test_a_phone_that_was_not_proved_just_now_is_refused(
    db: Session, room: Room, phone: Device, proved: float | None
) -> None:
    if proved is not None:
        prove(db, phone, proved)
    with pytest.raises(Illegal, match="device_unproved"):
        take(db, room, phone)


def test_another_s_phone_and_one_that_is_gone_are_refused(
    db: Session, room: Room, phone: Device, colleague: Account, register: Register
) -> None:
    other = register(colleague, "other")
    prove(db, other)
    with pytest.raises(Illegal, match="unknown_device"):
        take(db, room, other)
    prove(db, phone)
    phone.state = "gone"
    db.commit()
    with pytest.raises(Illegal, match="device_gone"):
        take(db, room, phone)


def test_who_does_not_watch_takes_no_duty(db: Session, room: Room, colleague: Account, register: Register) -> None:
    phone = register(colleague)
    prove(db, phone)
    with pytest.raises(Missing):
        act(db, duties.take, colleague, room.session.id, phone.endpoint, NOW)


def test_a_phone_that_moves_to_another_account_is_proved_no_more(
    db: Session, room: Room, phone: Device, colleague: Account, register: Register
) -> None:
    prove(db, phone)
    take(db, room, phone)
    register(colleague, now=after(5))
    assert phone.proved_at is None
    assert why(db, room, 5) == [Why.GONE]
    assert access_of(db, room.invigilator).look_at == NOW


def test_relieving_ends_duty(db: Session, room: Room, phone: Device) -> None:
    prove(db, phone)
    take(db, room, phone)
    for _ in range(2):
        act(db, duties.relieve, room.invigilator, room.session.id, after(60))
    access = access_of(db, room.invigilator)
    assert (access.duty_at, access.device_id, access.look_at) == (None, None, None)
    assert room.journal().count("duty_left") == 1


def test_leaving_ends_duty(db: Session, room: Room, phone: Device) -> None:
    prove(db, phone)
    take(db, room, phone)
    act(db, accesses.leave, room.invigilator, room.session.id, after(60))
    access = access_of(db, room.invigilator)
    assert (access.left_at, access.duty_at, access.look_at) == (after(60), None, None)


def test_a_phone_forgotten_or_proved_long_ago_is_ready_no_more(db: Session, room: Room, phone: Device) -> None:
    prove(db, phone)
    take(db, room, phone)
    assert why(db, room, 24 * 3600) == [Why.OLD]
    act(db, devices.forget, room.invigilator, phone.endpoint)
    assert why(db, room, 90) == [Why.GONE]
    assert access_of(db, room.invigilator).look_at == NOW
