"""Duty as it is seen: the page that proves a phone, who is ready, the pulse, and what is wrong on our side."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.base import begin_writing
from pwa.models.tables import Account, Candidate, Device, PushHost, SessionAccess, Watch
from pwa.models.watch import WATCHER
from pwa.operations.messages import compose
from tests.cast import Register
from tests.room import NOW, Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import told


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


@pytest.fixture
def phone(register: Register, invigilator: Account) -> Device:
    return register(invigilator)


def board_of(room: Room) -> str:
    return f"/sessions/{room.session.number}/surveiller"


def try_out(client: Client, room: Room, phone: Device) -> str:
    """A trial for this session: where it is told."""
    sent = client.post("/api/v1/devices/test", {"endpoint": phone.endpoint, "session": room.session.number})
    return str(sent["delivery"])


def take(client: Client, room: Room, phone: Device, status: int = 200) -> dict[str, Any]:
    said = {"endpoint": phone.endpoint, "sound": True, "vibration": False}
    return client.post(f"/api/v1/sessions/{room.session.number}/duty", said, status)


def take_duty(client: Client, room: Room, phone: Device) -> None:
    delivery = try_out(client, room, phone)
    for word in ("shown", "opened"):
        client.post(f"{delivery}/{word}", {}, 204)
    take(client, room, phone)


def pulse(client: Client, room: Room) -> dict[str, str]:
    """What is told in each fragment of a pulse."""
    said = client.read(f"{board_of(room)}/pouls")
    assert said.keys() == {"now", "fragments"}
    return {identity: told(client.fragment(html).by_id(identity)) for identity, html in said["fragments"].items()}


def sign(db: Session, clock: Clock, **columns: object) -> None:
    """The watcher's sign of now."""
    begin_writing(db)
    db.merge(Watch(**{"id": WATCHER, "seen_at": clock.now, "resumed_at": clock.now, **columns}))
    db.commit()


def test_duty_from_the_trial_to_the_board(client: Client, room: Room, phone: Device, db: Session) -> None:
    page = client.see(f"{board_of(room)}/poste")
    assert page.heading == "Prise de poste"
    assert page.by_id("duty").get("data-session") == str(room.session.number)
    delivery = try_out(client, room, phone)
    assert client.read(delivery) == {"state": "due", "shown": False, "opened": False}
    client.post(f"{delivery}/shown", {}, 204)
    assert take(client, room, phone, 409)["code"] == "device_unproved"
    client.post(f"{delivery}/opened", {}, 204)
    assert client.read(delivery)["opened"] is True
    assert take(client, room, phone)["version"] > 1
    assert client.see(board_of(room)).has("Votre téléphone est prêt.")
    page = client.see(f"{board_of(room)}/poste")
    assert "Relever mon poste" in page.names("button")


def test_the_trial_of_a_duty_leads_back_to_it(client: Client, room: Room, phone: Device) -> None:
    try_out(client, room, phone)
    message = compose(room.deliveries()[-1], NOW)
    assert json.loads(message.payload)["notification"]["navigate"] == f"{board_of(room)}/poste#essai"


def test_a_trial_for_another_s_session_is_refused(client: Client, room: Room, phone: Device) -> None:
    sent = {"endpoint": phone.endpoint, "session": room.session.number + 1}
    assert client.post("/api/v1/devices/test", sent, 404)["code"] == "no_session"


def test_standing_down_is_seen_by_all(client: Client, room: Room, phone: Device) -> None:
    take_duty(client, room, phone)
    page = client.send(client.see(board_of(room)), "Relever mon poste")
    assert page.has("Vous n'êtes plus de poste.")
    assert page.has("Aucun téléphone prêt")


def test_the_board_says_in_red_that_nobody_is_ready(client: Client, room: Room, phone: Device) -> None:
    page = client.see(board_of(room))
    assert page.has("Aucun téléphone prêt")
    assert page.named("a", "Prenez votre poste").get("href") == f"{board_of(room)}/poste"
    take_duty(client, room, phone)
    assert not client.see(board_of(room)).has("Aucun téléphone prêt")


