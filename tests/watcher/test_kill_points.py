"""A watcher dies at each line between what it takes in hand and what it commits: no alert is lost, none rings twice
for a step except what was on its way."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.adapters.webpush import Sender
from pwa.domain.alerts import Cause, Kind
from pwa.domain.delivery import Answer
from pwa.models.tables import Alert, Candidate, Delivery, Device
from pwa.operations import alerts, changes, journal
from pwa.watcher import Watcher
from tests.acting import act
from tests.cast import Register
from tests.databases import Database, engine_of
from tests.room import Room
from tests.watcher.clock import Clock
from tests.watcher.desk import Desk
from tests.watcher.killer import Killer

LEASE = 30


@dataclass
class Stage:
    """A room with two devices of one invigilator, alerts that follow one another, and watchers that come and go."""

    database: Database
    room: Room
    candidate: Candidate
    clock: Clock
    desk: Desk
    devices: list[Device]

    @property
    def stride(self) -> int:
        """Each line on one database; some of them on the slower one."""
        return 1 if engine_of(self.database).dialect.name == "sqlite" else 3

    def watcher(self) -> Watcher:
        return Watcher(self.database, cast(Sender, self.desk), LEASE, self.clock)

    def raise_one(self, number: int) -> int:
        """Another alert, ten minutes later, that nobody will take."""
        self.clock.now += timedelta(minutes=10)
        self.desk.sent.clear()

        def raises(db: Session) -> int:
            change = changes.begin(db, self.room.session.id, changes.WATCHER, self.clock.now)
            cause = Cause(Kind.CONNECTION_LOST, self.clock.now, str(number))
            return alerts.open_one(change, cause, db.get_one(Candidate, self.candidate.id)).id

        return act(self.room.db, raises)

    def recover(self, watcher: Watcher) -> None:
        """Another watcher is there once the lease has run out, and the time to climb has come."""
        self.clock.now += timedelta(seconds=LEASE)
        while watcher.notice() | watcher.deliver():
            pass

    def check(self, alert_id: int) -> None:
        self.room.db.rollback()
        alert = self.room.db.get_one(Alert, alert_id)
        assert alert.escalate_at
        assert alert.escalate_at > self.clock.now
        assert alert.step >= 1
        rings = self.room.db.scalars(select(Delivery).where(Delivery.alert_id == alert_id)).all()
        rung = Counter((one.device_id, one.step) for one in rings)
        assert set(rung.values()) == {1}
        assert {device_id for device_id, _ in rung} == {device.id for device in self.devices}
        assert {(one.state, one.outcome) for one in rings} <= {("accepted", "accepted"), ("failed", "replaced")}
        for device in self.devices:
            mine = [one for one in rings if one.device_id == device.id]
            left = [one for one in mine if one.state == "accepted"]
            times = sum(sent.endpoint == device.endpoint for sent in self.desk.sent)
            assert left
            assert len(left) <= times <= len(left) + 1  # what was on its way may go twice

    def close(self, alert_id: int) -> None:
        """It is over, for the next one to begin afresh."""
        for device in self.devices:
            device.state = "active"
        self.room.db.commit()

        def closes(db: Session) -> None:
            change = changes.begin(db, self.room.session.id, changes.WATCHER, self.clock.now)
            alerts.close_one(change, db.get_one(Alert, alert_id), "resolved")

        act(self.room.db, closes)
        self.watcher().deliver()


@pytest.fixture
def stage(
    database: Database, room: Room, candidate: Candidate, clock: Clock, desk: Desk, register: Register
) -> Iterator[Stage]:
    devices = [register(room.invigilator, name) for name in ("phone", "tablet")]
    yield Stage(database, room, candidate, clock, desk, devices)
    room.db.rollback()
    assert journal.first_broken(room.db, room.session.id) is None


def test_a_watcher_may_die_at_any_line_as_it_sends(stage: Stage) -> None:
    line, killed = 1, True
    while killed:
        alert_id, doomed = stage.raise_one(line), stage.watcher()
        killer = Killer(doomed, line)
        with killer.at_work():
            doomed.deliver()
        stage.recover(stage.watcher())
        stage.check(alert_id)
        stage.close(alert_id)
        line, killed = line + stage.stride, killer.has_killed
    assert line > 30


def test_a_watcher_may_die_at_any_line_as_it_climbs(stage: Stage) -> None:
    line, killed = 1, True
    while killed:
        alert_id, doomed = stage.raise_one(line), stage.watcher()
        doomed.deliver()
        stage.clock.now += timedelta(seconds=20)
        killer = Killer(doomed, line)
        with killer.at_work():
            doomed.notice()
        stage.recover(stage.watcher())
        stage.check(alert_id)
        stage.close(alert_id)
        line, killed = line + stage.stride, killer.has_killed
    assert line > 20


def test_a_watcher_may_die_at_any_line_beside_another(stage: Stage) -> None:
    line, killed = 1, True
    while killed:
        alert_id, doomed, other = stage.raise_one(line), stage.watcher(), stage.watcher()
        stage.clock.now += timedelta(seconds=20)
        killer = Killer(doomed, line)
        with ThreadPoolExecutor(2) as pool:
            for run in (pool.submit(die, killer, doomed), pool.submit(live, other)):
                run.result(20)
        stage.recover(other)
        stage.check(alert_id)
        stage.close(alert_id)
        line, killed = line + 3, killer.has_killed


def live(watcher: Watcher) -> None:
    """Send the first ring, climb, send the second one."""
    watcher.deliver()
    watcher.notice()
    watcher.deliver()


def die(killer: Killer, doomed: Watcher) -> None:
    with killer.at_work():
        live(doomed)


@pytest.mark.parametrize("answer", [Answer(503), Answer(403)])
def test_a_watcher_may_die_at_any_line_of_a_failure(stage: Stage, answer: Answer) -> None:
    """Whatever is refused, and whoever dies as it is written down, the alert goes on to the next step."""
    line, killed = 1, True
    while killed:
        alert_id, doomed = stage.raise_one(line), stage.watcher()
        stage.desk.answers.append(answer)
        killer = Killer(doomed, line)
        with killer.at_work():
            doomed.deliver()
        stage.desk.answers.clear()
        stage.recover(stage.watcher())
        alert = stage.room.db.get_one(Alert, alert_id, populate_existing=True)
        assert alert.escalate_at
        assert alert.escalate_at > stage.clock.now
        rings = stage.room.db.scalars(select(Delivery).where(Delivery.alert_id == alert_id)).all()
        assert set(Counter((one.device_id, one.step) for one in rings).values()) == {1}
        assert "accepted" in {one.state for one in rings}
        stage.close(alert_id)
        line, killed = line + 2, killer.has_killed
