"""Who is rung: each phone of those who watch the session, and nobody else."""

from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate
from pwa.operations import accesses
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room


def test_an_alert_makes_a_message_due_for_each_phone_of_those_watching(
    db: Session, room: Room, candidate: Candidate, colleague: Account, register: Register
) -> None:
    act(db, accesses.open_session, colleague, room.session.id, room.session.password, NOW)
    phones = [
        register(room.invigilator, "phone"),
        register(room.invigilator, "tablet"),
        register(colleague, "colleague"),
    ]
    room.wait(candidate, NOW)
    assert {delivery.device_id for delivery in room.deliveries()} == {device.id for device in phones}
    assert {delivery.alert_id for delivery in room.deliveries()} == {room.alert(candidate).id}


def test_nobody_else_is_rung(
    db: Session, room: Room, candidate: Candidate, staff: Account, stranger: Account, colleague: Account,
    register: Register,
) -> None:  # fmt: skip
    for number, account in enumerate((staff, stranger, colleague)):
        register(account, f"phone-{number}")
    act(db, accesses.open_session, colleague, room.session.id, room.session.password, NOW)
    act(db, accesses.leave, colleague, room.session.id, NOW)
    room.wait(candidate, NOW)
    assert room.deliveries() == []


def test_a_phone_that_is_gone_is_not_rung(db: Session, room: Room, candidate: Candidate, register: Register) -> None:
    register(room.invigilator).state = "gone"
    db.commit()
    room.wait(candidate, NOW)
    assert room.deliveries() == []
