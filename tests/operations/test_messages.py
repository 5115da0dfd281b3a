"""What a phone is told: the room, the seat or the initials, what and since when; a name for who asked for names."""

import json
from typing import Any

import pytest
from babel.messages.extract import extract_from_file
from sqlalchemy.orm import Session

from pwa.adapters.languages import translator
from pwa.domain.alerts import MANNERS, SECONDS, Cause, Kind
from pwa.models.tables import Account, Alert, Candidate, Delivery, Device, SessionAccess
from pwa.operations import alerts, changes, claims, messages, outbox, wording
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after


@pytest.fixture
def phone(room: Room, register: Register) -> Device:
    return register(room.invigilator)


def told(room: Room) -> dict[str, Any]:
    """The notification of the first message."""
    delivery = room.deliveries()[0]
    return read(delivery)


def test_a_closed_window_is_told_by_its_room_and_its_hour(room: Room, candidate: Candidate, phone: Device) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(minutes=32))
    room.look(after(minutes=32, seconds=4))
    assert told(room)["title"] == "Salle B204 · L. A. · fenêtre fermée"
    assert told(room)["body"] == "L. A. · depuis 09\u00a0h\u00a002. Touchez pour ouvrir sa fiche."


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


# What it does


def test_an_alert_shakes_the_phone_and_can_be_taken(room: Room, candidate: Candidate, phone: Device) -> None:
    room.wait(candidate, NOW)
    (delivery,), said = room.deliveries(), told(room)
    assert said["data"]["vibrate"] == [200, 120, 200]
    assert said["data"]["claim"] == f"/api/v1/deliveries/{delivery.token}/claim"
    assert [action["title"] for action in said["actions"]] == ["J'y vais"]


def test_an_alert_that_somebody_took_is_not_to_be_taken(
    db: Session, room: Room, candidate: Candidate, phone: Device
) -> None:
    room.wait(candidate, NOW)
    take(db, room, candidate, room.invigilator)
    assert "claim" not in told(room)["data"]


def test_what_is_only_told_is_not_to_be_taken(db: Session, room: Room, candidate: Candidate, phone: Device) -> None:
    tell(db, room, Kind.TIME_NEARLY_OVER, candidate, "15")
    assert told(room)["title"] == "Salle B204 · L. A. · fin dans moins de 15 min"
    assert "claim" not in told(room)["data"]
    assert told(room)["app_badge"] == 0


def test_the_badge_counts_what_waits_for_this_person(
    db: Session, room: Room, candidate: Candidate, neighbour: Candidate, phone: Device
) -> None:
    room.wait(candidate, NOW)
    assert told(room)["app_badge"] == 1
    room.wait(neighbour, NOW)
    first, second = room.deliveries()
    assert read(first)["app_badge"] == read(second)["app_badge"] == 2
    take(db, room, candidate, room.invigilator)
    assert read(second)["app_badge"] == 1


def test_a_message_says_of_which_version_it_is(db: Session, room: Room, candidate: Candidate, phone: Device) -> None:
    room.wait(candidate, NOW)
    before = told(room)["data"]["version"]
    take(db, room, candidate, room.invigilator)
    assert told(room)["data"]["version"] > before


def test_who_does_not_watch_is_led_to_the_alert(
    db: Session, room: Room, candidate: Candidate, phone: Device, colleague: Account
) -> None:
    room.wait(candidate, NOW)
    (delivery,) = room.deliveries()
    delivery.account_id = colleague.id
    db.commit()
    assert told(room)["navigate"] == f"/alertes/{delivery.alert_id}"
    assert told(room)["app_badge"] == 0


# In whose words


def test_names_are_for_who_asked_for_them(db: Session, room: Room, candidate: Candidate, phone: Device) -> None:
    access = db.query(SessionAccess).one()
    access.discreet = False
    db.commit()
    room.wait(candidate, NOW)
    assert told(room)["title"] == f"Salle B204 · {candidate.first_name} {candidate.last_name} · demande à entrer"


def test_each_reads_their_own_language(db: Session, room: Room, candidate: Candidate, phone: Device) -> None:
    room.invigilator.language = "en"
    db.commit()
    room.wait(candidate, NOW)
    said = told(room)
    assert said["title"] == "Salle B204 · L. A. · asks to enter"
    assert said["body"] == "L. A. · since 08:30. Tap to open their sheet."
    assert (said["lang"], said["actions"][0]["title"]) == ("en", "I'm on it")


def test_a_language_we_do_not_write_is_french(db: Session, room: Room, candidate: Candidate, phone: Device) -> None:
    room.invigilator.language = "xx"
    db.commit()
    room.wait(candidate, NOW)
    assert (told(room)["lang"], told(room)["title"]) == ("fr", "Salle B204 · L. A. · demande à entrer")


# What became of it


def test_the_others_learn_who_looks_after_it(
    db: Session, room: Room, candidate: Candidate, phone: Device, colleague: Account
) -> None:
    room.let_in(colleague, NOW)
    room.wait(candidate, NOW)
    take(db, room, candidate, colleague)
    said = becomes(db, room, "update")
    assert (said["title"], said["body"]) == ("Karim Haddad s'en occupe", "Salle B204 · L. A. · demande à entrer")
    assert said["silent"] is True
    assert "vibrate" not in said["data"]
    assert "actions" not in said


