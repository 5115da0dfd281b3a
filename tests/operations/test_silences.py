"""The dead man's switch: a phone on duty that answers nothing is told to the others, and found again by itself."""

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.alerts import Kind
from pwa.domain.delivery import Answer
from pwa.models.tables import Account, Alert, Candidate, Delivery, Device, SessionAccess
from pwa.operations import accesses, deliveries, duties, pulse, receipts, silences
from tests.acting import act
from tests.cast import Register
from tests.operations.test_duties import prove, take
from tests.room import NOW, Room, after

TAKEN = Answer(201)


@pytest.fixture
def phone(db: Session, room: Room, register: Register) -> Device:
    """The invigilator's phone, on duty since the beginning."""
    phone = register(room.invigilator)
    prove(db, phone)
    take(db, room, phone)
    for delivery in room.deliveries():
        delivery.state, delivery.due_at = "accepted", None
    db.commit()
    return phone


def look(db: Session, now: datetime) -> list[bool]:
    """Look at every phone that is due, once."""
    return [act(db, silences.look, access_id, now) for access_id in silences.due(db, now)]


def deliver(db: Session, now: datetime, answer: Answer = TAKEN) -> list[Delivery]:
    """Send all that is due."""
    sent = []
    while leased := act(db, deliveries.lease, now, 30):
        act(db, deliveries.record, leased, answer, now, 0.5)
        sent.append(db.get_one(Delivery, leased.id))
    return sent


def silent(db: Session) -> list[Alert]:
    db.rollback()
    return list(db.scalars(select(Alert).where(Alert.kind == Kind.DEVICE_SILENT.value).order_by(Alert.id)))


def fall_silent(db: Session) -> Alert:
    """Unseen for ten minutes, checked, not answering."""
    look(db, after(600))
    deliver(db, after(600))
    look(db, after(620))
    (alert,) = silent(db)
    return alert


def test_a_phone_unseen_for_ten_minutes_is_checked_and_told(
    db: Session, room: Room, phone: Device, colleague: Account, register: Register
) -> None:
    act(db, accesses.open_session, colleague, room.session.id, room.session.password, NOW)
    other = register(colleague, "other")
    assert look(db, after(599)) == []
    assert look(db, after(600)) == [True]
    (check,) = deliver(db, after(600))
    assert (check.purpose, check.device_id, check.session_id) == ("check", phone.id, room.session.id)
    assert (check.account_id, check.alert_id) == (room.invigilator.id, None)
    assert look(db, after(620)) == [True]
    (alert,) = silent(db)
    assert (alert.about_id, alert.candidate_id, alert.since) == (room.invigilator.id, None, NOW)
    assert other.id in {delivery.device_id for delivery in room.deliveries() if delivery.alert_id == alert.id}


def test_a_check_that_is_shown_puts_the_silence_off(db: Session, phone: Device) -> None:
    look(db, after(600))
    (check,) = deliver(db, after(600))
    act(db, receipts.mark_shown, check.token, after(605))
    look(db, after(605))
    look(db, after(1204))
    assert (silent(db), phone.last_shown_at) == ([], after(605))
    assert look(db, after(1205)) == [True]


def test_a_board_in_front_puts_the_silence_off(db: Session, room: Room, phone: Device) -> None:
    act(db, pulse.keep_seen, room.invigilator, room.session.id, after(590))
    assert look(db, after(600)) == [False]
    assert (silent(db), silences.due(db, after(1189))) == ([], [])


def test_a_check_that_no_push_service_took_accuses_nobody(db: Session, phone: Device) -> None:
    for seconds in range(600, 900, 20):
        look(db, after(seconds))
        deliver(db, after(seconds), Answer(problem="network"))
    assert silent(db) == []


