"""The watcher's two loops run until they are stopped, whatever goes wrong in a round."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Candidate, Watch
from pwa.watcher import Watcher
from tests.cast import Register
from tests.room import NOW, Room, after
from tests.tools.waiting import eventually
from tests.watcher.clock import Clock
from tests.watcher.desk import Desk


@contextmanager
def running(watcher: Watcher) -> Iterator[None]:
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(watcher.run)
        try:
            yield
        finally:
            watcher.stop()
            done.result(10)


def test_it_notices_and_delivers_until_it_is_stopped(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate, register: Register, desk: Desk
) -> None:
    register(room.invigilator)
    room.start(candidate, NOW)
    room.goodbye(candidate, NOW)
    room.watcher_back(NOW)
    clock.now = after(4)
    with running(watcher):
        eventually(lambda: desk.sent, what="the phone is rung")
    room.db.commit()
    assert room.alerts(candidate) == ["window_closed"]
    assert [delivery.state for delivery in room.deliveries()] == ["accepted"]


def test_a_round_that_fails_is_followed_by_another(
    db: Session, watcher: Watcher, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[int] = []

    def fail_once() -> bool:
        rounds.append(1)
        if len(rounds) == 1:
            raise RuntimeError("once")
        watcher.stop()
        return False

    monkeypatch.setattr(watcher, "notice", fail_once)
    watcher.run()
    assert len(rounds) == 2
    assert "a round failed" in caplog.text
    assert db.get(Watch, 1) is None
