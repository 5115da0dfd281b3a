"""The breaker: a push service that does not answer is left alone for a while, so that the others are served."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

THRESHOLD = 5
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 20.0


@dataclass
class _Trouble:
    failures: int = 0
    until: float = 0.0


class Breaker:
    """Counts the failures in a row of each host; `clock` gives seconds that never go back. Safe from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._troubles: dict[str, _Trouble] = {}
        self._lock = threading.Lock()

    def pause(self, host: str) -> float:
        """Seconds to wait before sending to `host`, 0 to go ahead; after a pause one goes ahead, the others wait."""
        with self._lock:
            trouble = self._troubles.get(host)
            if trouble is None or trouble.failures < THRESHOLD:
                return 0.0
            remaining = trouble.until - self._clock()
            if remaining <= 0:
                trouble.until = self._clock() + _length(trouble.failures)
            return max(0.0, remaining)

    def record(self, host: str, reached: bool) -> None:
        """What a sending showed: one success forgets every failure."""
        with self._lock:
            if reached:
                self._troubles.pop(host, None)
                return
            trouble = self._troubles.setdefault(host, _Trouble())
            trouble.failures += 1
            trouble.until = self._clock() + _length(trouble.failures)


def _length(failures: int) -> float:
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(max(0, failures - THRESHOLD), 10))
