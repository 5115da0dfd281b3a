"""What can go wrong at a push service, on order."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass
class Trouble:
    """An answer bent on purpose: another status, late, or cut before it leaves; `times` messages long.

    A late or cut answer without a `status` of its own is about an accepted message: the sender just does not know.
    """

    status: int | None = None
    headers: Mapping[str, str] | None = None
    delay: float = 0.0
    cut: bool = False
    gate: threading.Event | None = None
    endpoint: str | None = None
    times: int = 1

    def concerns(self, endpoint: str) -> bool:
        return self.times > 0 and self.endpoint in (None, endpoint)


NONE = Trouble()


class Troubles:
    """The troubles ordered so far; each message meets the first one that concerns it."""

    def __init__(self) -> None:
        self._ordered: list[Trouble] = []
        self._lock = threading.Lock()

    def order(self, trouble: Trouble) -> None:
        with self._lock:
            self._ordered.append(trouble)

    def heal(self) -> None:
        """Cancels them all; answers that were held leave."""
        with self._lock:
            for trouble in self._ordered:
                if trouble.gate:
                    trouble.gate.set()
            self._ordered.clear()

    def next_for(self, endpoint: str) -> Trouble:
        with self._lock:
            for trouble in self._ordered:
                if trouble.concerns(endpoint):
                    trouble.times -= 1
                    return trouble
        return NONE
