"""The watcher has trainings live, and erases them in their time."""

from datetime import timedelta
from itertools import count as counter
from threading import Event, Thread
from unittest.mock import Mock

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Alert, Candidate, CertificationSession, Delivery, Training
from pwa.operations import admissions, looks, training_play, trainings
from pwa.practice import Practice
from pwa.watcher import Watcher
from tests.acting import act
from tests.cast import Register
from tests.databases import Database
from tests.tools.waiting import eventually
from tests.watcher.clock import Clock
from tests.watcher.desk import Desk


def count(db: Session, table: type[Training | CertificationSession]) -> int:
    db.rollback()
    return db.scalar(select(func.count()).select_from(table)) or 0


def test_it_has_them_live_and_noticed_as_real_ones_are(
    db: Session, invigilator: Account, watcher: Watcher, clock: Clock
) -> None:
    training = act(db, trainings.begin, invigilator, "Entraînement", clock.now)
    lea = db.scalars(select(Candidate).order_by(Candidate.id)).first()
    assert lea
    clock.now += timedelta(seconds=3)
    watcher.notice()
    db.rollback()
    assert db.scalars(select(Alert.kind)).all() == ["entry_requested"]
    act(db, admissions.confirm, training.session_id, lea.id, invigilator, clock.now)
    for _ in range(20):
        clock.now += timedelta(seconds=1)
        watcher.notice()
    db.rollback()
    (attempt,) = training_play._players(db, training)[:1]
    assert attempt.attempt
    assert attempt.attempt.connectivity == "connected"
    assert clock.now - attempt.attempt.last_heartbeat_at < timedelta(seconds=5)


def test_it_erases_them_in_their_time(db: Session, invigilator: Account, watcher: Watcher, clock: Clock) -> None:
    act(db, trainings.begin, invigilator, "Entraînement", clock.now)
    clock.now += timedelta(minutes=59)
    watcher.notice()
    assert count(db, Training) == 1
    clock.now += timedelta(minutes=1)
    watcher.notice()
    assert (count(db, Training), count(db, CertificationSession)) == (0, 0)


def break_it(db: Session, training: Training) -> None:
    training.played = -100  # no such step
    db.commit()


def test_one_that_fails_stops_no_other(
    db: Session, invigilator: Account, colleague: Account, watcher: Watcher, clock: Clock
) -> None:
    broken = act(db, trainings.begin, invigilator, "Entraînement", clock.now)
    act(db, trainings.begin, colleague, "Entraînement", clock.now)
    break_it(db, broken)
    clock.now += timedelta(seconds=3)
    watcher.notice()
    db.rollback()
    assert db.scalars(select(Alert.kind)).all() == ["entry_requested"]


def test_one_that_fails_is_told_of_once_tried_again_now_and_then_and_erased_in_its_time(
    db: Session, invigilator: Account, watcher: Watcher, clock: Clock, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    break_it(db, act(db, trainings.begin, invigilator, "Entraînement", clock.now))
    tries = Mock(side_effect=training_play.play)
    monkeypatch.setattr(training_play, "play", tries)
    for _ in range(180):
        clock.now += timedelta(seconds=1)
        watcher.notice()
    assert tries.call_count == 3
    assert [record.levelname for record in caplog.records if "training" in record.message] == ["ERROR"]
    clock.now += timedelta(hours=1)
    watcher.notice()
    assert count(db, Training) == 0


def test_a_message_on_its_way_when_its_training_is_erased_is_nobodys(
    db: Session, invigilator: Account, watcher: Watcher, clock: Clock, desk: Desk, register: Register,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """Whether it was about to leave, or had left."""
    phone = register(invigilator)
    act(db, trainings.begin, invigilator, "Entraînement", clock.now)
    clock.now += timedelta(seconds=3)
    watcher.notice()
    desk.held[phone.endpoint] = Event()
    sending = Thread(target=watcher.deliver)
    sending.start()
    eventually(lambda: desk.sent, 10, "a message to be on its way", pace=0.01)
    db.rollback()
    act(db, trainings.stop, invigilator)
    desk.held[phone.endpoint].set()
    sending.join(10)
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert db.scalars(select(Delivery)).all() == []


def test_they_take_a_slice_of_a_round_and_each_has_its_turn(
    db: Session, database: Database, invigilator: Account, colleague: Account, staff: Account, clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """However many there are, real rooms are looked at between two of them."""
    for account in (invigilator, colleague, staff):
        act(db, trainings.begin, account, "Entraînement", clock.now)
    played: list[int] = []
    monkeypatch.setattr(training_play, "play", lambda _db, training_id, _now: played.append(training_id))
    ticks = counter()
    practice = Practice(database, clock, lambda: next(ticks))
    for turn in range(1, 4):
        practice.tend()
        assert len(set(played)) == turn
    clock.now += timedelta(seconds=1)
    practice.tend()
    assert played[3:] == played[:1]


def test_one_who_goes_while_they_are_about_to_be_looked_at_stops_nothing(
    db: Session, invigilator: Account, watcher: Watcher, clock: Clock, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    act(db, trainings.begin, invigilator, "Entraînement", clock.now)
    gone = db.scalars(select(Candidate.id)).all()
    act(db, trainings.stop, invigilator)
    monkeypatch.setattr(looks, "due", lambda _db, _now: gone)
    watcher.notice()
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