def test_who_took_it_is_told_so(db: Session, room: Room, candidate: Candidate, phone: Device) -> None:
    room.wait(candidate, NOW)
    take(db, room, candidate, room.invigilator)
    assert becomes(db, room, "update")["title"] == "Vous vous en occupez"


@pytest.mark.parametrize(("why", "said"), [("answered", "Réglé"), ("folded", "Repris dans une coupure de la salle")])
def test_an_alert_that_is_over_is_told(
    db: Session, room: Room, candidate: Candidate, phone: Device, why: str, said: str
) -> None:
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    alert.closed_at, alert.closed_why = after(5), why
    db.commit()
    assert becomes(db, room, "update")["title"] == said


def test_an_alert_given_back_is_nobody_s(db: Session, room: Room, candidate: Candidate, phone: Device) -> None:
    room.wait(candidate, NOW)
    assert becomes(db, room, "update")["title"] == "Personne ne s'en occupe"


def test_a_phone_on_duty_is_asked_in_silence(db: Session, room: Room, phone: Device) -> None:
    act(db, outbox.try_out, phone, NOW)
    (delivery,) = room.deliveries()
    delivery.session_id = room.session.id
    said = becomes(db, room, "check")
    assert (said["title"], said["silent"], said["tag"]) == ("Toujours relié", True, "check")
    assert said["navigate"] == f"/sessions/{room.session.id}/surveiller"


# Without a candidate


@pytest.mark.parametrize(
    ("detail", "what"),
    [("", "réseau de la salle coupé"), ("centre", "réseau du centre coupé"),
     ("everywhere", "réseau coupé dans plusieurs centres")],
)  # fmt: skip
def test_an_outage_is_the_room_s(db: Session, room: Room, phone: Device, detail: str, what: str) -> None:
    alert = tell(db, room, Kind.ROOM_OUTAGE, detail=detail)
    assert told(room)["title"] == f"Salle B204 · {what}"
    assert told(room)["body"] == "Depuis 08\u00a0h\u00a030. Touchez pour ouvrir."
    assert told(room)["navigate"] == f"/sessions/{room.session.id}/surveiller#alert-{alert.id}"


def test_a_silent_phone_is_somebody_s(db: Session, room: Room, phone: Device, colleague: Account) -> None:
    tell(db, room, Kind.DEVICE_SILENT, about=colleague)
    assert told(room)["title"] == "Salle B204 · téléphone de Karim Haddad injoignable"


# Several in one


def gather(db: Session, room: Room) -> Delivery:
    """The first message takes the others into itself."""
    first, *others = room.deliveries()
    for other in others:
        other.gathered_into_id, other.state, other.due_at = first.id, "gathered", None
    db.commit()
    return first


def test_several_alerts_are_counted_and_named(
    db: Session, room: Room, candidate: Candidate, neighbour: Candidate, phone: Device
) -> None:
    candidate.seat = "12"
    tell(db, room, Kind.TIME_OVER, neighbour)
    room.wait(candidate, NOW)
    said = read(gather(db, room))
    assert said["title"] == "Salle B204 · 2 alertes"
    assert said["body"] == "poste 12 · demande à entrer\nA. B. · temps écoulé"
    assert said["navigate"] == f"/sessions/{room.session.id}/surveiller"
    assert "claim" not in said["data"]


def test_time_is_told_once_for_all(
    db: Session, room: Room, candidate: Candidate, neighbour: Candidate, phone: Device
) -> None:
    for one in (candidate, neighbour):
        tell(db, room, Kind.TIME_NEARLY_OVER, one, "15")
    assert read(gather(db, room))["title"] == "Salle B204 · 2 candidats · fin dans moins de 15 min"


# Every sentence has its translation


def test_no_push_sentence_is_missing_in_english() -> None:
    english, missing = translator("en"), set()
    for sentence in sentences():
        if english(sentence) == sentence:
            missing.add(sentence)
    assert missing == set()


def sentences() -> set[str]:
    """Every sentence that a notification can say, in French."""
    written = {manner.sentence for manner in MANNERS.values()} | set(SECONDS.values())
    for module in (wording, messages):
        for _, _, message, _ in extract_from_file("python", str(module.__file__), keywords={"_": None}):
            written |= {message} if isinstance(message, str) else set()
    return written


def take(db: Session, room: Room, candidate: Candidate, account: Account) -> None:
    alert = room.alert(candidate)
    change = changes.begin(db, room.session.id, changes.by_account(account.id), after(5))
    claims.claim(change, alert.id, account)
    db.commit()


def tell(
    db: Session, room: Room, kind: Kind, candidate: Candidate | None = None, detail: str = "",
    about: Account | None = None,
) -> Alert:  # fmt: skip
    change = changes.begin(db, room.session.id, changes.WATCHER, NOW)
    alert = alerts.open_one(change, Cause(kind, NOW, detail), candidate, about)
    db.commit()
    return alert


def read(delivery: Delivery) -> dict[str, Any]:
    return dict(json.loads(messages.compose(delivery, NOW).payload)["notification"])


def becomes(db: Session, room: Room, purpose: str) -> dict[str, Any]:
    """The first message, were it sent for another purpose."""
    delivery = room.deliveries()[0]
    delivery.purpose = purpose
    db.commit()
    return read(delivery)
