"""The watcher notices what time has changed, one candidate after another, and remembers its own absences."""

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, Centre, IdempotencyKey, Upload, Watch
from pwa.operations import imports, orders
from pwa.watcher import Watcher
from tests.acting import act
from tests.cast import SESSIONS, Register
from tests.room import NOW, Room, after
from tests.watcher.clock import Clock


def notice(watcher: Watcher, clock: Clock, room: Room, seconds: float) -> bool:
    """One round at that moment; the room then reads everything again."""
    clock.now = after(seconds)
    room.db.commit()
    worked = watcher.notice()
    room.db.commit()
    return worked


def test_an_empty_room_is_no_work(watcher: Watcher, clock: Clock, room: Room) -> None:
    assert not notice(watcher, clock, room, 0)


def test_a_closed_window_is_noticed_and_rung(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate, register: Register
) -> None:
    register(room.invigilator)
    notice(watcher, clock, room, 0)
    room.start(candidate, NOW)
    room.goodbye(candidate, after(4))
    assert not notice(watcher, clock, room, 7.9)
    assert notice(watcher, clock, room, 8)
    assert room.alerts(candidate) == ["window_closed"]
    assert [delivery.due_at for delivery in room.deliveries()] == [after(8)]


def test_an_alert_that_nobody_takes_is_told_to_more_people(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate, register: Register
) -> None:
    for name in ("phone", "tablet"):
        register(room.invigilator, name)
    room.wait(candidate, NOW)
    notice(watcher, clock, room, 0)
    assert not notice(watcher, clock, room, 19.9)
    assert notice(watcher, clock, room, 20)
    assert [delivery.step for delivery in room.deliveries("ring")] == [0, 1]
    assert not notice(watcher, clock, room, 21)


def test_an_alert_that_cannot_be_told_is_put_off_and_stops_no_other(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate, neighbour: Candidate, register: Register,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    for name in ("phone", "tablet"):
        register(room.invigilator, name)
    for person in (candidate, neighbour):
        room.wait(person, NOW)
    broken, other = room.alert(candidate), room.alert(neighbour)
    broken.kind = "nonsense"
    room.db.commit()
    assert notice(watcher, clock, room, 20)
    assert (broken.step, broken.escalate_at, other.step) == (0, after(25), 1)
    assert f"alert {broken.id} could not escalate" in caplog.text


def test_a_return_is_noticed(watcher: Watcher, clock: Clock, room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    for seconds in (0, 5, 10, 15):
        notice(watcher, clock, room, seconds)
    assert room.alerts(candidate) == ["connection_lost"]
    room.beat(candidate, after(20))
    assert notice(watcher, clock, room, 20)
    assert room.alerts(candidate) == []


def test_a_room_that_beats_is_left_alone(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    for person in (candidate, neighbour):
        room.start(person, NOW)
    journal = room.journal()
    for seconds in range(1, 60):
        if seconds % 5 == 0:
            room.beat(candidate, after(seconds))
            room.beat(neighbour, after(seconds))
        notice(watcher, clock, room, seconds)
    assert room.journal() == journal


def test_a_candidate_who_cannot_be_looked_at_is_put_off_and_stops_nothing(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate, neighbour: Candidate,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    notice(watcher, clock, room, 0)
    broken = room.start(candidate, NOW)
    room.start(neighbour, after(1))
    broken.connectivity = "nonsense"
    room.db.commit()
    notice(watcher, clock, room, 5)
    notice(watcher, clock, room, 12)
    assert broken.look_at == after(17)
    assert room.attempt(neighbour).connectivity == "unstable"
    assert f"candidate {candidate.id} could not be looked at" in caplog.text


def test_a_candidate_put_off_is_looked_at_again(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate
) -> None:
    broken = room.start(candidate, NOW)
    broken.connectivity = "nonsense"
    room.db.commit()
    for seconds in (0, 5, 10):
        notice(watcher, clock, room, seconds)
    broken.connectivity = "connected"
    assert not notice(watcher, clock, room, 14)
    assert notice(watcher, clock, room, 15)
    assert room.alerts(candidate) == ["connection_lost"]


def test_it_signs_every_two_seconds(watcher: Watcher, clock: Clock, room: Room) -> None:
    signs = []
    for seconds in (0, 1, 1.9, 2, 3, 4.5):
        notice(watcher, clock, room, seconds)
        signs.append(room.db.get_one(Watch, 1).seen_at)
    assert signs == [NOW, NOW, NOW, after(2), after(2), after(4.5)]


def test_after_its_own_absence_nobody_is_late(watcher: Watcher, clock: Clock, room: Room, candidate: Candidate) -> None:
    notice(watcher, clock, room, 0)
    room.start(candidate, NOW)
    notice(watcher, clock, room, 60)
    assert (room.alerts(candidate), room.attempt(candidate).connectivity) == ([], "connected")
    assert room.journal()[-1] == "watch_gap"
    notice(watcher, clock, room, 65)
    notice(watcher, clock, room, 74.9)
    assert room.alerts(candidate) == []
    notice(watcher, clock, room, 75)
    assert room.alerts(candidate) == ["connection_lost"]


def test_after_its_own_absence_those_gone_are_not_called_again(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate
) -> None:
    notice(watcher, clock, room, 0)
    room.start(candidate, NOW)
    for seconds in (5, 10, 15, 60, 65, 70):
        notice(watcher, clock, room, seconds)
    assert room.alerts(candidate) == ["connection_lost"]
    assert room.journal().count("alert_raised") == 1


def test_a_goodbye_during_its_absence_is_noticed_four_seconds_after_its_return(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate
) -> None:
    notice(watcher, clock, room, 0)
    room.start(candidate, NOW)
    room.goodbye(candidate, after(20))
    notice(watcher, clock, room, 60)
    assert room.alerts(candidate) == []
    notice(watcher, clock, room, 64)
    assert room.alert(candidate).since == after(20)


def test_the_clock_is_told_at_once_after_its_absence(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate
) -> None:
    notice(watcher, clock, room, 0)
    room.start(candidate, NOW)
    notice(watcher, clock, room, 91 * 60)
    assert room.alerts(candidate) == ["time_nearly_over"]


def test_it_erases_old_files_every_minute(
    db: Session, watcher: Watcher, clock: Clock, room: Room, centre: Centre, staff: Account
) -> None:
    act(db, imports.upload, centre, staff, SESSIONS.read_bytes(), after(-3590))
    notice(watcher, clock, room, 0)
    assert not notice(watcher, clock, room, 59)
    assert db.query(Upload).count() == 1
    notice(watcher, clock, room, 60)
    assert db.query(Upload).count() == 0


def test_it_forgets_the_orders_of_last_week(db: Session, watcher: Watcher, clock: Clock, room: Room) -> None:
    key = "0b6c1c52-7f0e-4c4e-9d5a-3f2b1a0c9d8e"
    act(db, orders.recall, room.invigilator.id, key, "/ici", after(hours=-7 * 24))
    notice(watcher, clock, room, 0)
    assert db.query(IdempotencyKey).count() == 0
