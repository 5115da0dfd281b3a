"""A watcher dies at each line between what it takes in hand and what it commits: no alert is lost, none rings twice
for a step except what was on its way."""

from collections import Counter
from collections.abc import Callable
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
from tests.databases import Database
from tests.room import Room
from tests.watcher.clock import Clock
from tests.watcher.desk import Desk
from tests.watcher.killer import Killer

LEASE = 30
MakeWatcher = Callable[[], Watcher]


@dataclass
class Stage:
    """A room with two devices of one invigilator, alerts that follow one another, and watchers that come and go."""

    database: Database
    room: Room
    candidate: Candidate
    clock: Clock
    desk: Desk
    devices: list[Device]

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

    def live(self, watcher: Watcher) -> None:
        """Send the first ring, climb twenty seconds later, send the second one."""
        watcher.deliver()
        self.clock.now += timedelta(seconds=20)
        watcher.notice()
        watcher.deliver()

    def recover(self, watcher: Watcher) -> None:
        """Another watcher is there once the lease has run out."""
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
        assert journal.first_broken(self.room.db, alert.session_id) is None

    def close(self, alert_id: int) -> None:
        def closes(db: Session) -> None:
            change = changes.begin(db, self.room.session.id, changes.WATCHER, self.clock.now)
            alerts.close_one(change, db.get_one(Alert, alert_id), "resolved")

        act(self.room.db, closes)
        self.watcher().deliver()


@pytest.fixture
def stage(database: Database, room: Room, candidate: Candidate, clock: Clock, desk: Desk, register: Register) -> Stage:
    devices = [register(room.invigilator, name) for name in ("phone", "tablet")]
    return Stage(database, room, candidate, clock, desk, devices)


def test_a_watcher_may_die_at_any_line(stage: Stage) -> None:
    line, killed = 1, True
    while killed:
        alert_id, doomed = stage.raise_one(line), stage.watcher()
        killer = Killer(doomed, line)
        with killer.at_work():
            stage.live(doomed)
        stage.recover(stage.watcher())
        stage.check(alert_id)
        stage.close(alert_id)
        line, killed = line + 1, killer.has_killed
    assert line > 60


def test_a_watcher_may_die_at_any_line_beside_another(stage: Stage) -> None:
    line, killed = 1, True
    while killed:
        alert_id, doomed, other = stage.raise_one(line), stage.watcher(), stage.watcher()
        killer = Killer(doomed, line)

        def dies(killer: Killer = killer, doomed: Watcher = doomed) -> None:
            with killer.at_work():
                together(doomed)

        def together(watcher: Watcher) -> None:
            watcher.deliver()
            watcher.notice()
            watcher.deliver()

        stage.clock.now += timedelta(seconds=20)
        with ThreadPoolExecutor(2) as pool:
            runs = [pool.submit(dies), pool.submit(together, other)]
            for run in runs:
                run.result(20)
        stage.recover(other)
        stage.check(alert_id)
        stage.close(alert_id)
        line, killed = line + 3, killer.has_killed


@pytest.mark.parametrize("answer", [Answer(503), Answer(410)])
def test_a_watcher_may_die_at_any_line_of_a_failure(stage: Stage, answer: Answer) -> None:
    """Whatever is refused, and whoever dies as it is written down, the alert goes on to the next step."""
    line, killed = 1, True
    while killed:
        alert_id, doomed = stage.raise_one(line), stage.watcher()
        stage.desk.answers.extend([answer] * 20)
        killer = Killer(doomed, line)
        with killer.at_work():
            stage.live(doomed)
        stage.desk.answers.clear()
        for device in stage.devices:
            device.state = "active"
        stage.room.db.commit()
        stage.recover(stage.watcher())
        alert = stage.room.db.get_one(Alert, alert_id, populate_existing=True)
        assert alert.escalate_at
        assert alert.escalate_at > stage.clock.now
        assert alert.step >= 1
        rings = select(Delivery).where(Delivery.alert_id == alert_id)
        rung = Counter((one.device_id, one.step) for one in stage.room.db.scalars(rings))
        assert set(rung.values()) == {1}
        stage.close(alert_id)
        line, killed = line + 2, killer.has_killed
