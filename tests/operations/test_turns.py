"""Turns are handed over in order, and given back whatever happens."""

from threading import Thread

import pytest

from pwa.models.turns import TurnNeverCame, Turns
from tests.tools.waiting import eventually


def queue(turns: Turns, served: list[int], count: int) -> list[Thread]:
    def write(number: int) -> None:
        turns.take()
        served.append(number)
        turns.give()

    threads = []
    for number in range(count):
        thread = Thread(target=write, args=(number,))
        thread.start()
        eventually(lambda rank=number: len(turns._waiting) == rank + 1)  # type: ignore[misc]
        threads.append(thread)
    return threads


def test_it_serves_in_the_order_of_asking() -> None:
    turns, served = Turns(), list[int]()
    turns.take()
    threads = queue(turns, served, 5)
    turns.give()
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4]


def test_it_tells_whoever_waited_too_long_and_skips_them() -> None:
    turns = Turns(patience=0.01)
    turns.take()
    with pytest.raises(TurnNeverCame):
        turns.take()
    turns.give()
    turns.take()
