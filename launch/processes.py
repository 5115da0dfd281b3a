"""The processes of the Procfile, run together in the terminal and stopped together."""

import os
import signal
import socket
import sys
import threading
import time
from types import FrameType

from honcho.environ import parse_procfile  # type: ignore[import-untyped]
from honcho.manager import Manager  # type: ignore[import-untyped]

from launch.place import ROOT, say

STOPPED_BY_PERSON = (130, 143)  # what honcho returns after SIGINT and SIGTERM


def main(host: str, port: int) -> int:
    """Run until a signal or until one of them stops; 0 when a person stopped them."""
    manager = Manager()
    for name, command in parse_procfile((ROOT / "Procfile").read_text()).processes.items():
        manager.add_process(name, command)
    signal.signal(signal.SIGHUP, _stop)
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    manager.loop()
    return 0 if manager.returncode in STOPPED_BY_PERSON else int(manager.returncode or 1)


def _stop(number: int, frame: FrameType | None) -> None:
    """A closed terminal stops everything too: the processes live in sessions of their own."""
    os.kill(os.getpid(), signal.SIGTERM)


def _announce(host: str, port: int) -> None:
    """Print the address once somebody listens there."""
    reachable = "127.0.0.1" if host in ("0.0.0.0", "localhost") else host.strip("[]")
    for _ in range(600):
        try:
            socket.create_connection((reachable, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return say(f"\nEspace surveillant : {os.environ['PUBLIC_URL']}   (Ctrl-C pour arrêter)\n")
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
