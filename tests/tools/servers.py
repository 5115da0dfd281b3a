"""The application as it really runs: the processes of the Procfile, on a free port and a temporary folder."""

import http.client
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.tools.child import Child
from tests.tools.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
SUBJECT = "mailto:tests@example.org"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def procfile(root: Path) -> dict[str, list[str]]:
    """The command of each process, as words."""
    lines = (root / "Procfile").read_text(encoding="utf-8").splitlines()
    return {name: shlex.split(command) for name, _, command in (line.partition(":") for line in lines) if command}


class AppServer:
    """Web and watcher, prepared but not started; `stop` ends them whatever state they are in.

    `settings` are environment variables; `push_hosts` what PUSH_HOSTS allows, `PushService.origin` for instance;
    `root` holds the code.
    """

    def __init__(
        self,
        push_hosts: Sequence[str] = (),
        database_url: str | None = None,
        settings: Mapping[str, str] | None = None,
        root: Path = ROOT,
    ) -> None:
        self.root = root
        self.data_dir = Path(tempfile.mkdtemp(prefix="app-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = database_url or f"sqlite:///{self.data_dir / 'surveillant.db'}"
        self.env = _inherited() | self._settings(push_hosts) | dict(settings or {})
        self.web: Child | None = None
        self.watcher: Child | None = None
        self._past: list[Child] = []

    def __enter__(self) -> Self:
        """Prepared and up."""
        try:
            self.prepare()
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def prepare(self) -> None:
        """Keys and tables, as `bin/serve` makes them."""
        self.flask("keys", "make")
        self.flask("db", "upgrade")

    def flask(self, *words: str) -> str:
        """What a command of ours printed; RuntimeError with its words when it fails."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
        done = subprocess.run(command, cwd=self.root, env=self.env, capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self, timeout: float = 30.0) -> None:
        """Both processes; returns when GET /up says that all is well."""
        self.start_web()
        self.start_watcher()
        eventually(self._well, timeout, "an application that is up")

    def start_web(self, timeout: float = 30.0) -> None:
        """Returns when it answers anything at all."""
        self.web = self._start("web")
        eventually(self._answers, timeout, "the web process")

    def start_watcher(self) -> None:
        """Returns at once; `start` and GET /up tell when it has been seen."""
        self.watcher = self._start("watcher")

    def kill_web(self) -> None:
        """kill -9, to the server and its workers at once."""
        if self.web:
            self.web.kill()

    def kill_watcher(self) -> None:
        """kill -9."""
        if self.watcher:
            self.watcher.kill()

    def stop(self) -> None:
        try:
            for child in (self.watcher, self.web):
                if child:
                    child.stop()
        finally:
            shutil.rmtree(self.data_dir, ignore_errors=True)

    @property
    def log(self) -> str:
        """All that the processes wrote, those killed before too."""
        return "\n".join(f"--- {child.name} {child.pid}\n{child.text}" for child in self._past)

    def status(self, path: str) -> int:
        """The status of a GET; 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def _answers(self) -> bool:
        self._check_running(self.web)
        return self.status("/up") != 0

    def _well(self) -> bool:
        self._check_running(self.web, self.watcher)
        return self.status("/up") == 200

    def _check_running(self, *children: Child | None) -> None:
        """Waiting for a process that has stopped is of no use."""
        stopped = [child for child in children if child and not child.running]
        if stopped:
            raise RuntimeError(f"{stopped[0].name} stopped by itself:\n{self.log}")

    def _start(self, name: str) -> Child:
        child = Child(procfile(self.root)[name], self.env, self.root)
        self._past.append(child)
        return child

    def _settings(self, push_hosts: Sequence[str]) -> dict[str, str]:
        return {
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "PUSH_HOSTS": ",".join(push_hosts),
            "VAPID_SUBJECT": SUBJECT,
            "HASH_FAST": "1",
            "PYTHONUNBUFFERED": "1",
        }


def _inherited() -> dict[str, str]:
    """Only what a program needs to run: no setting of the person's shell reaches the tests."""
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
