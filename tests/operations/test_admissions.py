"""The invigilator lets a candidate in, takes it back, lets them come back; each refusal has its sentence."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest

from pwa.domain.attempts import REFUSALS, Move, State, legal_moves
from pwa.domain.errors import Illegal, Missing
from pwa.models.tables import Account, Candidate
from pwa.operations import admissions, question_reports
from pwa.operations.changes import Change
from pwa.operations.facts import facts_of
from pwa.operations.question_reports import Decision
from pwa.operations.requests import attempt_of
from tests.acting import act
from tests.cast import Find
from tests.room import NOW, QUESTIONS, Room, after

Bring = Callable[[Room, Candidate], object]

DAY = after(hours=24)
BRING: dict[State, Bring] = {
    State.EXPECTED: lambda room, person: None,
    State.AUTHORISED: lambda room, person: room.confirm(person, DAY),
    State.ABSENT: lambda room, person: room.mark_absent(person, DAY),
    State.RUNNING: lambda room, person: room.start(person, DAY),
    State.COMPLETED: lambda room, person: (room.start(person, DAY), room.complete(person, DAY)),
    State.ENDED_BY_INVIGILATOR: lambda room, person: (room.start(person, DAY), room.end(person, DAY)),
    State.ENDED_BY_EXPIRY: lambda room, person: (room.start(person, NOW), room.look(DAY)),
}


def make(room: Room, move: Move, candidate: Candidate, now: datetime) -> Change:
    verbs: dict[Move, Callable[[Candidate, datetime], Change]] = {
        Move.CONFIRM: room.confirm, Move.ABSENT: room.mark_absent, Move.CANCEL: room.cancel,
        Move.RESUME: room.resume, Move.GRANT: room.grant, Move.END: room.end, Move.REOPEN: room.reopen,
        Move.KEEP: room.keep, Move.HAND_OVER: room.hand_over, Move.EXPECT: room.cancel_absence,
        Move.DECIDE: partial(decide, room),
    }  # fmt: skip
    return verbs[move](candidate, now)


def decide(room: Room, candidate: Candidate, now: datetime) -> Change:
    """A decision on a report that is not."""
    decision = Decision(0, None)
    return act(
        room.db, question_reports.decide, room.session.id, candidate.id, room.invigilator, now, decision, QUESTIONS
    )


@pytest.mark.parametrize("place", BRING)
@pytest.mark.parametrize("move", Move)
def test_a_move_is_made_or_refused_as_the_table_says(
    room: Room, candidate: Candidate, place: State, move: Move
) -> None:
    BRING[place](room, candidate)
    assert room.state(candidate, DAY) is place
    facts = facts_of(candidate, attempt_of(room.db, candidate), None)
    if move in legal_moves(facts, DAY, room.invigilator.id):
        make(room, move, candidate, DAY)
        return
    with pytest.raises(Illegal) as refused:
        make(room, move, candidate, DAY)
    assert refused.value.sentence == REFUSALS[place][move]


def test_a_confirmed_presence_is_kept_with_who_and_until_when(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    assert room.state(candidate, NOW) is State.AUTHORISED
    assert candidate.admitted_until == after(minutes=15)
    assert candidate.admitted_by_id == room.invigilator.id


def test_a_confirmed_presence_runs_out_after_fifteen_minutes(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    assert room.state(candidate, after(minutes=15)) is State.EXPECTED


def test_a_confirmation_that_ran_out_can_be_given_again(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.confirm(candidate, after(minutes=15))
    assert candidate.admitted_until == after(minutes=30)


def test_a_cancelled_confirmation_leaves_nothing(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.cancel(candidate, after(10))
    assert room.state(candidate, after(10)) is State.EXPECTED
    assert (candidate.admitted_until, candidate.admitted_by_id) == (None, None)


def test_somebody_marked_absent_who_arrives_is_present(room: Room, candidate: Candidate) -> None:
    room.mark_absent(candidate, NOW)
    room.confirm(candidate, after(minutes=5))
    assert candidate.absent_at is None


def test_an_absence_taken_back_leaves_somebody_expected_and_is_a_decision(room: Room, candidate: Candidate) -> None:
    room.mark_absent(candidate, NOW)
    change = room.cancel_absence(candidate, after(5))
    assert room.state(candidate, after(5)) is State.EXPECTED
    assert (candidate.absent_at, candidate.decision) == (None, change.version)
    assert room.journal()[-1] == "absence_cancelled"


def test_marking_absent_is_kept_and_answers_a_confirmation_that_ran_out(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.look(after(minutes=15))
    room.mark_absent(candidate, after(minutes=16))
    assert room.state(candidate, after(minutes=16)) is State.ABSENT
    assert (candidate.absent_at, candidate.admitted_until, room.alerts(candidate)) == (after(minutes=16), None, [])
    assert room.journal()[-2:] == ["marked_absent", "alert_closed"]


def test_somebody_marked_absent_who_asks_is_still_called_for(room: Room, candidate: Candidate) -> None:
    room.mark_absent(candidate, NOW)
    room.wait(candidate, after(60))
    assert room.alerts(candidate) == ["entry_requested"]
    room.confirm(candidate, after(70))
    assert room.state(candidate, after(70)) is State.AUTHORISED


def test_several_are_confirmed_at_once_under_one_version(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    version = room.session.version
    roll = room.confirm_several([candidate, neighbour], NOW)
    assert roll.admitted == (candidate, neighbour)
    assert (roll.refused, roll.change.version) == ((), version + 1)
    assert candidate.admitted_until == neighbour.admitted_until == after(minutes=15)
    assert room.journal().count("presence_confirmed") == 2


def test_those_refused_are_told_why_and_hold_nobody_back(
    room: Room, candidate: Candidate, neighbour: Candidate, enrolled: Find
) -> None:
    absent = enrolled("FAURE")
    room.mark_absent(absent, NOW)
    room.start(neighbour, NOW)
    roll = room.confirm_several([neighbour, candidate, absent], NOW)
    assert roll.admitted == (candidate, absent)
    assert roll.refused == ((neighbour, REFUSALS[State.RUNNING][Move.CONFIRM]),)
    assert neighbour.admitted_until is None


def test_several_of_another_session_are_nobody(room: Room, candidate: Candidate, elsewhere: Candidate) -> None:
    with pytest.raises(Missing):
        room.confirm_several([candidate, elsewhere], NOW)
    assert room.state(candidate, NOW) is State.EXPECTED


def test_an_authorised_return_lasts_fifteen_minutes_and_leaves_the_test_running(
    room: Room, candidate: Candidate
) -> None:
    room.start(candidate, NOW)
    room.resume(candidate, after(60))
    assert candidate.admitted_until == after(60, minutes=15)
    assert room.state(candidate, after(61)) is State.RUNNING


def test_a_colleague_may_take_back_what_another_gave(room: Room, candidate: Candidate, colleague: Account) -> None:
    room.confirm(candidate, NOW)
    room.cancel(candidate, after(5), by=colleague)
    assert room.state(candidate, after(5)) is State.EXPECTED


def test_what_is_refused_leaves_no_trace(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    version, journal = room.session.version, room.journal()
    with pytest.raises(Illegal):
        room.confirm(candidate, after(1))
    assert (room.session.version, room.journal()) == (version, journal)


def test_each_move_is_in_the_journal(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.cancel(candidate, NOW)
    room.start(candidate, NOW)
    room.resume(candidate, NOW)
    moves = [word for word in room.journal() if word in ("presence_confirmed", "confirmation_cancelled")]
    assert moves == ["presence_confirmed", "confirmation_cancelled", "presence_confirmed"]
    assert room.journal()[-1] == "resume_authorised"


def test_a_candidate_of_another_session_does_not_exist_here(room: Room, elsewhere: Candidate) -> None:
    with pytest.raises(Missing):
        room.confirm(elsewhere, NOW)


def test_a_session_that_does_not_exist_has_no_candidate(room: Room, candidate: Candidate) -> None:
    with pytest.raises(Missing):
        act(room.db, admissions.confirm, 99_999, candidate.id, room.invigilator, NOW)
