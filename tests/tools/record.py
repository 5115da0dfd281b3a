"""A list that threads add to and tests wait on: messages received, notifications shown, lines logged."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from tests.tools.waiting import NeverHappened

T = TypeVar("T")


class Record(Generic[T]):
    """Entries in order of arrival; never loses one, safe from any thread."""

    def __init__(self, what: str = "entry") -> None:
        self.what = what
        self._entries: list[T] = []
        self._changed = threading.Condition()

    def add(self, entry: T) -> None:
        with self._changed:
            self._entries.append(entry)
            self._changed.notify_all()

    def all(self, predicate: Callable[[T], bool] | None = None) -> list[T]:
        """A copy of the entries so far (those that satisfy `predicate`, if given)."""
        with self._changed:
            return [entry for entry in self._entries if predicate is None or predicate(entry)]

    def clear(self) -> None:
        with self._changed:
            self._entries.clear()

    def mark(self) -> int:
        """How many entries there are now: pass it as `since` to wait for later ones only."""
        with self._changed:
            return len(self._entries)

    def wait_for(self, predicate: Callable[[T], bool] | None = None, timeout: float = 10.0, since: int = 0) -> T:
        """The first entry from `since` on that satisfies `predicate`, past or to come within `timeout` seconds."""

        def found() -> list[T]:
            return [entry for entry in self._entries[since:] if predicate is None or predicate(entry)][:1]

        with self._changed:
            answer = self._changed.wait_for(found, timeout)
            if not answer:
                raise NeverHappened(f"no such {self.what} in {timeout} s; there are {self._entries[since:]!r}")
            return answer[0]
