"""What a phone is told: the room, the seat or the initials, what and since when; never a name."""

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Candidate, Device
from pwa.operations import messages, outbox
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after


@pytest.fixture
def phone(room: Room, register: Register) -> Device:
    return register(room.invigilator)


def told(room: Room) -> dict[str, Any]:
    """The notification of the only message."""
    (delivery,) = room.deliveries()
    payload = json.loads(messages.compose(delivery, NOW).payload)
    return dict(payload["notification"])


def test_a_closed_window_is_told_by_its_room_and_its_hour(room: Room, candidate: Candidate, phone: Device) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(minutes=32))
    room.look(after(minutes=32, seconds=4))
    assert told(room)["title"] == "Salle B204 · L. A. · fenêtre fermée"
    assert told(room)["body"] == "L. A. · depuis 09 h 02. Touchez pour ouvrir sa fiche."


def test_a_seat_stands_for_the_person(db: Session, room: Room, candidate: Candidate, phone: Device) -> None:
    candidate.seat = "12"
    db.commit()
    room.wait(candidate, NOW)
    assert told(room)["title"] == "Salle B204 · poste 12 · demande à entrer"


def test_no_name_leaves_in_a_message(room: Room, candidate: Candidate, phone: Device) -> None:
    room.wait(candidate, NOW)
    said = json.dumps(told(room), ensure_ascii=False).lower()
    assert "abadie" not in said
    assert "léa" not in said


def test_a_tap_opens_the_board_at_the_candidate(room: Room, candidate: Candidate, phone: Device) -> None:
    room.wait(candidate, NOW)
    assert told(room)["navigate"] == f"/sessions/{room.session.id}/surveiller#candidate-{candidate.id}"


def test_the_phone_reports_to_its_own_addresses(room: Room, candidate: Candidate, phone: Device) -> None:
    room.wait(candidate, NOW)
    token = room.deliveries()[0].token
    assert told(room)["data"]["shown"] == f"/api/v1/deliveries/{token}/shown"
    assert told(room)["data"]["opened"] == f"/api/v1/deliveries/{token}/opened"


def test_an_alert_has_its_own_tag_and_topic(room: Room, candidate: Candidate, phone: Device) -> None:
    room.wait(candidate, NOW)
    (delivery,) = room.deliveries()
    assert told(room)["tag"] == messages.compose(delivery, NOW).topic_seed == f"alert-{delivery.alert_id}"


def test_it_goes_to_its_device(room: Room, candidate: Candidate, phone: Device) -> None:
    room.wait(candidate, NOW)
    message = messages.compose(room.deliveries()[0], NOW)
    assert (message.endpoint, message.p256dh, message.auth) == (phone.endpoint, phone.p256dh, phone.auth)


@pytest.mark.parametrize(("seconds", "ttl"), [(0, 180), (60.4, 120), (179.9, 1), (500, 1)])
def test_it_lives_what_is_left_of_its_time(
    room: Room, candidate: Candidate, phone: Device, seconds: float, ttl: int
) -> None:
    room.wait(candidate, NOW)
    assert messages.compose(room.deliveries()[0], after(seconds)).ttl == ttl


def test_a_trial_says_that_it_is_one(db: Session, room: Room, phone: Device) -> None:
    act(db, outbox.try_out, phone, NOW)
    assert told(room)["title"] == "Notification d'essai"
    assert told(room)["navigate"] == "/appareils"
