"""The phones a person is rung on: at most ten, and one belongs to whoever registered it last."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer
from pwa.domain.errors import Invalid, Missing
from pwa.models.tables import Account, Candidate, Delivery, Device, SessionAccess
from pwa.operations import deliveries, devices
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after


def names(db: Session, account: Account) -> list[str]:
    return [device.name for device in devices.of(db, account)]


def test_a_phone_is_kept_with_what_rings_it(invigilator: Account, register: Register) -> None:
    phone = register(invigilator)
    assert (phone.account, phone.state, phone.p256dh, phone.auth) == (invigilator, "active", "key", "secret")
    assert phone.host == "updates.push.services.mozilla.com"


def test_the_newest_phone_comes_first(db: Session, invigilator: Account, register: Register) -> None:
    for seconds, name in enumerate(("old", "new")):
        register(invigilator, name, after(seconds))
    assert names(db, invigilator) == ["new", "old"]


def test_a_phone_registered_again_is_one_phone_awake(db: Session, invigilator: Account, register: Register) -> None:
    phone = register(invigilator)
    phone.state = "gone"
    db.commit()
    assert register(invigilator) is phone
    assert (names(db, invigilator), phone.state) == (["phone"], "active")


def test_a_phone_moves_with_whoever_holds_it(
    db: Session, invigilator: Account, colleague: Account, register: Register
) -> None:
    register(invigilator)
    register(colleague)
    assert (names(db, invigilator), names(db, colleague)) == ([], ["phone"])


@pytest.mark.parametrize(("given", "kept"), [("", "Appareil"), ("x" * 150, "x" * 100)])
def test_a_name_fits(db: Session, invigilator: Account, given: str, kept: str) -> None:
    phone = act(
        db, devices.register, invigilator, endpoint="https://a.b/c", p256dh="k", auth="a", name=given, now=after()
    )
    assert phone.name == kept


def test_an_eleventh_phone_is_refused(db: Session, invigilator: Account, register: Register) -> None:
    for number in range(10):
        register(invigilator, f"phone-{number}")
    with pytest.raises(Invalid):
        register(invigilator, "one-too-many")
    assert len(names(db, invigilator)) == 10


def test_ten_phones_can_still_be_renewed(db: Session, invigilator: Account, register: Register) -> None:
    for number in range(10):
        register(invigilator, f"phone-{number}")
    assert register(invigilator, "phone-3")


def test_the_oldest_phone_that_is_gone_makes_room(db: Session, invigilator: Account, register: Register) -> None:
    phones = [register(invigilator, f"phone-{number}", after(number)) for number in range(10)]
    for phone in phones[4:6]:
        phone.state = "gone"
    db.commit()
    register(invigilator, "new", after(20))
    assert "phone-4" not in names(db, invigilator)
    assert {"phone-5", "new"} < set(names(db, invigilator))


def test_a_full_hand_takes_no_phone_over(
    db: Session, invigilator: Account, colleague: Account, register: Register
) -> None:
    for number in range(10):
        register(invigilator, f"phone-{number}")
    register(colleague, "colleague")
    with pytest.raises(Invalid):
        register(invigilator, "colleague")
    assert names(db, colleague) == ["colleague"]


def test_a_phone_is_forgotten_by_its_owner_alone(
    db: Session, invigilator: Account, colleague: Account, register: Register
) -> None:
    endpoint = register(invigilator).endpoint
    act(db, devices.forget, colleague, endpoint)
    assert names(db, invigilator) == ["phone"]
    act(db, devices.forget, invigilator, endpoint)
    act(db, devices.forget, invigilator, endpoint)
    assert names(db, invigilator) == []


def test_a_phone_is_found_by_its_owner_alone(
    db: Session, invigilator: Account, colleague: Account, register: Register
) -> None:
    phone = register(invigilator)
    assert devices.own(db, invigilator, phone.endpoint) is phone
    with pytest.raises(Missing, match="missing"):
        devices.own(db, colleague, phone.endpoint)


@pytest.mark.parametrize("is_held", [False, True])
def test_a_phone_that_moves_is_not_rung_for_who_had_it(
    db: Session, room: Room, candidate: Candidate, colleague: Account, register: Register, *, is_held: bool
) -> None:
    register(room.invigilator)
    room.wait(candidate, NOW)
    leased = act(db, deliveries.lease, NOW, 30) if is_held else None
    register(colleague)
    if leased:
        act(db, deliveries.record, leased, Answer(problem="timeout"), after(5), 0.5)
    (delivery,) = room.deliveries()
    assert (delivery.state, delivery.outcome, delivery.due_at) == ("failed", "moved", None)


def test_a_phone_that_stays_is_rung(db: Session, room: Room, candidate: Candidate, register: Register) -> None:
    register(room.invigilator)
    room.wait(candidate, NOW)
    register(room.invigilator)
    assert [delivery.state for delivery in room.deliveries()] == ["due"]


# The same phone under another endpoint


SERVICE = "https://updates.push.services.mozilla.com/wpush/v2"


def renewed(db: Session, account: Account, name: str, replaces: str, seconds: float = 60) -> Device:
    """The phone subscribes again, and says what it had before."""
    return act(
        db, devices.register, account, endpoint=f"{SERVICE}/{name}", p256dh="key-2", auth="secret-2", name=name,
        now=after(seconds), replaces=f"{SERVICE}/{replaces}", key_id="key of today",
    )  # fmt: skip


def on_duty(db: Session, room: Room, phone: Device) -> SessionAccess:
    access = db.query(SessionAccess).filter_by(account_id=room.invigilator.id).one()
    access.device_id, phone.proved_at, phone.own_name = phone.id, NOW, "Le mien"
    db.commit()
    return access


def test_what_is_known_of_a_phone_follows_its_new_subscription(db: Session, room: Room, register: Register) -> None:
    phone = register(room.invigilator, "old")
    access = on_duty(db, room, phone)
    assert renewed(db, room.invigilator, "new", replaces="old") is phone
    assert (phone.endpoint, phone.auth, phone.key_id) == (f"{SERVICE}/new", "secret-2", "key of today")
    assert (access.device_id, phone.proved_at, phone.own_name) == (phone.id, NOW, "Le mien")
    assert names(db, room.invigilator) == ["new"]


def test_a_phone_found_twice_is_one(db: Session, room: Room, register: Register) -> None:
    old, new = register(room.invigilator, "old"), register(room.invigilator, "new")
    access = on_duty(db, room, old)
    assert renewed(db, room.invigilator, "new", replaces="old") is new
    assert names(db, room.invigilator) == ["new"]
    db.expire_all()
    assert (access.device_id, new.proved_at, new.own_name) == (new.id, NOW, "Le mien")


def test_nobody_replaces_another_s_phone(
    db: Session, invigilator: Account, colleague: Account, register: Register
) -> None:
    register(invigilator, "old")
    renewed(db, colleague, "new", replaces="old")
    assert (names(db, invigilator), names(db, colleague)) == (["old"], ["new"])


def test_what_waits_is_sent_to_the_new_endpoint(
    db: Session, room: Room, candidate: Candidate, register: Register
) -> None:
    register(room.invigilator, "old")
    room.wait(candidate, NOW)
    renewed(db, room.invigilator, "new", replaces="old")
    leased = act(db, deliveries.lease, after(61), 30)
    assert leased
    assert deliveries.message(db, leased, after(61)).endpoint == f"{SERVICE}/new"


@pytest.mark.parametrize("status", [410, 403])
def test_an_answer_about_the_former_endpoint_says_nothing_of_the_new_one(
    db: Session, room: Room, candidate: Candidate, register: Register, status: int
) -> None:
    phone = register(room.invigilator, "old", now=after(hours=-1))
    room.wait(candidate, NOW)
    leased = act(db, deliveries.lease, after(1), 30)
    assert leased
    renewed(db, room.invigilator, "new", replaces="old", seconds=2)
    act(db, deliveries.record, leased, Answer(status), after(3), 0.5)
    assert phone.state == "active"
    assert db.query(Delivery).one().state == "due"


def test_the_secret_of_a_subscription_is_the_right_to_replace_it(db: Session, room: Room, register: Register) -> None:
    phone = register(room.invigilator, "old")
    new: dict[str, Any] = {"endpoint": f"{SERVICE}/new", "p256dh": "k", "auth": "a", "now": after(60), "key_id": None}
    for place, secret in (("old", "guessed"), ("unknown", "secret"), ("old", "")):
        with pytest.raises(Missing):
            act(db, devices.renew, replaces=f"{SERVICE}/{place}", secret=secret, **new)
    assert act(db, devices.renew, replaces=f"{SERVICE}/old", secret="secret", **new) is phone
    assert (phone.endpoint, phone.name) == (f"{SERVICE}/new", "old")


# The same phone in other hands


def test_who_gave_their_phone_away_is_on_duty_with_it_no_more(
    db: Session, room: Room, colleague: Account, register: Register
) -> None:
    phone = register(room.invigilator)
    access, version = on_duty(db, room, phone), room.session.version
    register(colleague)
    assert (access.device_id, phone.proved_at, phone.own_name) == (None, None, None)
    assert room.session.version == version + 1


def test_a_browser_that_renews_by_itself_takes_no_phone_back(
    db: Session, room: Room, colleague: Account, register: Register
) -> None:
    register(room.invigilator, "old")
    phone = register(colleague, "new")
    new: dict[str, Any] = {"endpoint": phone.endpoint, "p256dh": "k", "auth": "a", "now": after(60), "key_id": None}
    act(db, devices.renew, replaces=f"{SERVICE}/old", secret="secret", **new)
    assert (phone.account, phone.auth) == (colleague, "secret")
    assert names(db, room.invigilator) == []


# Named, removed


def test_a_phone_is_called_as_its_person_likes(db: Session, invigilator: Account, register: Register) -> None:
    phone = register(invigilator)
    act(db, devices.rename, invigilator, phone.id, "Celui de la salle" + "x" * 60)
    assert phone.own_name == "Celui de la salle" + "x" * 43
    act(db, devices.rename, invigilator, phone.id, "")
    assert phone.own_name is None


def test_a_phone_is_named_and_removed_by_its_owner_alone(
    db: Session, invigilator: Account, colleague: Account, register: Register
) -> None:
    number = register(invigilator).id
    with pytest.raises(Missing):
        act(db, devices.rename, colleague, number, "x")
    with pytest.raises(Missing):
        act(db, devices.remove, colleague, number)
    act(db, devices.remove, invigilator, number)
    assert names(db, invigilator) == []


def test_a_removed_phone_is_off_duty(db: Session, room: Room, register: Register) -> None:
    phone = register(room.invigilator)
    access = on_duty(db, room, phone)
    act(db, devices.remove, room.invigilator, phone.id)
    db.expire_all()
    assert access.device_id is None


def test_phones_from_before_keys_had_names_get_theirs(db: Session, invigilator: Account, register: Register) -> None:
    old, new = register(invigilator, "old"), register(invigilator, "new")
    new.key_id = "another"
    db.commit()
    act(db, devices.name_keys, "the first")
    db.expire_all()
    assert (old.key_id, new.key_id) == ("the first", "another")
