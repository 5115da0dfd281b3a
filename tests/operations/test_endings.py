"""The invigilator ends a test for good; what was answered is kept."""

from sqlalchemy import select

from pwa.domain.attempts import State
from pwa.domain.facts import Ending
from pwa.models.tables import Answer, Candidate
from pwa.operations.endings import REASONS
from tests.room import NOW, Room, after


def test_an_ended_test_says_who_ended_it_and_when(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.end(candidate, after(minutes=20))
    assert room.state(candidate, after(minutes=20)) is State.ENDED_BY_INVIGILATOR
    assert (attempt.ended_at, attempt.ended_by_id) == (after(minutes=20), room.invigilator.id)


def test_the_answers_of_an_ended_test_are_kept(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.answer(candidate, after(30), 1, ([2], ""))
    room.end(candidate, after(60))
    assert [answer.number for answer in room.db.scalars(select(Answer).filter_by(attempt_id=attempt.id))] == [1]


def test_ending_a_test_closes_its_alerts(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.look(after(14))
    alert = room.alert(candidate)
    room.end(candidate, after(60))
    assert (alert.closed_at, alert.closed_why) == (after(60), "ended")


def test_ending_a_test_takes_back_the_request_and_the_authorised_return(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.hello(candidate, after(5), "window-2")
    room.resume(candidate, after(10))
    room.hello(candidate, after(15), "window-3")
    room.end(candidate, after(20))
    assert (candidate.request, candidate.requested_at, candidate.admitted_until) == (None, None, None)


def test_nobody_looks_at_an_ended_test_again(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.end(candidate, after(60))
    assert (attempt.look_at, attempt.time_look_at, candidate.look_at) == (None, None, None)
    assert room.look(after(hours=30)) == []


def test_ending_a_test_is_in_the_journal(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    assert room.journal()[-1] == "test_ended"


def test_every_ending_has_its_reason() -> None:
    assert REASONS.keys() == set(Ending) - {Ending.RUNNING}
