"""Our own restart makes nobody late: what the pages could not tell us meanwhile is our fault."""

import itertools
from datetime import datetime

import pytest
import requests
from sqlalchemy import func, select

from pwa.adapters.tokens import Signer
from pwa.clock import utcnow
from pwa.domain.connectivity import LOST_AFTER
from pwa.models.tables import Alert, Attempt, Span, Watch
from pwa.models.watch import WEB
from tests.room import WINDOW
from tests.scene import Scene, scene
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

IN_TEST = 8
PATIENCE = 60.0  # seconds: the machine may be busy


class Pages:
    """The test pages of a room, which beat together."""

    def __init__(self, server: AppServer, scene: Scene) -> None:
        self._signer = Signer((server.data_dir / "secret_key").read_text().strip())
        self._url = f"{server.url}/api/v1/attempts/beat"
        self._seq = itertools.count(1)
        self._seats = [scene.seat(candidate, utcnow()) for candidate in scene.candidates[:IN_TEST]]

    def beat(self) -> None:
        seq = next(self._seq)
        for seat in self._seats:
            said = {"token": self._signer.sign_attempt(*seat), "epoch": WINDOW, "seq": seq, "visible": True}
            assert requests.post(self._url, json=said, timeout=20).json()["go"] is None


@pytest.mark.parametrize("signal", ["kill", "stop"])
def test_a_web_process_that_restarts_calls_nobody(app_server: AppServer, signal: str) -> None:
    with scene(app_server.database_url, utcnow()) as room_b204:
        pages = Pages(app_server, room_b204)
        pages.beat()
        _go_away(app_server, signal)
        eventually(lambda: _silence(room_b204) > LOST_AFTER.total_seconds() + 2, PATIENCE, "a long silence")
        app_server.start_web()
        back = utcnow()
        eventually(lambda: _seen(room_b204) > back, PATIENCE, "the web's own sign")
        pages.beat()
        later = _seen(room_b204)
        eventually(lambda: (_seen(room_b204) - later).total_seconds() > 2, PATIENCE, "the watcher's looks")
        assert room_b204.all(select(Alert.kind)) == []
        assert {attempt.connectivity for attempt in room_b204.all(select(Attempt))} == {"connected"}
        assert [span.cause for span in room_b204.all(select(Span))] == ["ours"] * IN_TEST
        assert "web_gap" in room_b204.room.journal()


def _go_away(server: AppServer, signal: str) -> None:
    if signal == "kill":
        server.kill_web()
    elif server.web:
        server.web.stop()


def _silence(room_b204: Scene) -> float:
    """Seconds since the last sign of life of any page."""
    (last,) = room_b204.all(select(func.max(Attempt.last_heartbeat_at)))
    return (utcnow() - last).total_seconds()


def _seen(room_b204: Scene) -> datetime:
    """When the web was last seen."""
    return room_b204.all(select(Watch.seen_at).where(Watch.id == WEB))[0]
