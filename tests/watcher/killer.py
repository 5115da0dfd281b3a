"""A watcher that dies at a chosen line: of what it does between taking something in hand and committing it."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

from pwa.operations import alert_events, deliveries, escalations, outbox, receipts
from pwa.watcher import Watcher

STEPS: tuple[Callable[..., Any], ...] = (
    Watcher._lease,
    Watcher._send,
    Watcher._message,
    Watcher._post,
    Watcher._do,
    deliveries.drop_stale,
    deliveries.lease,
    deliveries.message,
    deliveries.record,
    receipts.accept,
    escalations.climb,
    escalations._make,
    escalations.after_failure,
    outbox.ring,
    alert_events.write,
)
CODES: frozenset[CodeType] = frozenset(step.__code__ for step in STEPS)


class Killed(BaseException):
    """Nothing catches it, as nothing catches a SIGKILL."""


class Killer:
    """Counts the lines of those steps that this watcher runs, on all its threads, and kills it at one of them."""

    def __init__(self, watcher: Watcher, at: int) -> None:
        self._watcher, self._at = watcher, at
        self._guard = threading.Lock()
        self.lines = 0

    @property
    def has_killed(self) -> bool:
        return self.lines >= self._at

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While this lasts, the watcher may die."""
        before = sys.gettrace(), threading.gettrace()
        threading.settrace(self._enter)
        sys.settrace(self._enter)
        try:
            yield
        except Killed:
            pass
        finally:
            sys.settrace(before[0])
            threading.settrace(before[1])

    def _enter(self, frame: FrameType, event: str, _arg: object) -> Any:
        return self._step if frame.f_code in CODES and self._is_its_own(frame) else None

    def _step(self, _frame: FrameType, event: str, _arg: object) -> Any:
        if event == "line":
            with self._guard:
                self.lines += 1
                if self.lines >= self._at:
                    self._watcher.stop()
                    raise Killed
        return self._step

    def _is_its_own(self, frame: FrameType | None) -> bool:
        while frame:
            if isinstance(worker := frame.f_locals.get("self"), Watcher):
                return worker is self._watcher
            frame = frame.f_back
        return False
