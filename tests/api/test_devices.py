"""Phones: subscribe, try out, forget; and what phones tell of the messages they were sent."""

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, Delivery, Device
from pwa.operations.devices import AT_MOST
from tests.cast import Register
from tests.room import Room
from tests.tools.subscription import Subscription
from tests.web.client import Client
from tests.web.fixtures import PUSH_SERVICE, Clock, SignIn

DEVICES, TEST, FORGET = "/api/v1/devices", "/api/v1/devices/test", "/api/v1/devices/forget"


def subscribe(client: Client, phone: Subscription, status: int = 200) -> dict[str, object]:
    return client.post(DEVICES, {**phone.info, "name": "Firefox sur Android"}, status)


def test_a_phone_is_kept_once(sign_in: SignIn, invigilator: Account, phone: Subscription, db: Session) -> None:
    client = sign_in(invigilator)
    assert subscribe(client, phone) == subscribe(client, phone)
    (device,) = db.query(Device).all()
    assert (device.account_id, device.state, device.name) == (invigilator.id, "active", "Firefox sur Android")
    page = client.see("/appareils")
    assert page.has("Firefox sur Android")
    assert page.has("127.0.0.1")
    assert phone.endpoint not in page.text


@pytest.mark.parametrize(("chosen", "language"), [(None, "en"), ("fr", "fr")])
def test_a_phone_rings_in_the_language_of_its_page_until_its_person_chooses(
    sign_in: SignIn, invigilator: Account, phone: Subscription, db: Session, chosen: str | None, language: str
) -> None:
    client = sign_in(invigilator)
    invigilator.language = chosen
    db.commit()
    headers = {"X-CSRFToken": client.see("/aide").csrf_token, "Accept-Language": "en"}
    assert client.ask("POST", DEVICES, json=phone.info, accept="application/json", headers=headers).status_code == 200
    db.refresh(invigilator)
    assert invigilator.language == language


def test_a_phone_that_changes_hands_follows_who_signs_in(
    sign_in: SignIn, invigilator: Account, colleague: Account, phone: Subscription, db: Session
) -> None:
    first, second = sign_in(invigilator), sign_in(colleague)
    assert subscribe(first, phone) == subscribe(second, phone)
    assert db.query(Device).one().account_id == colleague.id
    assert first.post(TEST, {"endpoint": phone.endpoint}, 404)["code"] == "missing"


@pytest.mark.parametrize(
    "endpoint", ["https://ailleurs.example/push", "http://127.0.0.1:22/x", "http://169.254.169.254/latest", "ftp://x/y"]
)
def test_an_address_that_is_no_push_service_is_refused(
    sign_in: SignIn, invigilator: Account, phone: Subscription, db: Session, endpoint: str
) -> None:
    refused = subscribe(sign_in(invigilator), replace(phone, endpoint=endpoint), 422)
    assert refused["code"] == "refused_endpoint"
    assert db.query(Device).count() == 0


def test_keys_that_are_no_keys_are_refused(sign_in: SignIn, invigilator: Account, phone: Subscription) -> None:
    assert subscribe(sign_in(invigilator), replace(phone, auth=b"short"), 422)["code"] == "bad_keys"


def test_a_person_has_ten_phones_at_most(sign_in: SignIn, invigilator: Account, phone: Subscription) -> None:
    client = sign_in(invigilator)
    for number in range(AT_MOST):
        subscribe(client, replace(phone, endpoint=f"{PUSH_SERVICE}/wpush/v2/{number}"))
    assert "Dix appareils" in str(subscribe(client, phone, 422)["detail"])


def test_a_trial_takes_the_road_of_an_alert(
    sign_in: SignIn, invigilator: Account, phone: Subscription, db: Session, clock: Clock
) -> None:
    client = sign_in(invigilator)
    subscribe(client, phone)
    address = client.post(TEST, {"endpoint": phone.endpoint})["delivery"]
    assert client.read(address) == {"state": "due", "shown": False, "opened": False}
    delivery = db.query(Delivery).one()
    assert (delivery.due_at, delivery.alert_id) == (clock.now, None)
    assert address == f"/api/v1/deliveries/{delivery.token}"


def test_a_phone_tells_what_it_showed_without_being_signed_in(
    client: Client, sign_in: SignIn, invigilator: Account, phone: Subscription, db: Session, clock: Clock
) -> None:
    owner = sign_in(invigilator)
    subscribe(owner, phone)
    address = owner.post(TEST, {"endpoint": phone.endpoint})["delivery"]
    for told in ("shown", "opened", "shown"):
        assert client.ask("POST", f"{address}/{told}").status_code == 204
    assert owner.read(address)["shown"] is True
    delivery = db.query(Delivery).one()
    assert delivery.shown_at == delivery.opened_at == delivery.device.last_shown_at == clock.now


