"""What silenced a test page, from what its return leaves behind."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from pwa.domain.facts import Connectivity
from pwa.domain.spans import LABELS, WORDS, Cause, Return, explain, is_ours, is_together, possible_beats, progress
from tests.domain.known import after


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


THREE_MINUTES = seconds(180)


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        ({}, Cause.UNKNOWN),
        ({"silence": seconds(4), "said_goodbye": True, "new_page": True}, Cause.RELOAD),
        ({"silence": seconds(4.1), "said_goodbye": True, "new_page": True}, Cause.CLOSED),
        ({"said_goodbye": True}, Cause.CLOSED),
        ({"said_goodbye": True, "new_page": True, "other_machine": True}, Cause.CLOSED),
        ({"new_page": True, "other_machine": True}, Cause.MOVED),
        ({"new_page": True}, Cause.CRASH),
        ({"new_page": True, "ours": True}, Cause.OURS),
        ({"new_page": True, "together": True}, Cause.CRASH),
        ({"kept": 3, "ours": True}, Cause.OURS),
        ({"progress": seconds(4)}, Cause.ASLEEP),
        ({"progress": seconds(12), "kept": 2}, Cause.ASLEEP),
        ({"progress": seconds(4), "together": True}, Cause.ASLEEP),
        ({"progress": THREE_MINUTES}, Cause.FROZEN),
        ({"progress": THREE_MINUTES, "kept": 2}, Cause.FROZEN),
        ({"progress": THREE_MINUTES, "kept": 34}, Cause.NETWORK),
        ({"kept": 1}, Cause.NETWORK),
        ({"kept": 34, "together": True}, Cause.ROOM),
        ({"progress": THREE_MINUTES, "kept": 34, "together": True}, Cause.ROOM),
        ({"together": True}, Cause.ROOM),
    ],
)
def test_each_silence_has_its_cause(told: dict[str, Any], cause: Cause) -> None:
    assert explain(Return(**({"silence": THREE_MINUTES} | told))) is cause


def test_a_short_cut_is_the_network() -> None:
    assert explain(Return(seconds(12), kept=1, progress=seconds(12))) is Cause.NETWORK


def test_every_cause_has_its_words() -> None:
    assert set(WORDS) == set(Cause)
    assert set(LABELS) == set(Connectivity) - {Connectivity.CONNECTED}


@pytest.mark.parametrize(
    ("before", "now", "gone"),
    [(None, 5, None), (5, None, None), (9_000, 4_000, None), (4_000, 9_000, seconds(5)), (4_000, 4_000, seconds(0))],
)
def test_a_page_s_clock_only_explains(before: int | None, now: int | None, gone: timedelta | None) -> None:
    assert progress(before, now) == gone


@pytest.mark.parametrize(("said", "believed"), [(0, 0), (7, 7), (11, 11), (2_000_000, 11)])
def test_no_more_signs_were_kept_than_could_have_been_made(said: int, believed: int) -> None:
    assert possible_beats(seconds(20), said) == believed


AWAY = (after(10), after(18))


@pytest.mark.parametrize(
    ("began", "ended", "away", "ours"),
    [
        (after(8), after(20), None, False),
        (after(8), after(20), AWAY, True),
        (after(-5), after(33), AWAY, True),
        (after(-6), after(20), AWAY, False),
        (after(8), after(34), AWAY, False),
        (after(19), after(30), AWAY, False),
    ],
)
def test_a_silence_is_ours_when_the_page_was_there_before_us_and_comes_back_with_us(
    began: datetime, ended: datetime, away: tuple[datetime, datetime] | None, ours: bool
) -> None:
    assert is_ours(began, ended, away) is ours


@pytest.mark.parametrize(
    ("silent", "running", "together"), [(2, 2, False), (3, 3, True), (3, 9, True), (3, 10, False), (8, 24, True)]
)
def test_a_third_of_a_room_and_three_at_least(silent: int, running: int, together: bool) -> None:
    assert is_together(silent, running) is together
