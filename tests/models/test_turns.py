"""Writers of one process take turns, first come first served, and nobody waits for ever."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from pwa.models.turns import TurnNeverCame, Turns
from tests.tools.waiting import eventually


def waiting(turns: Turns, count: int) -> Callable[[], bool]:
    return lambda: len(turns._waiting) == count


def test_a_free_turn_is_taken_at_once() -> None:
    turns = Turns(patience=0)
    turns.take()
    turns.give()
    turns.take()


def test_turns_come_in_the_order_they_were_asked_for() -> None:
    turns, came = Turns(), []

    def write(number: int) -> None:
        turns.take()
        came.append(number)
        turns.give()

    turns.take()
    with ThreadPoolExecutor(5) as pool:
        for number in range(5):
            pool.submit(write, number)
            eventually(waiting(turns, number + 1), what="it waits for its turn")
        turns.give()
    assert came == [0, 1, 2, 3, 4]


def test_patience_ends() -> None:
    turns = Turns(patience=0.01)
    turns.take()
    with pytest.raises(TurnNeverCame):
        turns.take()


def test_who_lost_patience_is_passed_over() -> None:
    turns = Turns(patience=0.01)
    turns.take()
    with pytest.raises(TurnNeverCame):
        turns.take()
    turns.give()
    turns.take()


def test_one_holds_the_turn_at_a_time() -> None:
    turns, held, most = Turns(), threading.Semaphore(1), []

    def write() -> None:
        turns.take()
        most.append(held.acquire(blocking=False))
        held.release()
        turns.give()

    with ThreadPoolExecutor(8) as pool:
        for _ in range(200):
            pool.submit(write)
    assert most == [True] * 200