def test_the_first_phone_to_show_an_alert_is_seen_on_the_board(
    client: Client, room: Room, register: Register, candidate: Candidate, db: Session, clock: Clock
) -> None:
    register(room.invigilator)
    room.wait(candidate, clock.now)
    version = room.board(clock.now).version
    (delivery,) = room.deliveries()
    assert client.ask("POST", f"/api/v1/deliveries/{delivery.token}/shown").status_code == 204
    assert room.alert(candidate).shown_at == clock.now
    assert room.board(clock.now).version == version + 1


def test_a_message_is_told_about_to_its_owner_only(
    client: Client, sign_in: SignIn, invigilator: Account, stranger: Account, phone: Subscription
) -> None:
    owner = sign_in(invigilator)
    subscribe(owner, phone)
    address = owner.post(TEST, {"endpoint": phone.endpoint})["delivery"]
    sign_in(stranger).read(address, 404)
    client.read(address, 401)
    assert client.ask("POST", "/api/v1/deliveries/unknown/shown").status_code == 404


def test_a_forgotten_phone_is_rung_no_more(
    sign_in: SignIn, invigilator: Account, phone: Subscription, db: Session
) -> None:
    client = sign_in(invigilator)
    subscribe(client, phone)
    address = client.post(TEST, {"endpoint": phone.endpoint})["delivery"]
    for _ in range(2):
        assert client.post(FORGET, {"endpoint": phone.endpoint}, 204) == {}
    assert (db.query(Device).count(), db.query(Delivery).count()) == (0, 0)
    client.read(address, 404)
    assert client.post(TEST, {"endpoint": phone.endpoint}, 404)["detail"].startswith("Ce téléphone ne reçoit pas")


def test_nobody_forgets_another_s_phone(
    sign_in: SignIn, invigilator: Account, stranger: Account, phone: Subscription, db: Session
) -> None:
    subscribe(sign_in(invigilator), phone)
    sign_in(stranger).post(FORGET, {"endpoint": phone.endpoint}, 204)
    assert db.query(Device).one().account_id == invigilator.id


# Subscribed again by the browser itself


RENEWED, KEY = "/api/v1/devices/renewed", "/api/v1/push-key"


@pytest.fixture
def again(phone: Subscription) -> dict[str, object]:
    """What the service worker says when the browser dropped its subscription and it made another one."""
    new = replace(phone, endpoint=f"{PUSH_SERVICE}/wpush/v2/new").info
    return {**new, "replaces": phone.endpoint, "auth": phone.info["keys"]["auth"]}


def test_a_phone_subscribes_again_by_itself_with_nobody_signed_in(
    client: Client, sign_in: SignIn, invigilator: Account, phone: Subscription, again: dict[str, object], db: Session
) -> None:
    subscribe(sign_in(invigilator), phone)
    answer = client.ask("POST", RENEWED, json={**again, "key": client.read(KEY)["key"]})
    assert answer.status_code == 204
    device = db.query(Device).one()
    assert (device.endpoint, device.account_id) == (again["endpoint"], invigilator.id)
    assert device.key_id == client.app.extensions["pwa"].keys.current.id


@pytest.mark.parametrize(("wrong", "status"), [
    ({"auth": "guessed"}, 404), ({"auth": None}, 404), ({"replaces": f"{PUSH_SERVICE}/wpush/v2/other"}, 404),
    ({"endpoint": "https://ailleurs.example/push"}, 422), ({"endpoint": "http://169.254.169.254/latest"}, 422),
    ({"keys": {"p256dh": "x", "auth": "y"}}, 422),
])  # fmt: skip
def test_nobody_else_subscribes_in_its_place(
    client: Client, sign_in: SignIn, invigilator: Account, phone: Subscription, again: dict[str, object], db: Session,
    wrong: dict[str, object], status: int,
) -> None:  # fmt: skip
    subscribe(sign_in(invigilator), phone)
    assert client.ask("POST", RENEWED, json=again | wrong, accept="application/json").status_code == status
    assert db.query(Device).one().endpoint == phone.endpoint


def test_a_page_that_subscribed_again_says_what_it_replaces(
    sign_in: SignIn, invigilator: Account, phone: Subscription, again: dict[str, object], db: Session
) -> None:
    client = sign_in(invigilator)
    kept = subscribe(client, phone)
    assert client.post(DEVICES, {"endpoint": again["endpoint"], "keys": again["keys"], "replaces": phone.endpoint}) == (
        kept
    )
    assert db.query(Device).one().endpoint == again["endpoint"]
