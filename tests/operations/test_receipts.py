"""Phones report what they have shown and what was tapped; the token is the right to say it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from pwa.domain.errors import Missing
from pwa.models.tables import Account, Candidate, Delivery
from pwa.operations import outbox, receipts
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after

Verb = Callable[[Session, str, datetime], None]


@pytest.fixture
def delivery(room: Room, candidate: Candidate, register: Register) -> Delivery:
    """A message to the invigilator's phone."""
    register(room.invigilator)
    room.wait(candidate, NOW)
    return room.deliveries()[0]


def test_a_message_shown_shows_its_alert(db: Session, room: Room, delivery: Delivery) -> None:
    version = room.session.version
    act(db, receipts.mark_shown, delivery.token, after(3))
    assert delivery.alert
    assert delivery.alert.candidate
    assert delivery.shown_at == delivery.device.last_shown_at == delivery.alert.shown_at == after(3)
    assert version < room.session.version == delivery.alert.version == delivery.alert.candidate.version
    assert room.journal()[-1] == "alert_shown"


def test_a_message_shown_twice_keeps_its_first_moment(db: Session, room: Room, delivery: Delivery) -> None:
    act(db, receipts.mark_shown, delivery.token, after(3))
    act(db, receipts.mark_shown, delivery.token, after(5))
    assert delivery.shown_at == after(3)
    assert room.journal().count("alert_shown") == 1


def test_the_first_phone_shows_the_alert_for_all(
    db: Session, room: Room, candidate: Candidate, colleague: Account, register: Register
) -> None:
    room.let_in(colleague, NOW)
    register(room.invigilator, "phone")
    register(colleague, "colleague")
    room.wait(candidate, NOW)
    for seconds, delivery in enumerate(room.deliveries(), start=1):
        act(db, receipts.mark_shown, delivery.token, after(seconds))
    assert room.alert(candidate).shown_at == after(1)
    assert [delivery.device.last_shown_at for delivery in room.deliveries()] == [after(1), after(2)]


def test_a_message_tapped_keeps_its_first_moment(db: Session, delivery: Delivery) -> None:
    act(db, receipts.mark_opened, delivery.token, after(8))
    act(db, receipts.mark_opened, delivery.token, after(9))
    assert delivery.opened_at == after(8)


def test_a_message_tapped_was_shown_whether_that_was_told_or_not(db: Session, room: Room, delivery: Delivery) -> None:
    act(db, receipts.mark_opened, delivery.token, after(8))
    assert delivery.alert
    assert delivery.shown_at == delivery.alert.shown_at == after(8)
    assert room.life(delivery.alert) == ["raised", "shown", "opened"]


def test_a_device_shows_an_alert_once(db: Session, room: Room, delivery: Delivery) -> None:
    act(db, receipts.mark_shown, delivery.token, after(3))
    for seconds in (20, 45):
        room.climb(after(seconds))
    again = room.deliveries("ring", 2)[0]
    version = room.session.version
    act(db, receipts.mark_shown, again.token, after(46))
    assert delivery.alert
    assert (again.shown_at, delivery.alert.shown_at) == (after(46), after(3))
    assert room.life(delivery.alert) == ["raised", "shown", "escalated", "escalated"]
    assert room.session.version == version + 1


def test_what_became_of_an_alert_shown_says_nothing_of_the_alert(db: Session, room: Room, delivery: Delivery) -> None:
    delivery.tries, alert = 1, delivery.alert
    db.commit()
    assert alert
    room.take(alert, after(3))
    (update,) = room.deliveries("update")
    act(db, receipts.mark_shown, update.token, after(4))
    assert (update.shown_at, update.device.last_shown_at, alert.shown_at) == (after(4), after(4), None)


def test_a_trial_shown_touches_no_session(db: Session, room: Room, register: Register) -> None:
    trial = act(db, outbox.try_out, register(room.invigilator), NOW)
    version = room.session.version
    act(db, receipts.mark_shown, trial.token, after(2))
    assert (trial.shown_at, room.session.version) == (after(2), version)


@pytest.mark.parametrize("verb", [receipts.mark_shown, receipts.mark_opened])
def test_an_unknown_token_is_missing(db: Session, delivery: Delivery, verb: Verb) -> None:
    for token in ("not-a-token", "\0"):
        with pytest.raises(Missing):
            act(db, verb, token, NOW)


def test_a_message_is_found_by_its_owner_alone(db: Session, room: Room, delivery: Delivery, colleague: Account) -> None:
    assert receipts.find_own(db, room.invigilator, delivery.token) is delivery
    with pytest.raises(Missing):
        receipts.find_own(db, colleague, delivery.token)
