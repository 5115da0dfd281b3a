"""A test ends by its invigilator or by itself; answers are kept, and an end is taken back within two minutes."""

from datetime import datetime

import pytest
from sqlalchemy import select

from pwa.domain.attempts import State
from pwa.domain.endings import NOT_YOURS, TOO_LATE
from pwa.domain.errors import Illegal
from pwa.domain.visits import Verdict
from pwa.models.tables import Account, Answer, Candidate
from pwa.operations import notices
from pwa.operations.requests import Step
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


@pytest.mark.parametrize("stops_after", [0, 10])
def test_a_session_ends_its_tests_by_itself(room: Room, candidate: Candidate, stops_after: int) -> None:
    room.session.stops_after = stops_after
    room.db.commit()
    attempt, stop = room.start(candidate, NOW), after(minutes=105 + stops_after)
    look_all_along(room, candidate, stop)
    assert room.state(candidate, stop) is State.ENDED_BY_EXPIRY
    assert (attempt.ended_at, attempt.ended_by_id, room.alerts(candidate)) == (stop, None, [])
    assert room.journal().count("test_out_of_time") == 1
    line = next(line for line in room.board(stop).candidates if line.id == candidate.id)
    assert (line.state_label, line.end and line.end.by) == ("Temps écoulé", None)


def test_minutes_granted_put_the_automatic_end_off(room: Room, candidate: Candidate) -> None:
    room.session.stops_after = 0
    room.db.commit()
    room.start(candidate, NOW)
    room.grant(candidate, after(minutes=104))
    look_all_along(room, candidate, after(minutes=114))
    assert room.state(candidate, after(minutes=114)) is State.RUNNING
    look_all_along(room, candidate, after(minutes=115))
    assert room.state(candidate, after(minutes=115)) is State.ENDED_BY_EXPIRY


def test_a_test_reopened_has_its_time_intact(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.end(candidate, after(minutes=20))
    room.reopen(candidate, after(minutes=21, seconds=30))
    assert room.state(candidate, after(minutes=22)) is State.RUNNING
    assert attempt.ends_at == after(minutes=106, seconds=30)
    assert (attempt.ended_at, attempt.ended_by_id) == (None, None)
    said = "Claire Moreau a rouvert votre test à 08\u00a0h\u00a051. Votre temps est intact."
    assert notices.words(attempt.notice) == said
    assert "test_reopened" in room.journal()


def test_a_test_reopened_lets_its_candidate_back_by_the_usual_entry(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    room.reopen(candidate, after(120))
    assert room.wait(candidate, after(125)) is Step.CODE
    room.enter(candidate, after(130))
    assert room.hello(candidate, after(131), "window-2") is Verdict.GRANTED


def test_a_reopened_test_calls_nobody_while_its_candidate_is_on_the_way(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    room.reopen(candidate, after(120))
    room.look(after(130))
    assert room.alerts(candidate) == []


def test_a_page_that_did_not_notice_the_end_goes_on(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(6))
    room.reopen(candidate, after(8))
    assert room.beat(candidate, after(10)).held


@pytest.mark.parametrize(("seconds", "sentence"), [(119, None), (120, TOO_LATE)])
def test_an_end_is_taken_back_for_two_minutes(
    room: Room, candidate: Candidate, seconds: int, sentence: str | None
) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    if sentence is None:
        room.reopen(candidate, after(60 + seconds))
        return
    with pytest.raises(Illegal) as refused:
        room.reopen(candidate, after(60 + seconds))
    assert refused.value.sentence == sentence


def test_only_who_ended_a_test_reopens_it(room: Room, candidate: Candidate, colleague: Account) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    with pytest.raises(Illegal) as refused:
        room.reopen(candidate, after(70), colleague)
    assert refused.value.sentence == NOT_YOURS


def test_the_board_offers_it_to_that_person_alone(room: Room, candidate: Candidate, colleague: Account) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    for account, actions in ((room.invigilator, ("reopen",)), (colleague, ())):
        line = next(line for line in room.board(after(61), account).candidates if line.id == candidate.id)
        assert line.actions == actions
        assert line.end
        assert bool(line.end.reopens_until) == bool(actions)


def test_a_test_can_be_ended_again_after_a_reopening(room: Room, candidate: Candidate, colleague: Account) -> None:
    attempt = room.start(candidate, NOW)
    room.end(candidate, after(60))
    room.reopen(candidate, after(70))
    room.end(candidate, after(80), colleague)
    assert (attempt.ended_at, attempt.ended_by_id) == (after(80), colleague.id)


def look_all_along(room: Room, candidate: Candidate, until: datetime) -> None:
    """The watcher, at each moment somebody must look; the candidate is always there."""
    attempt = room.attempt(candidate)
    while attempt.time_look_at and attempt.time_look_at <= until:
        now = attempt.time_look_at
        room.beat(candidate, now)
        room.look(now)
