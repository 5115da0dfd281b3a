"""The feed: it wakes who listens when a version grows, and survives a database that does not answer."""

import logging
from collections.abc import Callable
from threading import Timer

import pytest

from pwa.adapters.feed import Feed, Full

SOON = 5.0
"""Seconds that a test would rather wait than fail on a busy machine."""


class Versions:
    """A database as the feed sees it."""

    def __init__(self) -> None:
        self.kept = {1: 1, 2: 1}
        self.asked: list[list[int]] = []
        self.broken = False

    def read(self, numbers: list[int]) -> dict[int, int]:
        self.asked.append(numbers)
        if self.broken:
            raise OSError("no database")
        return {number: self.kept[number] for number in numbers if number in self.kept}


@pytest.fixture
def versions() -> Versions:
    return Versions()


@pytest.fixture
def feed(versions: Versions) -> Feed:
    return Feed(versions.read, limit=2, every=0.01)


def later(work: Callable[[], None]) -> Timer:
    """Do it in a moment, from another thread."""
    timer = Timer(0.05, work)
    timer.start()
    return timer


def test_a_listener_is_woken_when_its_version_grows(feed: Feed, versions: Versions) -> None:
    with feed.listening(1):
        timer = later(lambda: versions.kept.update({1: 2}))
        assert feed.wait([1], 1, SOON) == 2
        timer.join()


def test_a_listener_is_told_at_once_what_is_known_already(feed: Feed, versions: Versions) -> None:
    versions.kept[1] = 7
    with feed.listening(1):
        assert feed.wait([1], 3, SOON) == 7
        assert feed.wait([1], 6, 0) == 7


def test_another_session_wakes_nobody(feed: Feed, versions: Versions) -> None:
    with feed.listening(1), feed.listening(2):
        versions.kept[2] = 9
        assert feed.wait([2], 1, SOON) == 9
        assert feed.wait([1], 1, 0.05) == 1


def test_a_version_is_never_told_backwards(feed: Feed, versions: Versions) -> None:
    """A page may know more than the last look, when it has just acted."""
    with feed.listening(1):
        assert feed.wait([1], 0, SOON) == 1
        assert feed.wait([1], 5, 0.05) == 5


def test_what_was_known_is_forgotten_with_the_last_listener(feed: Feed, versions: Versions) -> None:
    versions.kept[1] = 7
    with feed.listening(1):
        assert feed.wait([1], 0, SOON) == 7
    versions.kept[1] = 2
    with feed.listening(1):
        assert feed.wait([1], 1, SOON) == 2


def test_the_database_is_asked_about_watched_sessions_only(feed: Feed, versions: Versions) -> None:
    with feed.listening(1):
        feed.wait([1], 0, SOON)
        with feed.listening(2):
            feed.wait([2], 0, SOON)
        versions.asked.clear()
        versions.kept[1] = 2
        feed.wait([1], 1, SOON)
    assert all(numbers == [1] for numbers in versions.asked[1:])


def test_nobody_watching_nothing_is_asked(feed: Feed, versions: Versions) -> None:
    with feed.listening(1):
        feed.wait([1], 0, SOON)
    assert feed.wait([1], 99, 0.05) == 99
    versions.asked.clear()
    assert feed.wait([1], 99, 0.05) == 99
    assert versions.asked == []


def test_a_full_house_is_refused_and_a_place_left_is_free(feed: Feed) -> None:
    with feed.listening(1):
        with feed.listening(1), pytest.raises(Full), feed.listening(2):
            pass
        with feed.listening(2):
            pass


def test_a_listener_that_fails_leaves_its_place(feed: Feed) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), feed.listening(1):
            raise ZeroDivisionError
    with feed.listening(1), feed.listening(1):
        pass


def test_a_database_that_does_not_answer_is_asked_again(
    feed: Feed, versions: Versions, caplog: pytest.LogCaptureFixture
) -> None:
    versions.broken = True
    with caplog.at_level(logging.ERROR), feed.listening(1):
        assert feed.wait([1], 0, 0.05) == 0
        versions.broken = False
        assert feed.wait([1], 0, SOON) == 1
    assert "the versions could not be read" in caplog.text


def test_a_session_that_is_gone_harms_nobody(feed: Feed) -> None:
    with feed.listening(3):
        assert feed.wait([3], 0, 0.05) == 0
