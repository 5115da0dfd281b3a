"""Waiting ends as soon as it may, and no later than it must."""

import threading

import pytest

from tests.tools.record import Record
from tests.tools.waiting import NeverHappened, eventually


def test_it_gives_the_first_true_answer() -> None:
    answers = iter([None, 0, "", "yes", "later"])
    assert eventually(lambda: next(answers), pace=0) == "yes"


def test_it_says_what_never_happened() -> None:
    with pytest.raises(NeverHappened, match="the moon"):
        eventually(lambda: None, timeout=0.01, what="the moon")


def test_a_record_wakes_who_waits() -> None:
    record: Record[int] = Record()
    for number in (1, 2):
        threading.Timer(0.02 * number, record.add, (number,)).start()
    assert record.wait_for(lambda entry: entry > 1) == 2


def test_a_record_skips_what_came_before_a_mark() -> None:
    record: Record[str] = Record()
    record.add("before")
    mark = record.mark()
    record.add("after")
    assert record.wait_for(since=mark) == "after"


def test_a_record_says_what_it_holds_instead() -> None:
    record: Record[str] = Record("line")
    record.add("this")
    with pytest.raises(NeverHappened, match=r"no such line.*'this'"):
        record.wait_for(lambda entry: entry == "that", timeout=0.01)
