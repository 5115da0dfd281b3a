"""Programs started by tests are heard and always end."""

import os
import signal
import sys
from pathlib import Path

from tests.tools.child import Child
from tests.tools.waiting import eventually

STUBBORN = """
import signal
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
while True:
    signal.pause()
"""

RUN = """
import signal
from tests.tools.child import Child
print(Child(["sleep", "60"]).pid, flush=True)
signal.pause()
"""


def ended(pid: int) -> bool:
    """Gone, or a zombie that nobody has buried yet."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_it_keeps_what_was_written() -> None:
    with Child([sys.executable, "-c", "import sys; print('out'); print('é', file=sys.stderr); sys.exit(3)"]) as child:
        assert child.wait(10) == 3
    assert child.log.all() == ["out", "é"]


def test_it_ends_a_program_that_does_not_want_to() -> None:
    with Child([sys.executable, "-c", STUBBORN]) as child:
        child.log.wait_for(lambda line: line == "deaf")
        child.stop(grace=0.1)
        assert not child.running


def test_it_ends_what_the_program_started() -> None:
    with Child(["sh", "-c", "sleep 60 & echo $!; wait"]) as child:
        pid = int(child.log.wait_for())
    eventually(lambda: ended(pid))


def test_it_does_not_outlive_a_killed_test_run() -> None:
    with Child([sys.executable, "-c", RUN]) as run:
        pid = int(run.log.wait_for())
        os.kill(run.pid, signal.SIGKILL)
        eventually(lambda: ended(pid))
