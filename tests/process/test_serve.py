"""`bin/serve` from its first start to Ctrl-C: what it makes, what it says, and that nothing outlives it."""

import http.client
import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.child import Child
from tests.tools.servers import ROOT, free_port
from tests.tools.waiting import eventually

STARTED = "Ctrl-C pour arrêter"


class Serve:
    """`bin/serve` on a folder of its own, started from another folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()

    def start(self, *words: str) -> Child:
        command = [str(ROOT / "bin" / "serve"), "--port", str(self.port), "--data", str(self.data), *words]
        child = Child(command, {**os.environ, "HASH_FAST": "1"}, Path("/"))
        child.log.wait_for(lambda line: STARTED in line, 60)
        return child

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def alive(self) -> list[str]:
        """The processes that were given our folder, whoever started them."""
        mark = f"DATA_DIR={self.data}".encode()
        return [entry.parent.name for entry in Path("/proc").glob("[0-9]*/environ") if mark in _content(entry)]


def _content(environ: Path) -> list[bytes]:
    try:
        return environ.read_bytes().split(b"\0")
    except OSError:
        return []


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    serve = Serve(tmp_path / "data")
    yield serve
    for pid in serve.alive():
        os.kill(int(pid), signal.SIGKILL)


def test_the_first_start_makes_everything_and_says_how_to_enter(serve: Serve) -> None:
    with serve.start() as child:
        assert serve.status("/") == 200
        eventually(lambda: serve.status("/up") == 200, 20, "/up")
    notes = (serve.data / "demonstration.txt").read_text()
    assert set(notes.splitlines()) <= set(child.log.all())
    assert f"http://127.0.0.1:{serve.port} " in child.text
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in serve.data.iterdir()}
    assert {"secret_key", "vapid.pem", "demonstration.txt"} <= modes.keys()
    assert set(modes.values()) == {0o600}


def test_a_later_start_keeps_the_keys_and_tells_where_the_codes_are(serve: Serve) -> None:
    serve.data.mkdir()
    kept = {"secret_key": "k" * 32, "demonstration.txt": "notes"}
    for name, text in kept.items():
        (serve.data / name).write_text(text)
    with serve.start() as child:
        assert f"{serve.data}/demonstration.txt" in child.text
    assert kept == {name: (serve.data / name).read_text() for name in kept}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(serve: Serve, number: signal.Signals) -> None:
    with serve.start("--no-demo") as child:
        assert len(serve.alive()) >= 3
        os.kill(child.pid, number)
        assert child.wait(15) == 0
    assert serve.alive() == []
    assert not (serve.data / "demonstration.txt").exists()