def test_a_colleague_s_phone_does_not_stand_for_one_s_own(
    client: Client, room: Room, phone: Device, colleague: Account, sign_in: SignIn
) -> None:
    take_duty(client, room, phone)
    other = sign_in(colleague)
    entered = {"Numéro de la session": room.session.number, "Mot de passe de la session": room.session.password}
    page = other.send(other.see("/surveiller"), "Surveiller la session", entered)
    assert page.has("1 sur 2 prêt, pas vous.")
    assert "Prenez votre poste" in page.names("a")


def test_the_centre_sees_who_is_ready_and_why_not(
    client: Client, room: Room, phone: Device, staff: Account, sign_in: SignIn, clock: Clock
) -> None:
    centre, address = sign_in(staff), f"/centre/sessions/{room.session.number}"
    page = centre.see(address)
    assert page.has("Aucun téléphone prêt")
    assert page.has("Claire Moreau n'a pas pris son poste")
    take_duty(client, room, phone)
    assert centre.see(address).has("Claire Moreau téléphone prêt")
    clock.advance(minutes=24 * 60)
    assert centre.see(address).has("Claire Moreau essai de plus de 24 heures, à refaire")


def test_the_pulse_tells_what_is_heard_and_how_fresh_it_is(
    client: Client, room: Room, candidate: Candidate, clock: Clock, db: Session
) -> None:
    sign(db, clock)
    room.start(candidate, clock.now)
    clock.advance(3)
    told = pulse(client, room)
    assert told.keys() == {"pulse", "vitals", "readiness"}
    assert told["vitals"].startswith("1 sur 1 entendu il y a 3 s · ce téléphone nous a entendus il y a 0 s")
    clock.advance(13)
    sign(db, clock)
    assert pulse(client, room)["vitals"].startswith("0 sur 1 entendu il y a 16 s")


def test_the_pulse_notes_the_board_in_front_every_thirty_seconds(
    client: Client, room: Room, clock: Clock, db: Session
) -> None:
    def seen_at() -> object:
        db.rollback()
        return db.scalars(select(SessionAccess.seen_at)).one()

    pulse(client, room)
    first = clock.now
    clock.advance(29)
    pulse(client, room)
    assert seen_at() == first
    clock.advance(1)
    pulse(client, room)
    assert seen_at() == clock.now


@pytest.mark.parametrize(("seconds", "when"), [(60, "de 08 h 30 à 08 h 31"), (10, "moins d'une minute, à 08 h 30")])
def test_our_own_silences_are_told(
    client: Client, room: Room, phone: Device, clock: Clock, db: Session, seconds: int, when: str
) -> None:
    assert "La surveillance automatique ne répond plus" in pulse(client, room)["vitals"]
    began = clock.now
    clock.advance(seconds)
    sign(db, clock, absent_from=began)
    told = pulse(client, room)["vitals"].replace("\xa0", " ")
    assert f"Notre service s'est interrompu {when} : aucun signal n'a été compté comme perdu." in told
    back = clock.now
    clock.advance(minutes=10)
    sign(db, clock, resumed_at=back)
    assert "absents" not in pulse(client, room)["vitals"]


@pytest.mark.parametrize(
    ("outcome", "failures", "said"),
    [
        ("key_refused", 0, "Le service de notification updates.push.services.mozilla.com refuse nos envois"),
        ("service_error", 3, "Le service de notification updates.push.services.mozilla.com refuse nos envois"),
        ("network", 3, "Nos envois n'atteignent plus aucun service de notification"),
        ("network", 2, None),
        ("accepted", 0, None),
    ],
)
def test_a_push_service_that_fails_is_told(
    client: Client, room: Room, phone: Device, clock: Clock, db: Session, outcome: str, failures: int, said: str | None
) -> None:
    sign(db, clock)
    begin_writing(db)
    db.add(PushHost(host=phone.host, tried_at=clock.now, failures=failures, outcome=outcome))
    db.commit()
    told = pulse(client, room)["vitals"]
    assert said in told if said else "service de notification" not in told


def test_a_push_service_of_others_is_not_told_here(
    client: Client, room: Room, phone: Device, clock: Clock, db: Session
) -> None:
    sign(db, clock)
    begin_writing(db)
    db.add(PushHost(host="fcm.googleapis.com", tried_at=clock.now, failures=9, outcome="key_refused"))
    db.commit()
    assert "refuse nos envois" not in pulse(client, room)["vitals"]
