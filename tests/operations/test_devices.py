"""The phones a person is rung on: at most ten, and one belongs to whoever registered it last."""

import pytest
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer
from pwa.domain.errors import Invalid, Missing
from pwa.models.tables import Account, Candidate
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
    act(db, devices.forget, colleague, endpoint, NOW)
    assert names(db, invigilator) == ["phone"]
    act(db, devices.forget, invigilator, endpoint, NOW)
    act(db, devices.forget, invigilator, endpoint, NOW)
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
