"""Waiting for something to become true, with a deadline instead of a nap."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class NeverHappened(AssertionError):
    """What a test waited for did not come within its deadline."""


def eventually(probe: Callable[[], T | None], timeout: float = 10.0, what: str = "", pace: float = 0.02) -> T:
    """The first true answer of `probe`, asked every `pace` seconds; NeverHappened past `timeout` seconds."""
    deadline = time.monotonic() + timeout
    pause = threading.Event()
    while not (answer := probe()):
        if time.monotonic() > deadline:
            raise NeverHappened(f"nothing after {timeout} s: {what or probe}; last answer: {answer!r}")
        pause.wait(pace)
    return answer
