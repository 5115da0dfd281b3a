"""Presence: a thread of each web process says, every second, that the web is here, and learns how full the site is."""

import logging
from collections.abc import Callable
from threading import Event, Thread

EVERY = 1.0

log = logging.getLogger(__name__)


class Presence:
    """Calls `sign` every second from `start` on; a sign that fails stops nothing.

    `running` is what the last sign learned: how many tests run on the whole site.
    """

    def __init__(self, sign: Callable[[], int], every: float = EVERY) -> None:
        self.running = 0
        self._sign, self._every = sign, every
        self._stop = Event()

    def start(self) -> None:
        """Sign, before anything is served, and go on in the process that serves: threads do not survive a fork."""
        self._try()
        Thread(target=self._run, name="presence", daemon=True).start()

    def stop(self) -> None:
        """Sign no more."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            self._try()

    def _try(self) -> None:
        try:
            self.running = self._sign()
        except Exception:
            log.exception("the web could not say that it is here; it will try again")
