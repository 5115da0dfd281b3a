"""The feed: one thread reads the versions of the sessions being watched and wakes the open streams."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Condition, Thread

EVERY = 0.2

log = logging.getLogger(__name__)

Read = Callable[[list[int]], dict[int, int]]


class Full(Exception):
    """Too many streams are open: the page polls instead."""


class Feed:
    """Versions of the sessions being watched, as last read from `read`; at most `limit` streams listen."""

    def __init__(self, read: Read, limit: int, every: float = EVERY) -> None:
        self._read, self._limit, self._every = read, limit, every
        self._news = Condition()
        self._streams = 0
        self._watched: Counter[int] = Counter()
        self._versions: dict[int, int] = {}
        self._thread: Thread | None = None

    @contextmanager
    def listening(self, *numbers: int) -> Iterator[None]:
        """Count one more stream on a session, or on several, while it lasts; raises `Full`."""
        with self._news:
            if self._streams >= self._limit:
                raise Full
            self._streams += 1
            self._watched.update(numbers)
            self._start()
            self._news.notify_all()
        try:
            yield
        finally:
            with self._news:
                self._streams -= 1
                self._watched -= Counter(numbers)  # drops the sessions that nobody watches any more
                for number in set(numbers) - self._watched.keys():
                    self._versions.pop(number, None)

    def wait(self, numbers: Sequence[int], seen: int, seconds: float) -> int:
        """Return the version of these sessions (their sum) as soon as it is past `seen`, or what it is after `seconds`.

        None of them ever comes down: the sum grows as soon as one does.
        """
        with self._news:
            self._news.wait_for(lambda: self._version(numbers) > seen, seconds)
            return max(seen, self._version(numbers))

    def _version(self, numbers: Sequence[int]) -> int:
        return sum(self._versions.get(number, 0) for number in numbers)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = Thread(target=self._run, name="feed", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(self._watched.total)
                numbers = list(self._watched)
            self._look(numbers)
            with self._news:
                self._news.wait(self._every)

    def _look(self, numbers: list[int]) -> None:
        try:
            versions = self._read(numbers)
        except Exception:
            log.exception("the versions could not be read; the next look will try again")
            return
        with self._news:
            watched = {number: version for number, version in versions.items() if number in self._watched}
            if watched != self._versions:
                self._versions = watched
                self._news.notify_all()
