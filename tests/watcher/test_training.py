"""The watcher has trainings live, and erases them in their time."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Alert, Candidate, CertificationSession, Training
from pwa.operations import admissions, training_play, trainings
from pwa.watcher import Watcher
from tests.acting import act
from tests.watcher.clock import Clock


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


def test_one_that_fails_stops_no_other(
    db: Session, invigilator: Account, colleague: Account, watcher: Watcher, clock: Clock
) -> None:
    broken = act(db, trainings.begin, invigilator, "Entraînement", clock.now)
    act(db, trainings.begin, colleague, "Entraînement", clock.now)
    broken.played = -100  # no such step
    db.commit()
    clock.now += timedelta(seconds=3)
    watcher.notice()
    db.rollback()
    assert db.scalars(select(Alert.kind)).all() == ["entry_requested"]
