"""The time between an end and its taking back is given back once."""

from datetime import datetime, timedelta

from pwa.models.tables import Candidate
from tests.room import NOW, Room, after


def given(room: Room, candidate: Candidate, end: datetime | None) -> timedelta:
    """How much later than that the test ends now."""
    ends_at = room.attempt(candidate).ends_at
    assert ends_at
    assert end
    return ends_at - end


def test_the_time_of_an_end_taken_back_is_not_given_back_twice(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    end = room.attempt(candidate).ends_at
    for seconds in range(5, 60, 5):
        room.beat(candidate, after(seconds))
    room.end(candidate, after(60))
    room.reopen(candidate, after(160))
    room.enter(candidate, after(190))
    room.hello(candidate, after(190), "window-2")
    room.compensate(candidate, after(200))
    lost = timedelta(seconds=190 - 55)
    assert given(room, candidate, end) <= lost + timedelta(minutes=1)


def test_an_end_taken_back_is_no_crash(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(55))
    room.end(candidate, after(60))
    room.reopen(candidate, after(160))
    room.enter(candidate, after(190))
    room.hello(candidate, after(190), "window-2")
    assert "crash" not in [span.cause for span in room.spans(candidate)]


def test_one_who_was_lost_when_the_test_ended_is_given_it_back_once(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    end = room.attempt(candidate).ends_at
    room.look(after(16))
    room.end(candidate, after(60))
    room.reopen(candidate, after(150))
    room.beat(candidate, after(151))
    room.look(after(151))
    room.compensate(candidate, after(152))
    assert given(room, candidate, end) <= timedelta(seconds=151) + timedelta(minutes=1)
