"""Turns: the threads of one process write to SQLite one after the other, first come first served.

SQLite's own waiting is a sleep of growing length without an order: under load a thread can starve for seconds.
"""

from collections import deque
from threading import Event, Lock


class TurnNeverCame(Exception):
    """Another writer of this process held the database for too long."""


class Turns:
    """A lock that is handed over in the order in which it was asked for."""

    def __init__(self, patience: float = 10.0) -> None:
        self._patience = patience
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Event] = deque()

    def take(self) -> None:
        """Wait for one's turn, `patience` seconds at most; raises `TurnNeverCame`."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = Event()
            self._waiting.append(turn)
        if not turn.wait(self._patience):
            self._give_up(turn)

    def give(self) -> None:
        """Hand the turn over to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False

    def _give_up(self, turn: Event) -> None:
        with self._guard:
            if turn.is_set():  # it came at the last moment
                return
            self._waiting.remove(turn)
        raise TurnNeverCame
