"""The watcher beside a test page, a person, or another watcher."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, Delivery
from pwa.operations import admissions, beats, changes, claims, deliveries, escalations, journal, looks, watches
from pwa.operations.beats import Sign
from pwa.operations.deliveries import Leased
from tests.cast import Register
from tests.crossing import cross
from tests.room import NOW, WINDOW, Room, after

Do = Callable[[Session], object]


@pytest.fixture
def attempt_id(room: Room, candidate: Candidate) -> int:
    """A test begun at NOW."""
    return room.start(candidate, NOW).id


def confirms(room: Room, candidate: Candidate, account: Account) -> Do:
    number, candidate_id, account_id = room.session.id, candidate.id, account.id
    return lambda db: admissions.confirm(db, number, candidate_id, db.get_one(Account, account_id), NOW)


def test_a_beat_during_a_look_is_not_lost(room: Room, candidate: Candidate, attempt_id: int) -> None:
    candidate_id = candidate.id
    cross(
        room.db,
        lambda db: looks.look(db, candidate_id, after(15)),
        lambda db: beats.beat(db, attempt_id, WINDOW, Sign(1, True), after(15.1)),
    )
    assert room.alerts(candidate) == ["connection_lost"]
    assert room.attempt(candidate).last_heartbeat_at == after(15.1)
    assert room.look(after(15.2)) == [True]
    assert room.alerts(candidate) == []


def test_a_look_during_a_beat_calls_nobody(room: Room, candidate: Candidate, attempt_id: int) -> None:
    candidate_id = candidate.id
    cross(
        room.db,
        lambda db: beats.beat(db, attempt_id, WINDOW, Sign(1, True), after(15)),
        lambda db: looks.look(db, candidate_id, after(15.1)),
    )
    assert room.alerts(candidate) == []
    assert room.attempt(candidate).look_at == after(25)


def test_a_quiet_look_during_a_beat_keeps_the_beat_s_next_look(
    room: Room, candidate: Candidate, attempt_id: int
) -> None:
    candidate_id = candidate.id
    cross(
        room.db,
        lambda db: beats.beat(db, attempt_id, WINDOW, Sign(1, False), after(5)),
        lambda db: looks.look(db, candidate_id, after(5.1)),
    )
    assert room.attempt(candidate).look_at in (after(5), after(15))
    assert room.attempt(candidate).hidden_since == after(5)


def test_two_watchers_look_at_one_candidate(room: Room, candidate: Candidate, attempt_id: int) -> None:
    candidate_id = candidate.id

    def look(db: Session) -> object:
        return looks.look(db, candidate_id, after(15))

    cross(room.db, look, look)
    assert room.alerts(candidate) == ["connection_lost"]
    assert room.journal().count("alert_raised") == 1


def test_a_return_of_the_watcher_crosses_a_change(
    room: Room, candidate: Candidate, neighbour: Candidate, attempt_id: int
) -> None:
    room.watcher_back(NOW)
    confirm = confirms(room, neighbour, room.invigilator)
    cross(room.db, confirm, lambda db: watches.sign(db, after(60)))
    assert room.journal()[-2:] == ["presence_confirmed", "watch_gap"]
    assert journal.first_broken(room.db, room.session.id) is None


def test_two_watchers_back_together_count_one_absence(room: Room, attempt_id: int) -> None:
    room.watcher_back(NOW)
    cross(room.db, lambda db: watches.sign(db, after(60)), lambda db: watches.sign(db, after(60.1)))
    assert room.journal().count("watch_gap") == 1


def test_two_watchers_climb_with_one_alert(room: Room, candidate: Candidate, register: Register) -> None:
    for name in ("phone", "tablet"):
        register(room.invigilator, name)
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    alert_id, made = alert.id, []

    def climbs(db: Session) -> None:
        made.append(escalations.climb(db, alert_id, after(20)))

    cross(room.db, climbs, climbs)
    assert made == [True, False]
    assert (alert.step, alert.escalate_at) == (1, after(45))
    assert [delivery.step for delivery in room.deliveries("ring")] == [0, 1]


def test_a_claim_crosses_a_climb(room: Room, candidate: Candidate, register: Register) -> None:
    for name in ("phone", "tablet"):
        register(room.invigilator, name)
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    number, alert_id, account_id = room.session.id, alert.id, room.invigilator.id

    def takes(db: Session) -> None:
        claims.claim(changes.begin(db, number, "", after(20)), alert_id, db.get_one(Account, account_id))

    def climbs(db: Session) -> bool:
        return escalations.climb(db, alert_id, after(20))

    assert cross(room.db, takes, climbs) is False
    assert (alert.step, alert.escalate_at, alert.claimed_by) == (0, None, room.invigilator)
    assert [delivery.state for delivery in room.deliveries("ring")] == ["failed"]


def test_a_climb_crosses_a_claim(room: Room, candidate: Candidate, register: Register) -> None:
    for name in ("phone", "tablet"):
        register(room.invigilator, name)
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    number, alert_id, account_id = room.session.id, alert.id, room.invigilator.id

    def takes(db: Session) -> None:
        claims.claim(changes.begin(db, number, "", after(20)), alert_id, db.get_one(Account, account_id))

    cross(room.db, lambda db: escalations.climb(db, alert_id, after(20)), takes)
    assert (alert.step, alert.escalate_at, alert.claimed_by) == (1, None, room.invigilator)
    assert [delivery.state for delivery in room.deliveries("ring")] == ["failed", "failed"]


@pytest.mark.parametrize("phones", [1, 2])
def test_two_senders_never_lease_one_message(room: Room, candidate: Candidate, register: Register, phones: int) -> None:
    for number in range(phones):
        register(room.invigilator, f"phone-{number}")
    room.wait(candidate, NOW)
    room.climb(after(20))
    leased: list[Leased | None] = []

    def takes(db: Session) -> None:
        leased.append(deliveries.lease(db, after(20), 30))

    cross(room.db, takes, takes)
    assert len({taken.id for taken in leased if taken}) == phones
    assert [delivery.tries for delivery in room.db.scalars(select(Delivery))] == [1] * phones
