"""Two people or two windows of a room at once: the second finds what the first did."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.visits import Verdict
from pwa.models.tables import Account, Answer, Candidate
from pwa.operations import admissions, alerts, answers, changes, endings, entries, journal, reconciliation, visits
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
    room.wait(candidate, NOW)
    number, alert_id = room.session.id, room.alert(candidate).id

    def takes(account: Account) -> Do:
        account_id = account.id
        return lambda db: alerts.claim(changes.begin(db, number, "", NOW), alert_id, db.get_one(Account, account_id))

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


def test_one_admission_used_twice(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    candidate_id, code = candidate.id, room.session.access_code

    def enters(db: Session) -> object:
        return entries.enter(db, db.get_one(Candidate, candidate_id), code, after(5))

    assert code_of(cross(room.db, enters, enters)) == "not_admitted"
    assert room.journal().count("entered") == 1


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
