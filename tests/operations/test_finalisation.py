"""Staff finalise a session: running tests end, whatever waits is closed, and so is the invigilators' space."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.attempts import State
from pwa.domain.errors import Closed, Illegal, Invalid, Missing
from pwa.domain.finalisation import ALREADY, NOBODY_STARTED, Why
from pwa.models.tables import Account, Alert, Candidate, SessionAccess
from pwa.operations import accesses, finalisation, rights
from pwa.operations.rights import FINALISED
from tests.acting import act
from tests.room import NOW, Room, after

LATER = after(minutes=100)


def test_it_ends_the_running_tests_and_keeps_why(
    room: Room, candidate: Candidate, neighbour: Candidate, staff: Account
) -> None:
    one, two = room.start(candidate, NOW), room.start(neighbour, NOW)
    room.complete(neighbour, after(60))
    room.close(LATER, {candidate.id: Why.TECHNICAL}, staff)
    assert (room.state(candidate, LATER), room.state(neighbour, LATER)) == (
        State.ENDED_BY_FINALISATION,
        State.COMPLETED,
    )
    assert (one.ended_at, one.unfinished_why, two.unfinished_why) == (LATER, "technical", None)
    assert (room.session.finalised_at, room.session.finalised_by_id) == (LATER, staff.id)
    assert not room.beat(candidate, after(5, minutes=100)).running
    assert room.journal()[-1] == "session_finalised"
    assert "test_ended_by_finalisation" in room.journal()


def test_a_test_that_an_invigilator_ended_needs_a_reason_too(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.end(candidate, after(60))
    with pytest.raises(Invalid, match="reason_missing"):
        room.close(LATER, {})
    assert room.session.finalised_at is None
    room.close(LATER, {candidate.id: Why.LATE})
    assert (attempt.state, attempt.ended_at, attempt.unfinished_why) == ("ended_by_invigilator", after(60), "late")


def test_nothing_waits_any_more(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.look(after(14))
    room.hello(candidate, after(20), "window-2")
    room.wait(neighbour, after(30))
    room.close(after(40), {candidate.id: Why.LATE})
    still_open = select(Alert).where(Alert.closed_at.is_(None))
    assert room.db.scalars(still_open).all() == []
    assert (candidate.request, neighbour.request, neighbour.look_at) == (None, None, None)
    assert room.look(after(hours=30)) == []


def test_it_is_done_once_and_not_before_somebody_started(room: Room, candidate: Candidate) -> None:
    with pytest.raises(Illegal) as refused:
        room.close(NOW, {})
    assert refused.value.sentence == NOBODY_STARTED
    room.start(candidate, NOW)
    room.close(LATER, {candidate.id: Why.LATE})
    with pytest.raises(Illegal) as refused:
        room.close(LATER, {candidate.id: Why.LATE})
    assert refused.value.sentence == ALREADY


def test_it_closes_the_invigilators_space_with_a_sentence(
    db: Session, room: Room, candidate: Candidate, colleague: Account
) -> None:
    room.start(candidate, NOW)
    act(db, accesses.open_session, colleague, room.session.id, room.session.password, NOW)
    act(db, accesses.leave, colleague, room.session.id, after(60))
    room.close(LATER, {candidate.id: Why.LATE})
    left = {access.account_id: access.left_at for access in db.scalars(select(SessionAccess))}
    assert left == {room.invigilator.id: LATER, colleague.id: after(60)}
    with pytest.raises(Closed) as refused:
        rights.watched_session(db, room.invigilator, room.session.id)
    assert refused.value.sentence == FINALISED
    with pytest.raises(Missing):
        rights.watched_session(db, colleague, room.session.id)


def test_nobody_is_admitted_nor_marked_absent_afterwards(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    room.start(candidate, NOW)
    room.close(LATER, {candidate.id: Why.LATE})
    for verb in (room.confirm, room.cancel, room.mark_absent, room.cancel_absence):
        with pytest.raises(Closed):
            verb(neighbour, LATER)
    with pytest.raises(Illegal):
        room.reopen(candidate, LATER)


def test_the_unfinished_are_listed_by_name(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.start(neighbour, NOW)
    room.start(candidate, NOW)
    room.answer(candidate, after(30), 1, ([0], ""))
    room.end(neighbour, after(60))
    lines = finalisation.unfinished(room.db, room.session)
    assert [(line.full_name, line.state_label, line.question, line.running) for line in lines] == [
        ("Léa ABADIE", "En cours", 2, True),
        ("Aïssatou BÂ", "Terminé par le surveillant", 1, False),
    ]


def test_a_test_entered_but_never_started_expires(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.confirm(candidate, NOW)
    attempt = room.enter(candidate, NOW)
    for seconds in (10, 15):
        room.look(after(seconds))
    assert attempt.look_at == after(hours=24)
    room.look(after(hours=24))
    assert room.state(candidate, after(hours=24)) is State.ENDED_BY_EXPIRY
    assert (attempt.ended_at, room.alerts(candidate)) == (after(hours=24), [])
    assert room.journal()[-1] != "test_out_of_time"
    assert "test_expired" in room.journal()
    line = next(line for line in room.board(after(hours=24)).candidates if line.id == candidate.id)
    assert line.state_label == "Délai dépassé"
    assert line.end
    assert "n'a pas commencé" in line.end.sentence