def test_two_alerts_that_are_not_shown_tell(db: Session, room: Room, phone: Device, candidate: Candidate,
                                            neighbour: Candidate) -> None:  # fmt: skip
    for seconds, person in ((60, candidate), (80, neighbour)):
        room.wait(person, after(seconds))
        deliver(db, after(seconds))
        look(db, after(seconds + 19))
    assert silent(db) == []
    look(db, after(100))
    assert [alert.about_id for alert in silent(db)] == [room.invigilator.id]


def test_one_alert_shown_clears_the_others(db: Session, room: Room, phone: Device, candidate: Candidate,
                                           neighbour: Candidate) -> None:  # fmt: skip
    for seconds, person in ((60, candidate), (80, neighbour)):
        room.wait(person, after(seconds))
        sent = deliver(db, after(seconds))
    act(db, receipts.mark_shown, sent[0].token, after(85))
    look(db, after(100))
    assert silent(db) == []


def test_a_subscription_that_is_gone_tells_at_once(
    db: Session, room: Room, phone: Device, candidate: Candidate
) -> None:
    room.wait(candidate, after(90))
    deliver(db, after(90), Answer(410))
    assert phone.state == "gone"
    look(db, after(90))
    assert len(silent(db)) == 1


def test_it_closes_by_itself_when_the_phone_shows_something(db: Session, room: Room, phone: Device) -> None:
    alert = fall_silent(db)
    look(db, after(740))
    (check,) = (delivery for delivery in deliver(db, after(740)) if delivery.purpose == "check")
    act(db, receipts.mark_shown, check.token, after(741))
    assert look(db, after(741)) == [True]
    db.refresh(alert)
    assert (alert.closed_at, alert.closed_why) == (after(741), "heard")


def test_it_closes_by_itself_when_the_page_is_seen(db: Session, room: Room, phone: Device) -> None:
    alert = fall_silent(db)
    act(db, pulse.keep_seen, room.invigilator, room.session.id, after(650))
    look(db, after(650))
    db.refresh(alert)
    assert alert.closed_why == "heard"


def test_it_closes_when_duty_is_taken_again_left_or_over(db: Session, room: Room, phone: Device) -> None:
    first = fall_silent(db)
    prove(db, phone, 640)
    take(db, room, phone, 640)
    db.refresh(first)
    assert first.closed_why == "duty_taken"


@pytest.mark.parametrize(("verb", "why"), [(duties.relieve, "duty_left"), (accesses.leave, "left")])
def test_it_closes_when_the_person_stands_down(db: Session, room: Room, phone: Device, verb: object, why: str) -> None:
    alert = fall_silent(db)
    act(db, verb, room.invigilator, room.session.id, after(660))  # type: ignore[arg-type]
    db.refresh(alert)
    assert alert.closed_why == why


def test_duty_lapses_after_a_day(db: Session, room: Room, phone: Device) -> None:
    access = db.scalars(select(SessionAccess)).one()
    access.look_at = after(hours=24)
    db.commit()
    assert look(db, after(hours=24)) == [True]
    assert access.duty_at is None
    assert access.look_at is None
    assert room.journal()[-1] == "duty_lapsed"


def test_a_session_where_nothing_happens_asks_nothing(db: Session, phone: Device) -> None:
    assert look(db, after(hours=3)) == [False]
    assert look(db, after(hours=3, seconds=59)) == []
    assert look(db, after(hours=3, minutes=1)) == [False]


def test_no_phone_is_asked_while_the_web_could_not_hear_its_answer(db: Session, room: Room, phone: Device) -> None:
    room.web_signs(NOW, after(1))
    for seconds in range(600, 900, 5):
        look(db, after(seconds))
        deliver(db, after(seconds))
    assert (room.deliveries("check"), silent(db)) == ([], [])
    room.web_signs(after(900))
    look(db, after(901))
    assert len(room.deliveries("check")) == 1


def test_an_access_that_is_over_is_looked_at_no_more(db: Session, room: Room, phone: Device) -> None:
    access = db.scalars(select(SessionAccess)).one()
    access.left_at = after(60)
    db.commit()
    assert look(db, after(600)) == [False]
    assert access.look_at is None
