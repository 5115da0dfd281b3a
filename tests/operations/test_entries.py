"""The candidate types the access code and uses up their admission, once, within fifteen minutes."""

import pytest

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.facts import Request
from pwa.models.tables import Account, Candidate
from pwa.operations.entries import WRONG_CODE, NotAdmitted
from pwa.operations.requests import SENTENCES
from pwa.operations.rights import NO_LONGER_OPEN
from tests.room import NOW, Room, after


def test_an_admitted_candidate_enters(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    attempt = room.enter(candidate, after(60))
    assert (attempt.state, attempt.question, attempt.epoch) == ("running", 1, None)
    assert attempt.entered_at == attempt.last_heartbeat_at == after(60)


def test_the_test_s_clock_waits_for_the_first_question(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    attempt = room.enter(candidate, after(60))
    assert (attempt.started_at, attempt.ends_at) == (None, None)


def test_the_code_is_read_as_people_type_it(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    assert room.enter(candidate, NOW, f" {room.session.access_code.lower()} ")


def test_a_wrong_code_does_not_use_up_the_admission(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    with pytest.raises(Invalid) as refused:
        room.enter(candidate, NOW, "AAAA99")
    assert (refused.value.code, refused.value.sentence) == ("wrong_code", WRONG_CODE)
    assert room.enter(candidate, after(10))


@pytest.mark.parametrize("code", ["é" * 40, " ", "BCDF23\0"])
def test_a_strange_code_is_a_wrong_code(room: Room, candidate: Candidate, code: str) -> None:
    room.confirm(candidate, NOW)
    with pytest.raises(Invalid):
        room.enter(candidate, NOW, code)


def test_an_admission_is_used_once(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.enter(candidate, after(10))
    room.hello(candidate, after(11))
    with pytest.raises(NotAdmitted) as refused:
        room.enter(candidate, after(20))
    assert refused.value.sentence == SENTENCES[Request.RESUME]


def test_a_code_received_twice_changes_nothing(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    attempt, journal = room.enter(candidate, after(10)), room.journal()
    assert room.enter(candidate, after(129)).id == attempt.id
    assert (attempt.entered_at, candidate.request, room.journal()) == (after(10), None, journal)
    with pytest.raises(Invalid):
        room.enter(candidate, after(129), "AAAA99")
    with pytest.raises(NotAdmitted):
        room.enter(candidate, after(130))


def test_a_return_authorised_meanwhile_is_used(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.enter(candidate, after(10))
    room.resume(candidate, after(20))
    assert room.enter(candidate, after(30)).entered_at == after(30)
    assert candidate.admitted_until is None


def test_a_place_handed_over_shuts_the_door(room: Room, candidate: Candidate, stranger: Account) -> None:
    room.confirm(candidate, NOW)
    room.enter(candidate, after(10))
    room.claim(candidate, stranger, after(11))
    room.hand_over(candidate, after(12))
    with pytest.raises(NotAdmitted):
        room.enter(candidate, after(13))


def test_nobody_enters_before_their_presence_is_confirmed(room: Room, candidate: Candidate) -> None:
    with pytest.raises(NotAdmitted) as refused:
        room.enter(candidate, NOW)
    assert refused.value.sentence == SENTENCES[Request.ENTRY]


def test_nobody_enters_after_their_confirmation_was_cancelled(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.cancel(candidate, after(5))
    with pytest.raises(NotAdmitted):
        room.enter(candidate, after(10))


def test_nobody_enters_fifteen_minutes_after(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    with pytest.raises(NotAdmitted):
        room.enter(candidate, after(minutes=15))


def test_a_candidate_comes_back_to_their_question_and_their_clock(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.answer(candidate, after(30), 1, ([0], ""))
    room.goodbye(candidate, after(60))
    room.resume(candidate, after(120))
    assert room.enter(candidate, after(180)).id == attempt.id
    assert (attempt.question, attempt.started_at, attempt.ends_at) == (2, NOW, after(minutes=105))


def test_coming_back_shuts_the_window_that_held_the_test(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.resume(candidate, after(60))
    room.enter(candidate, after(70))
    pulse = room.beat(candidate, after(75))
    assert (pulse.held, pulse.running) == (False, True)


def test_entering_answers_the_request(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    room.confirm(candidate, after(5))
    room.enter(candidate, after(10))
    assert (candidate.request, candidate.requested_at, candidate.request_seen_at) == (None, None, None)


def test_nobody_enters_a_test_that_is_over(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    with pytest.raises(Illegal) as refused:
        room.enter(candidate, after(70))
    assert refused.value.code == "test_over"


def test_nobody_enters_a_session_a_day_after_its_first_start(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    room.start(neighbour, NOW)
    room.confirm(candidate, after(hours=23, minutes=50))
    with pytest.raises(Illegal) as refused:
        room.enter(candidate, after(hours=24))
    assert refused.value.sentence == NO_LONGER_OPEN


def test_nobody_is_let_into_a_session_a_day_after_its_first_start(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    room.start(neighbour, NOW)
    for let_in in (room.confirm, room.wait):
        with pytest.raises(Illegal) as refused:
            let_in(candidate, after(hours=24))
        assert refused.value.sentence == NO_LONGER_OPEN
    assert room.board(after(hours=24)).expired
    assert not room.board(after(hours=23)).expired


def test_nobody_starts_a_day_after_the_first_start_of_the_session(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    room.start(neighbour, NOW)
    room.confirm(candidate, after(hours=23, minutes=59))
    attempt = room.enter(candidate, after(hours=24, seconds=-1))
    with pytest.raises(Illegal) as refused:
        room.hello(candidate, after(hours=24))
    assert refused.value.sentence == NO_LONGER_OPEN
    assert (attempt.started_at, attempt.epoch) == (None, None)


def test_nobody_enters_a_finalised_session(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.finalise(after(5))
    with pytest.raises(Illegal) as refused:
        room.enter(candidate, after(10))
    assert refused.value.code == "session_closed"


def test_an_entry_and_a_return_are_told_apart_in_the_journal(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.resume(candidate, after(60))
    room.enter(candidate, after(70))
    assert [word for word in room.journal() if word in ("entered", "resumed")] == ["entered", "resumed"]
