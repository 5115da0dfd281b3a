"""Orders sent twice, late, or after somebody else's: done once, or brought back with who did what and when."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.attempts import State
from pwa.domain.errors import Illegal, Invalid
from pwa.domain.orders import Order
from pwa.models.tables import Account, Candidate, IdempotencyKey
from pwa.operations import admissions, changes, journal, orders
from pwa.operations.changes import Change
from tests.acting import act
from tests.crossing import cross
from tests.room import NOW, Room, after

KEY = "0b6c1c52-7f0e-4c4e-9d5a-3f2b1a0c9d8e"
SOON = after(minutes=5)
PATH = "/sessions/1/surveiller/candidats/1/confirmer"


def recall(db: Session, account: Account, now: datetime = NOW, path: str = PATH) -> dict[str, Any] | None:
    return act(db, orders.recall, account.id, KEY, path, now)


def confirm(room: Room, candidate: Candidate, now: datetime, order: Order) -> Change:
    return act(room.db, admissions.confirm, room.session.id, candidate.id, room.invigilator, now, order)


def mark_absent(room: Room, candidate: Candidate, now: datetime, order: Order) -> Change:
    return act(room.db, admissions.mark_absent, room.session.id, candidate.id, room.invigilator, now, order)


def sentence(room: Room, verb: Any, candidate: Candidate, order: Order, now: datetime = SOON) -> str:
    """What the person is told of an order that was not carried out."""
    version = room.session.version
    with pytest.raises(Illegal) as refused:
        verb(room, candidate, now, order)
    assert (refused.value.code, room.session.version) == ("changed_meanwhile", version)
    return refused.value.sentence


# Once


def test_a_new_key_is_taken_and_a_known_one_tells_its_answer(db: Session, invigilator: Account) -> None:
    assert recall(db, invigilator) is None
    act(db, orders.keep, invigilator.id, KEY, {"version": 7})
    assert recall(db, invigilator, after(60)) == {"version": 7}


def test_a_key_is_its_account_s_own(db: Session, invigilator: Account, colleague: Account) -> None:
    recall(db, invigilator)
    act(db, orders.keep, invigilator.id, KEY, {"version": 7})
    assert recall(db, colleague) is None


def test_a_key_that_served_another_order_is_refused(db: Session, invigilator: Account) -> None:
    recall(db, invigilator)
    with pytest.raises(Invalid):
        recall(db, invigilator, path="/ailleurs")


def test_what_was_not_carried_out_is_not_remembered(db: Session, invigilator: Account) -> None:
    recall(db, invigilator)
    act(db, orders.keep, invigilator.id, KEY, None)
    assert recall(db, invigilator) is None


def test_a_key_is_forgotten_after_a_week(db: Session, invigilator: Account) -> None:
    recall(db, invigilator)
    act(db, orders.forget_old, after(hours=7 * 24 - 1))
    assert db.scalars(select(IdempotencyKey.key)).all() == [KEY]
    act(db, orders.forget_old, after(hours=7 * 24))
    assert db.scalars(select(IdempotencyKey.key)).all() == []


def test_the_same_order_received_twice_at_once_is_carried_out_once(room: Room, candidate: Candidate) -> None:
    number, candidate_id, account_id = room.session.id, candidate.id, room.invigilator.id

    def first(db: Session) -> object:
        orders.recall(db, account_id, KEY, PATH, NOW)
        change = admissions.confirm(db, number, candidate_id, db.get_one(Account, account_id), NOW)
        orders.keep(db, account_id, KEY, {"version": change.version})
        return change

    def second(db: Session) -> dict[str, Any] | None:
        return orders.recall(db, account_id, KEY, PATH, NOW)

    assert cross(room.db, first, second) == {"version": room.session.version}
    assert room.journal().count("presence_confirmed") == 1


# Conditions


def test_an_order_that_nothing_overtook_is_carried_out(room: Room, candidate: Candidate) -> None:
    confirm(room, candidate, NOW, Order(seen=candidate.decision))
    assert room.state(candidate, NOW) is State.AUTHORISED


def test_an_absence_meanwhile_is_told_and_nobody_is_let_in(
    room: Room, candidate: Candidate, colleague: Account
) -> None:
    seen = candidate.decision
    room.mark_absent(candidate, after(minutes=4), by=colleague)
    told = sentence(room, confirm, candidate, Order(seen))
    assert told == "Entre-temps, Karim Haddad a noté l'absence de Léa ABADIE à 08\u00a0h\u00a034."
    assert room.state(candidate, after(minutes=5)) is State.ABSENT


def test_a_confirmation_taken_back_meanwhile_is_told(room: Room, candidate: Candidate, colleague: Account) -> None:
    seen = candidate.decision
    room.confirm(candidate, NOW, by=colleague)
    room.cancel(candidate, after(60), by=colleague)
    told = sentence(room, confirm, candidate, Order(seen))
    assert told == "Entre-temps, Karim Haddad a annulé la confirmation de Léa ABADIE à 08\u00a0h\u00a031."


def test_a_presence_meanwhile_is_told_to_who_marks_absent(room: Room, candidate: Candidate, colleague: Account) -> None:
    seen = candidate.decision
    room.confirm(candidate, NOW, by=colleague)
    assert "a confirmé la présence de Léa ABADIE" in sentence(room, mark_absent, candidate, Order(seen))


def test_who_decides_again_with_what_is_shown_now_is_obeyed(room: Room, candidate: Candidate) -> None:
    room.mark_absent(candidate, NOW)
    confirm(room, candidate, after(60), Order(seen=candidate.decision))
    assert room.state(candidate, after(60)) is State.AUTHORISED


@pytest.mark.parametrize("verb", [confirm, mark_absent])
def test_what_a_colleague_has_done_already_is_said_and_not_done_again(
    room: Room, candidate: Candidate, verb: Any
) -> None:
    verb(room, candidate, NOW, Order(seen=0))
    told = room.journal()
    change = verb(room, candidate, after(60), Order(seen=0))
    assert change.already == f"Déjà fait\u00a0: {orders._decided(change.case(candidate.id))}."
    assert (room.journal(), candidate.absent_at or NOW) == (told, NOW)


def test_who_has_begun_meanwhile_was_confirmed(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    assert confirm(room, candidate, after(60), Order(seen=0)).already


def test_an_order_of_yesterday_is_brought_back(room: Room, candidate: Candidate) -> None:
    told = sentence(room, confirm, candidate, Order(0, NOW), after(hours=12))
    assert told == "Cette action attendait depuis trop longtemps, pour Léa ABADIE : elle n'a pas été faite."


# The device's time


def test_the_journal_keeps_when_the_device_says_it_was_ordered(room: Room, candidate: Candidate) -> None:
    confirm(room, candidate, after(minutes=20), Order(0, NOW))
    (line,) = [line for line in journal.lines(room.db, room.session.id) if line.word == "presence_confirmed"]
    assert (line.at, line.details) == (after(minutes=20), {"given_at": NOW.isoformat()})
    assert journal.first_broken(room.db, room.session.id) is None


def test_a_confirmation_that_arrives_late_lasts_from_its_arrival(room: Room, candidate: Candidate) -> None:
    confirm(room, candidate, after(minutes=20), Order(0, NOW))
    assert candidate.admitted_until == after(minutes=35)


def test_an_order_of_now_adds_nothing_to_the_journal(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    assert journal.lines(room.db, room.session.id)[-1].details.get("given_at") is None


def test_a_change_remembers_when_it_was_ordered(room: Room) -> None:
    change = act(room.db, changes.begin, room.session.id, "account:1", after(60), NOW)
    assert (change.now, change.given_at) == (after(60), NOW)
