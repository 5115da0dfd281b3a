"""Signs of life: one update each, which tells the watcher when to look and the page whether it holds the test."""

from datetime import UTC, datetime, timedelta

import pytest

from pwa.models.tables import Candidate
from pwa.operations import beats
from pwa.operations.beats import Pulse, Sign
from tests.acting import act
from tests.room import NOW, Room, after

NIGHT = datetime(2030, 10, 27, 0, 30, tzinfo=UTC)
"""Half past two in Paris, for the first time that night: the clocks go back at three."""


def test_a_beat_is_heard(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    pulse = room.beat(candidate, after(5))
    assert pulse == Pulse(held=True, running=True, ends_at=after(minutes=105))
    assert attempt.last_heartbeat_at == after(5)


def test_a_beat_puts_the_next_look_off(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.beat(candidate, after(5))
    assert attempt.look_at == after(15)


def test_a_beat_never_puts_the_clock_s_look_off(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.beat(candidate, after(minutes=90, seconds=-5))
    assert attempt.look_at == after(minutes=90)
    room.beat(candidate, after(minutes=90, seconds=1))
    assert attempt.look_at == after(minutes=90)


def test_a_beat_moves_no_board_and_writes_no_journal(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    version, journal = room.session.version, room.journal()
    room.beat(candidate, after(5))
    assert (room.session.version, room.journal()) == (version, journal)


def test_a_beat_after_a_silence_is_looked_at_once(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.look(after(10))
    room.beat(candidate, after(12))
    assert attempt.look_at == after(12)
    assert room.look(after(12)) == [True]
    assert (attempt.connectivity, attempt.look_at) == ("connected", after(22))


@pytest.mark.parametrize("moment", [NOW, NIGHT])
def test_a_hidden_page_is_hidden_since_its_first_hidden_beat(
    room: Room, candidate: Candidate, moment: datetime
) -> None:
    attempt = room.start(candidate, moment)
    room.beat(candidate, moment + timedelta(seconds=5), visible=False)
    room.beat(candidate, moment + timedelta(seconds=10), visible=False)
    assert attempt.hidden_since == moment + timedelta(seconds=5)
    assert attempt.look_at == moment + timedelta(seconds=10)


def test_the_next_look_is_right_when_the_clocks_go_back(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NIGHT)
    room.beat(candidate, NIGHT + timedelta(seconds=5))
    assert attempt.look_at == NIGHT + timedelta(seconds=15)


def test_a_page_seen_again_is_hidden_no_more(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.beat(candidate, after(5), visible=False)
    room.beat(candidate, after(10))
    assert attempt.hidden_since is None


def test_another_window_is_not_heard_and_told_to_go(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    pulse = room.beat(candidate, after(5), "window-2")
    assert (pulse.held, pulse.running) == (False, True)
    assert attempt.last_heartbeat_at == NOW


def test_a_window_whose_test_is_over_is_told_so(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(3))
    assert room.beat(candidate, after(5)) == Pulse(held=False, running=False, ends_at=None)


def test_an_unknown_test_is_over(room: Room) -> None:
    assert not act(room.db, beats.beat, 99_999, "window-1", Sign(1, True), NOW).running


def test_a_goodbye_is_looked_at_four_seconds_later(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.goodbye(candidate, after(6))
    assert (attempt.goodbye_at, attempt.look_at) == (after(6), after(10))


def test_a_goodbye_said_twice_keeps_its_first_moment(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.goodbye(candidate, after(6))
    room.goodbye(candidate, after(8))
    assert attempt.goodbye_at == after(6)


def test_a_goodbye_of_another_window_is_not_heard(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.goodbye(candidate, after(6), "window-2")
    assert attempt.goodbye_at is None


def test_a_beat_that_crosses_the_goodbye_revives_nothing(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.goodbye(candidate, after(6))
    assert room.beat(candidate, after(7)).held
    assert (attempt.goodbye_at, attempt.last_heartbeat_at) == (after(6), NOW)


def test_a_window_that_said_goodbye_too_long_ago_is_told_to_go(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(6))
    pulse = room.beat(candidate, after(10))
    assert (pulse.held, pulse.running) == (False, True)
