"""A report crosses an answer, an end, another decision: the second finds what the first did, and nobody is stuck."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.finalisation import Why
from pwa.models.tables import Account, Answer, Candidate, QuestionReport
from pwa.operations import answers, endings, finalisation, journal, looks, question_reports
from pwa.operations.question_reports import Decision
from tests.crossing import code_of, cross
from tests.room import NOW, QUESTIONS, WINDOW, Room, after

Do = Callable[[Session], object]


@pytest.fixture
def attempt_id(room: Room, candidate: Candidate) -> int:
    """A test begun at NOW."""
    return room.start(candidate, NOW).id


@pytest.fixture
def held(room: Room, candidate: Candidate, attempt_id: int) -> QuestionReport:
    room.report(candidate, after(3))
    return one(room)


def one(room: Room) -> QuestionReport:
    """The only report there is, read again."""
    return room.db.scalars(select(QuestionReport).execution_options(populate_existing=True)).one()


def reports(attempt_id: int) -> Do:
    return lambda db: question_reports.report(db, attempt_id, WINDOW, 1, QUESTIONS, after(5))


def answer(attempt_id: int) -> Do:
    return lambda db: answers.answer(db, attempt_id, WINDOW, 1, "key", ([0], ""), QUESTIONS, after(5))


def decides(room: Room, held: QuestionReport, account: Account, reason: str | None) -> Do:
    number, candidate_id, account_id, decision = (
        room.session.id,
        held.candidate_id,
        account.id,
        Decision(held.id, reason),
    )

    def decide(db: Session) -> object:
        person = db.get_one(Account, account_id)
        return question_reports.decide(db, number, candidate_id, person, after(6), decision, QUESTIONS)

    return decide


def ends(room: Room, candidate: Candidate) -> Do:
    number, candidate_id, account_id = room.session.id, candidate.id, room.invigilator.id
    return lambda db: endings.end(db, number, candidate_id, db.get_one(Account, account_id), after(5))


def finalises(room: Room, candidate: Candidate) -> Do:
    number, account_id, why = room.session.id, room.invigilator.id, {candidate.id: Why.TECHNICAL}
    return lambda db: finalisation.finalise(db, number, db.get_one(Account, account_id), why, after(5))


def test_one_report_sent_twice_at_once(room: Room, candidate: Candidate, attempt_id: int) -> None:
    cross(room.db, reports(attempt_id), reports(attempt_id))
    assert one(room).state == "open"
    assert room.journal().count("question_reported") == 1
    assert room.alerts(candidate) == ["question_report"]


def test_an_answer_crosses_the_report(room: Room, attempt_id: int) -> None:
    assert code_of(cross(room.db, reports(attempt_id), answer(attempt_id))) == "on_hold"
    assert room.db.scalars(select(Answer)).all() == []


def test_a_report_crosses_the_answer(room: Room, candidate: Candidate, attempt_id: int) -> None:
    assert code_of(cross(room.db, answer(attempt_id), reports(attempt_id))) == "already_answered"
    assert (room.attempt(candidate).question, room.alerts(candidate)) == (2, [])


@pytest.mark.parametrize("over", [ends, finalises])
def test_a_report_crosses_the_end(
    room: Room, candidate: Candidate, attempt_id: int, over: Callable[[Room, Candidate], Do]
) -> None:
    assert code_of(cross(room.db, over(room, candidate), reports(attempt_id))) == "test_over"
    assert room.alerts(candidate) == []


@pytest.mark.parametrize("over", [ends, finalises])
def test_the_end_crosses_a_report_and_closes_it(
    room: Room, candidate: Candidate, attempt_id: int, over: Callable[[Room, Candidate], Do]
) -> None:
    cross(room.db, reports(attempt_id), over(room, candidate))
    assert (one(room).state, room.alerts(candidate)) == ("closed", [])


@pytest.mark.parametrize("reason", ["E11", None])
@pytest.mark.parametrize("over", [ends, finalises])
def test_a_decision_crosses_the_end(
    room: Room, candidate: Candidate, held: QuestionReport, over: Callable[[Room, Candidate], Do], reason: str | None
) -> None:
    refused = cross(room.db, over(room, candidate), decides(room, held, room.invigilator, reason))
    assert code_of(refused) == "report_decided"
    assert (one(room).state, one(room).reason, room.attempt(candidate).substitutes) == ("closed", None, {})


@pytest.mark.parametrize("reason", ["E11", None])
def test_the_end_crosses_a_decision(room: Room, candidate: Candidate, held: QuestionReport, reason: str | None) -> None:
    cross(room.db, decides(room, held, room.invigilator, reason), ends(room, candidate))
    assert one(room).state == ("validated" if reason else "refused")
    assert (room.attempt(candidate).state, room.alerts(candidate)) == ("ended_by_invigilator", [])


@pytest.mark.parametrize(("first", "second"), [("E11", None), (None, "E11"), ("E4", "E11")])
def test_two_invigilators_decide_of_one_report(
    room: Room, held: QuestionReport, colleague: Account, first: str | None, second: str | None
) -> None:
    mine, theirs = decides(room, held, room.invigilator, second), decides(room, held, colleague, first)
    refused = cross(room.db, theirs, mine)
    assert code_of(refused) == "report_decided"
    assert "Karim Haddad" in str(getattr(refused, "sentence", ""))
    assert (one(room).reason, one(room).decided_by_id) == (first, colleague.id)
    assert journal.first_broken(room.db, room.session.id) is None


def test_an_answer_crosses_the_refusal(room: Room, candidate: Candidate, attempt_id: int, held: QuestionReport) -> None:
    cross(room.db, decides(room, held, room.invigilator, None), answer(attempt_id))
    assert room.attempt(candidate).question == 2


def test_an_answer_crosses_the_validation(
    room: Room, candidate: Candidate, attempt_id: int, held: QuestionReport
) -> None:
    crossed = cross(room.db, decides(room, held, room.invigilator, "E11"), answer(attempt_id))
    assert code_of(crossed) == "question_replaced"
    assert room.attempt(candidate).question == 1


@pytest.mark.parametrize("reason", ["E11", None])
def test_the_watcher_crosses_a_decision(
    room: Room, candidate: Candidate, held: QuestionReport, reason: str | None
) -> None:
    """It had read the report as open, and raises nothing again."""
    candidate_id = candidate.id
    room.beat(candidate, after(4))
    cross(room.db, decides(room, held, room.invigilator, reason), lambda db: looks.look(db, candidate_id, after(6)))
    assert room.alerts(candidate) == []
    assert room.journal().count("alert_raised") == 1
