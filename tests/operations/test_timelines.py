"""Timelines: where each stretch stands on a line of a thousand units."""

from pwa.models.tables import Candidate
from pwa.operations.timelines import Mark, Timeline
from tests.room import NOW, Room, after


def line(room: Room, candidate: Candidate, seconds: float) -> Timeline:
    found = next(one for one in room.board(after(seconds)).candidates if one.id == candidate.id)
    assert found.timeline
    return found.timeline


def test_nobody_has_a_line_before_their_first_question(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.enter(candidate, NOW)
    assert {one.timeline for one in room.board(after(60)).candidates} == {None}


def test_a_stretch_is_drawn_where_it_was(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(25))
    room.look(after(40))
    room.beat(candidate, after(75))
    room.look(after(75))
    drawn = line(room, candidate, 100)
    assert (drawn.began_at, drawn.ended_at) == (NOW, after(100))
    assert drawn.marks == (Mark("lost", 250, 500),)
    assert drawn.ongoing is None


def test_what_goes_on_reaches_the_end_and_is_never_too_thin(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(hours=1))
    room.look(after(10, hours=1))
    drawn = line(room, candidate, 3611)
    assert drawn.marks == (Mark("lost", 994, 6),)
    assert drawn.ongoing
    assert drawn.ongoing.label == "signal perdu"


def test_fifty_reloads_are_one_line_of_words(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    for number in range(1, 51):
        room.goodbye(candidate, after(number * 5), f"window-{number}")
        room.hello(candidate, after(number * 5 + 1), f"window-{number + 1}", f"window-{number}")
    drawn = line(room, candidate, 7200)
    (words,) = drawn.lines
    assert (words.label, words.times, words.began_at, words.ended_at) == ("page rechargée", 50, after(5), after(251))
    assert len(drawn.marks) < 40


def test_a_hidden_page_slowed_down_is_heard(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(5), visible=False)
    room.look(after(5))
    assert room.board(after(60)).heard == 1
    assert room.board(after(80)).heard == 0
