"""A program started by a test, with its output kept line by line, and certain to end."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

from tests.tools.record import Record


def _mortal(command: Sequence[str]) -> list[str]:
    """The command, ended by the kernel with the thread that starts it: a test run that is killed leaves nothing."""
    return ["setpriv", "--pdeathsig", "KILL", *command] if shutil.which("setpriv") else list(command)


class Child:
    """A process in a group of its own; `log` holds what it writes to stdout and stderr."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        user: str | None = None,
    ) -> None:
        self.name = Path(command[0]).name
        self.log: Record[str] = Record(f"line of {self.name}")
        self._process = subprocess.Popen(
            _mortal(command),
            env=None if env is None else dict(env),
            cwd=cwd,
            user=user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, name=f"log of {self.name}", daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    @property
    def text(self) -> str:
        return "\n".join(self.log.all())

    def wait(self, timeout: float) -> int | None:
        """The exit code, or None when it still runs after `timeout` seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout)
        return None

    def kill(self) -> None:
        """SIGKILL to the process and all it started, as a power cut would."""
        self._signal(signal.SIGKILL)
        self._process.wait(10)
        self._end()

    def stop(self, grace: float = 5.0) -> None:
        """SIGTERM, then SIGKILL after `grace` seconds; nothing of the group is left."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        self.wait(grace)
        self.kill()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self.log.add(line.rstrip("\n"))

    def _end(self) -> None:
        self._reader.join(5)
        if self._process.stdout:
            self._process.stdout.close()
