"""Two people or two windows of a room at once: the second finds what the first did."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.finalisation import Why
from pwa.domain.visits import Verdict
from pwa.models.tables import Account, Answer, Attempt, Candidate, TimeGrant
from pwa.operations import (
    admissions,
    answers,
    changes,
    claims,
    endings,
    entries,
    finalisation,
    journal,
    lost_time,
    reconciliation,
    requests,
    rights,
    visits,
)
from pwa.operations.visits import Hello
from tests.cast import Find
from tests.crossing import code_of, cross
from tests.room import NOW, QUESTIONS, WINDOW, Room, after

Do = Callable[[Session], object]


@pytest.fixture
def attempt_id(room: Room, candidate: Candidate) -> int:
    """A test begun at NOW."""
    return room.start(candidate, NOW).id


def confirms(room: Room, candidate: Candidate, account: Account) -> Do:
    number, candidate_id, account_id = room.session.id, candidate.id, account.id
    return lambda db: admissions.confirm(db, number, candidate_id, db.get_one(Account, account_id), NOW)


def test_two_invigilators_confirm_one_presence(room: Room, candidate: Candidate, colleague: Account) -> None:
    mine, other = (confirms(room, candidate, person) for person in (room.invigilator, colleague))
    assert code_of(cross(room.db, mine, other)) == "illegal_move"
    assert room.journal().count("presence_confirmed") == 1


def test_two_invigilators_take_one_alert(room: Room, candidate: Candidate, colleague: Account) -> None:
    room.let_in(colleague, NOW)
    room.wait(candidate, NOW)
    number, alert_id = room.session.id, room.alert(candidate).id

    def takes(account: Account) -> Do:
        account_id = account.id
        return lambda db: claims.claim(changes.begin(db, number, "", NOW), alert_id, db.get_one(Account, account_id))

    assert code_of(cross(room.db, takes(colleague), takes(room.invigilator))) == "alert_claimed"
    assert room.alert(candidate).claimed_by is colleague


def test_two_invigilators_confirm_two_presences(
    room: Room, candidate: Candidate, neighbour: Candidate, colleague: Account
) -> None:
    first, second = confirms(room, candidate, colleague), confirms(room, neighbour, room.invigilator)
    version = room.session.version
    cross(room.db, first, second)
    assert room.session.version == version + 2
    assert sorted([candidate.version, neighbour.version]) == [version + 1, version + 2]
    assert journal.first_broken(room.db, room.session.id) is None


def test_one_code_received_twice_is_one_entry(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    candidate_id, code = candidate.id, room.session.access_code

    def enters(db: Session) -> object:
        return entries.enter(db, db.get_one(Candidate, candidate_id), code, after(5))

    assert isinstance(cross(room.db, enters, enters), Attempt)
    assert room.journal().count("entered") == 1
    assert room.alerts(candidate) == []


def test_two_windows_opened_by_one_entry(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    attempt_id = room.enter(candidate, NOW).id

    def opens(epoch: str) -> Callable[[Session], Verdict]:
        return lambda db: visits.hello(db, attempt_id, Hello(epoch, None, 0), after(1))[1]

    assert cross(room.db, opens("one"), opens("two")) is Verdict.ASK
    assert room.attempt(candidate).epoch == "one"


def answer(attempt_id: int, number: int, reply: tuple[Sequence[int], str]) -> Do:
    key = f"key-{number}"
    return lambda db: answers.answer(db, attempt_id, WINDOW, number, key, reply, QUESTIONS, after(5))


def test_one_answer_sent_twice_at_once(room: Room, attempt_id: int) -> None:
    sends = answer(attempt_id, 1, ([0], ""))
    cross(room.db, sends, sends)
    assert len(room.db.scalars(select(Answer)).all()) == 1


def test_an_answer_crosses_the_end(room: Room, candidate: Candidate, attempt_id: int) -> None:
    number, candidate_id, account_id = room.session.id, candidate.id, room.invigilator.id

    def ends(db: Session) -> object:
        return endings.end(db, number, candidate_id, db.get_one(Account, account_id), after(5))

    assert code_of(cross(room.db, ends, answer(attempt_id, 1, ([0], "")))) == "test_over"


def joins(account: Account, person: Candidate) -> Do:
    account_id, number = account.id, person.session_id
    named = (person.last_name, person.first_name, person.birth_date)
    return lambda db: reconciliation.join(db, db.get_one(Account, account_id), number, *named, NOW)


def test_two_accounts_join_as_one_candidate(room: Room, enrolled: Find, stranger: Account, player: Account) -> None:
    zoe = enrolled("FAURE")
    first, second = joins(player, zoe), joins(stranger, zoe)
    assert code_of(cross(room.db, first, second)) == "other_account"
    assert zoe.account_id == player.id


def test_one_account_joins_as_two_candidates(room: Room, enrolled: Find, player: Account) -> None:
    first, second = joins(player, enrolled("FAURE")), joins(player, enrolled("MARTIN"))
    assert code_of(cross(room.db, first, second)) == "other_candidate"


def finalises(room: Room, candidate: Candidate) -> Do:
    number, account_id, why = room.session.id, room.invigilator.id, {candidate.id: Why.LATE}
    return lambda db: finalisation.finalise(db, number, db.get_one(Account, account_id), why, after(5))


def test_an_answer_crosses_the_finalisation(room: Room, candidate: Candidate, attempt_id: int) -> None:
    sends = answer(attempt_id, 1, ([0], ""))
    assert code_of(cross(room.db, finalises(room, candidate), sends)) == "test_over"
    assert room.attempt(candidate).state == "ended_by_finalisation"


def test_the_finalisation_comes_after_an_answer(room: Room, candidate: Candidate, attempt_id: int) -> None:
    cross(room.db, answer(attempt_id, 1, ([0], "")), finalises(room, candidate))
    attempt = room.attempt(candidate)
    assert (attempt.question, attempt.state) == (2, "ended_by_finalisation")


def test_a_session_is_finalised_once(room: Room, candidate: Candidate, attempt_id: int) -> None:
    twice = finalises(room, candidate)
    assert code_of(cross(room.db, twice, twice)) == "already_finalised"
    assert room.journal().count("session_finalised") == 1


def test_a_presence_confirmed_meanwhile_finds_the_session_finalised(
    room: Room, candidate: Candidate, neighbour: Candidate, attempt_id: int
) -> None:
    number, neighbour_id, account_id = room.session.id, neighbour.id, room.invigilator.id

    def confirms_on_the_board(db: Session) -> object:
        """As the page does: the session is read before its row is held."""
        account = db.get_one(Account, account_id)
        rights.watched_session(db, account, number)
        return admissions.confirm(db, number, neighbour_id, account, after(5))

    assert code_of(cross(room.db, finalises(room, candidate), confirms_on_the_board)) == "finalised"
    assert neighbour.admitted_until is None


def test_who_asks_meanwhile_finds_the_session_finalised(
    room: Room, candidate: Candidate, neighbour: Candidate, attempt_id: int
) -> None:
    neighbour_id = neighbour.id

    def asks(db: Session) -> object:
        return requests.wait(db, db.get_one(Candidate, neighbour_id), after(5))

    assert code_of(cross(room.db, finalises(room, candidate), asks)) == "session_closed"
    assert (neighbour.request, room.alerts(neighbour)) == (None, [])


@pytest.mark.parametrize("second", [lost_time.compensate, lost_time.decline])
def test_two_invigilators_decide_of_one_loss(
    room: Room, candidate: Candidate, attempt_id: int, colleague: Account, second: Callable[..., object]
) -> None:
    room.lose(candidate, after(1), after(100))
    number, candidate_id = room.session.id, candidate.id

    def decides(verb: Callable[..., object], account: Account) -> Do:
        account_id = account.id
        return lambda db: verb(db, number, candidate_id, db.get_one(Account, account_id), after(200))

    first, other = decides(lost_time.compensate, colleague), decides(second, room.invigilator)
    refused = cross(room.db, first, other)
    assert code_of(refused) == "nothing_to_compensate"
    assert "Karim Haddad" in str(getattr(refused, "sentence", ""))
    assert len(room.db.scalars(select(TimeGrant)).all()) == 1


def test_one_outage_is_compensated_once(
    room: Room, candidate: Candidate, neighbour: Candidate, attempt_id: int, colleague: Account
) -> None:
    room.start(neighbour, NOW)
    span_id = room.lose(candidate, after(1), after(100)).id
    room.lose(neighbour, after(2), after(100))
    number, account_id = room.session.id, colleague.id

    def grants_all(db: Session) -> object:
        return lost_time.compensate_shared(db, number, span_id, db.get_one(Account, account_id), after(200))

    assert code_of(cross(room.db, grants_all, grants_all)) == "nothing_to_compensate"
    assert len(room.db.scalars(select(TimeGrant)).all()) == 2
