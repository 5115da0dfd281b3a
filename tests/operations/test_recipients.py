"""Whom each step of an alert's ladder rings, on which of their devices, and nobody else."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.alerts import Cause, Kind
from pwa.models.tables import Account, Alert, Candidate, Device, Neighbour, SessionAccess
from pwa.operations import alerts, changes, receipts
from tests.acting import act
from tests.cast import Create, Register, SignUp
from tests.room import NOW, Room, after

Rung = Callable[[int], list[str]]


@pytest.fixture
def phones(room: Room, colleague: Account, register: Register) -> dict[str, Device]:
    """Claire's phone and, older, her tablet; and Karim's phone: he watches the room with her."""
    room.let_in(colleague, NOW)
    owners = {"tablet": (room.invigilator, -60), "claire": (room.invigilator, 0), "karim": (colleague, 0)}
    return {name: register(owner, name, after(seconds)) for name, (owner, seconds) in owners.items()}


@pytest.fixture
def rung(room: Room) -> Rung:
    """The devices that a step rang."""
    return lambda step: sorted(delivery.device.name for delivery in room.deliveries("ring", step))


def access(room: Room, account: Account) -> SessionAccess:
    query = select(SessionAccess).where(
        SessionAccess.session_id == room.session.id, SessionAccess.account_id == account.id
    )
    return room.db.scalars(query).one()


def shows(room: Room, name: str, seconds: float) -> None:
    """A device shows the first message it was sent."""
    token = next(one.token for one in room.deliveries("ring") if one.device.name == name)
    act(room.db, receipts.mark_shown, token, after(seconds))


def asked(room: Room, candidate: Candidate) -> Alert:
    """The candidate asks to enter, at NOW, once what was set up is kept."""
    room.db.commit()
    room.wait(candidate, NOW)
    return room.alert(candidate)


# At once


def test_one_device_of_each_who_watches_rings(
    room: Room, candidate: Candidate, phones: dict[str, Device], rung: Rung
) -> None:
    alert = asked(room, candidate)
    assert rung(0) == ["claire", "karim"]
    assert {(one.alert_id, one.session_id, one.due_at) for one in room.deliveries()} == {
        (alert.id, room.session.id, NOW)
    }
    assert (alert.step, alert.escalate_at) == (0, after(20))


def test_the_phone_on_duty_rings_before_a_later_one(
    room: Room, candidate: Candidate, phones: dict[str, Device], rung: Rung
) -> None:
    access(room, room.invigilator).device_id = phones["tablet"].id
    asked(room, candidate)
    assert rung(0) == ["karim", "tablet"]


def test_the_device_heard_of_last_rings(
    room: Room, candidate: Candidate, phones: dict[str, Device], rung: Rung
) -> None:
    phones["tablet"].last_shown_at = after(-1)
    asked(room, candidate)
    assert rung(0) == ["claire", "karim"]


def test_a_device_to_be_renewed_comes_after_one_that_works(
    room: Room, candidate: Candidate, phones: dict[str, Device], rung: Rung
) -> None:
    phones["claire"].state = phones["karim"].state = "renew"
    asked(room, candidate)
    assert rung(0) == ["karim", "tablet"]


def test_whose_part_of_the_room_it_is_rings_first(
    room: Room, candidate: Candidate, neighbour: Candidate, colleague: Account, phones: dict[str, Device], rung: Rung
) -> None:
    access(room, colleague).part = [candidate.id]
    asked(room, candidate)
    assert rung(0) == ["karim"]
    asked(room, neighbour)
    assert rung(0) == ["claire", "karim", "karim"]


def test_a_part_whose_invigilator_cannot_be_rung_is_everybody_s(
    room: Room, candidate: Candidate, colleague: Account, phones: dict[str, Device], rung: Rung
) -> None:
    access(room, colleague).part = [candidate.id]
    phones["karim"].state = "gone"
    asked(room, candidate)
    assert rung(0) == ["claire"]


def test_nobody_else_is_rung(
    room: Room, candidate: Candidate, staff: Account, stranger: Account, colleague: Account, register: Register
) -> None:
    for number, account in enumerate((staff, stranger, colleague)):
        register(account, f"phone-{number}")
    room.let_in(colleague, NOW)
    room.leave(colleague, NOW)
    asked(room, candidate)
    assert room.deliveries() == []


def test_a_phone_that_is_gone_is_not_rung(room: Room, candidate: Candidate, register: Register) -> None:
    register(room.invigilator).state = "gone"
    asked(room, candidate)
    assert room.deliveries() == []


# 20 s without being shown


def test_who_has_not_shown_it_is_rung_on_their_other_devices(
    room: Room, candidate: Candidate, phones: dict[str, Device], rung: Rung
) -> None:
    alert = asked(room, candidate)
    shows(room, "karim", 2)
    assert room.climb(after(19.9)) == []
    assert room.climb(after(20)) == [True]
    assert rung(1) == ["tablet"]
    assert (alert.step, alert.escalate_at) == (1, after(45))


def test_who_has_shown_it_is_left_to_answer(
    room: Room, candidate: Candidate, phones: dict[str, Device], rung: Rung
) -> None:
    alert = asked(room, candidate)
    for name in ("claire", "karim"):
        shows(room, name, 2)
    room.climb(after(20))
    assert rung(1) == []
    assert (alert.step, alert.escalate_at) == (1, after(45))


def test_a_first_ring_that_still_waits_gives_way_to_the_next_one(
    room: Room, candidate: Candidate, phones: dict[str, Device], rung: Rung
) -> None:
    asked(room, candidate)
    for seconds in (20, 45):
        room.climb(after(seconds))
    states = {(one.device.name, one.step): (one.state, one.outcome) for one in room.deliveries("ring")}
    assert states["claire", 0] == states["tablet", 1] == ("failed", "replaced")
    assert {states[name, 2] for name in phones} == {("due", None)}


# 45 s without being taken


@pytest.fixture
def next_door(room: Room, create: Create, sign_up: SignUp, register: Register) -> Account:
    """Who watches the room next door."""
    other, account = create(1), sign_up("Ida Voisine")
    room.db.add(Neighbour(session_id=room.session.id, neighbour_id=other.id))
    room.db.add(Neighbour(session_id=other.id, neighbour_id=room.session.id))
    room.db.commit()
    Room(room.db, other, account).let_in(account, NOW)
    register(account, "ida")
    return account


def climb_to(room: Room, step: int) -> None:
    for seconds in (20, 45, 90, 210, 330)[:step]:
        room.climb(after(seconds))


def test_everybody_of_the_session_and_next_door_is_rung(
    room: Room, candidate: Candidate, phones: dict[str, Device], next_door: Account, staff: Account, rung: Rung
) -> None:
    alert = asked(room, candidate)
    climb_to(room, 2)
    assert rung(2) == ["claire", "ida", "karim", "tablet"]
    assert (alert.step, alert.escalate_at) == (2, after(90))


# 90 s, and again


def test_the_centre_is_rung_then_everybody_again(
    room: Room, candidate: Candidate, phones: dict[str, Device], next_door: Account, staff: Account,
    register: Register, rung: Rung,
) -> None:  # fmt: skip
    register(staff, "helene")
    alert = asked(room, candidate)
    climb_to(room, 3)
    assert rung(3) == ["helene"]
    assert alert.escalate_at == after(210)
    climb_to(room, 5)
    everybody = ["claire", "helene", "ida", "karim", "tablet"]
    assert (rung(4), rung(5), alert.escalate_at) == (everybody, everybody, after(450))


def test_one_person_in_two_parts_is_rung_once_a_step(
    room: Room, candidate: Candidate, phones: dict[str, Device], next_door: Account, staff: Account,
    register: Register, rung: Rung,
) -> None:  # fmt: skip
    register(staff, "helene")
    room.let_in(staff, NOW)
    room.let_in(next_door, NOW)
    asked(room, candidate)
    climb_to(room, 4)
    assert rung(4) == ["claire", "helene", "ida", "karim", "tablet"]


def test_a_watcher_that_was_away_does_not_ring_everybody_at_once(
    room: Room, candidate: Candidate, phones: dict[str, Device]
) -> None:
    alert = asked(room, candidate)
    room.climb(after(3600))
    assert (alert.step, alert.escalate_at) == (1, after(3625))
    assert room.climb(after(3600)) == []


# Nobody to ring


def test_nobody_to_ring_is_followed_at_once_until_the_centre(
    room: Room, candidate: Candidate, staff: Account, register: Register, rung: Rung
) -> None:
    register(staff, "helene")
    alert = asked(room, candidate)
    assert alert.escalate_at == NOW
    assert [room.climb(NOW) for _ in range(4)] == [[True], [True], [True], []]
    assert (rung(3), alert.escalate_at) == (["helene"], after(120))


def test_nobody_at_all_is_called_again_every_two_minutes(room: Room, candidate: Candidate) -> None:
    alert = asked(room, candidate)
    for _ in range(3):
        room.climb(NOW)
    assert (alert.step, alert.escalate_at) == (3, after(120))
    room.climb(after(120))
    assert (alert.step, alert.escalate_at) == (4, after(240))


# What each one chose


def test_a_kind_that_is_muted_does_not_ring_but_leaves_the_time_to_see_the_board(
    room: Room, candidate: Candidate, staff: Account, register: Register, rung: Rung
) -> None:
    register(room.invigilator, "claire")
    register(staff, "helene")
    access(room, room.invigilator).muted = ["entry_requested"]
    alert = asked(room, candidate)
    assert (rung(0), alert.escalate_at) == ([], after(20))
    climb_to(room, 3)
    assert [rung(step) for step in range(4)] == [[], [], [], ["helene"]]


def test_staff_who_mute_a_kind_as_invigilators_are_rung_as_staff(
    room: Room, candidate: Candidate, staff: Account, register: Register, rung: Rung
) -> None:
    register(staff, "helene")
    room.let_in(staff, NOW)
    access(room, staff).muted = ["entry_requested"]
    asked(room, candidate)
    climb_to(room, 3)
    assert [rung(step) for step in range(4)] == [[], [], [], ["helene"]]


# Given back


def test_who_gives_an_alert_back_is_not_rung_at_the_next_step(
    room: Room, candidate: Candidate, phones: dict[str, Device], rung: Rung
) -> None:
    alert = asked(room, candidate)
    room.take(alert, after(5))
    room.give_back(alert, after(9))
    assert (alert.step, alert.escalate_at) == (1, after(9))
    room.climb(after(9))
    assert rung(2) == ["karim"]
    assert alert.escalate_at == after(54)


def test_who_gives_it_back_is_spared_until_somebody_else_was_rung(
    room: Room, candidate: Candidate, staff: Account, register: Register, rung: Rung
) -> None:
    register(room.invigilator, "claire")
    alert = asked(room, candidate)
    shows(room, "claire", 1)
    room.take(alert, after(5))
    room.give_back(alert, after(9))
    for _ in range(2):
        room.climb(after(9))
    assert (alert.step, alert.escalate_at) == (3, after(129))
    room.climb(after(129))
    assert rung(4) == ["claire"]


def test_what_was_given_back_once_everybody_was_called_is_everybody_else_s_again(
    room: Room, candidate: Candidate, phones: dict[str, Device], rung: Rung
) -> None:
    alert = asked(room, candidate)
    climb_to(room, 3)
    room.take(alert, after(100))
    room.give_back(alert, after(110))
    room.climb(after(110))
    assert (rung(4), alert.escalate_at) == (["karim"], after(230))


def test_who_leaves_gives_back_what_they_held_and_is_rung_no_more(
    room: Room, candidate: Candidate, neighbour: Candidate, colleague: Account, phones: dict[str, Device], rung: Rung
) -> None:
    held, other = asked(room, candidate), asked(room, neighbour)
    room.take(held, after(5), colleague)
    room.leave(colleague, after(9))
    assert (held.claimed_by, held.claimed_at, held.escalate_at) == (None, None, after(9))
    room.climb(after(9))
    assert rung(2) == ["claire", "tablet"]
    rings = [one for one in room.deliveries("ring") if one.alert_id == other.id and one.device.name == "karim"]
    assert [(one.state, one.outcome) for one in rings] == [("failed", "left")]


def test_a_silent_phone_s_own_person_is_not_rung_about_it(
    db: Session, room: Room, phones: dict[str, Device], colleague: Account, rung: Rung
) -> None:
    raised = act(db, about_phone, room, colleague)
    assert rung(0) == ["claire"]
    climb_to(room, 4)
    assert {one.device.name for one in room.deliveries("ring")} == {"claire", "tablet"}
    assert raised.step == 4


def about_phone(db: Session, room: Room, whom: Account) -> Alert:
    change = changes.begin(db, room.session.id, changes.WATCHER, NOW)
    return alerts.open_one(change, Cause(Kind.DEVICE_SILENT, NOW), about=whom)
