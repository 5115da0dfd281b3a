"""Answers: saved one by one, never lost nor doubled."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import question_reports, visits
from pwa.domain import questions as rules
from pwa.domain.errors import Illegal, Missing
from pwa.domain.facts import Ending
from pwa.domain.questions import Question, check_answer
from pwa.domain.words import N_, Sentence
from pwa.models.tables import Answer, Attempt
from pwa.operations import absences, changes
from pwa.operations.changes import Case
from pwa.operations.facts import test_facts
from pwa.operations.looks import refresh

ELSEWHERE = N_("Votre test est ouvert dans une autre fenêtre ou sur un autre poste.")
OVER = N_("Votre test est terminé : votre réponse à la question %(number)s n'a pas été enregistrée.")
ALREADY_ANSWERED = N_("La question %(number)s a déjà une réponse : celle que ce poste gardait n'a pas été enregistrée.")


def answer(
    db: Session,
    attempt_id: int,
    epoch: str,
    number: int,
    key: str,
    reply: tuple[Sequence[int], str],
    questions: Sequence[Question],
    now: datetime,
    kept_at: datetime | None = None,
    question_id: str | None = None,
) -> Attempt:
    """Save the answer to the current question and go on; the same `key` sent twice changes nothing.

    `reply` is the chosen indexes and the typed text; after the last question the test is completed. Only the page
    that holds the test is heard: a window closed or replaced neither answers nor reads the question that follows.
    `kept_at` is when an answer that had to wait for the network was given, by the page's clock: it only explains.
    `question_id` is the question that the page showed, which may have been replaced since; a page of before says none.
    """
    attempt = db.get(Attempt, attempt_id)
    if attempt is None:
        raise Missing
    change = changes.begin(db, attempt.session_id, changes.by_candidate(attempt.candidate_id), now)
    case = change.case(attempt.candidate_id)
    known = _is_known(db, attempt, number, key)
    if attempt.state == Ending.RUNNING or not known:
        _check(db, attempt, epoch, number, now)
    if known:
        return attempt
    if number != attempt.question:
        raise Illegal(Sentence(ALREADY_ANSWERED, number=number), "already_answered")
    question = rules.at(questions, number, attempt.substitutes)
    if question.id != (question_id or rules.asked(questions)[number - 1].id):
        raise Illegal(Sentence(question_reports.REPLACED, number=number), "question_replaced")
    if attempt.open_report:
        raise Illegal(Sentence(question_reports.ON_HOLD, number=number), "on_hold")
    value = check_answer(question, *reply)
    row = _row(attempt, question, number, key, {"choices": list(value.choices), "text": value.text}, now)
    row.kept_at = _plausible(kept_at, attempt, now)
    db.add(row)
    go_on(case, attempt, questions)
    refresh(case, "completed")
    return attempt


def read(db: Session, attempt_id: int, epoch: str, now: datetime) -> Attempt:
    """Return the test to the page that holds it, or to whoever finds it over; `Illegal` for another page."""
    attempt = db.get(Attempt, attempt_id)
    if attempt is None:
        raise Missing
    if attempt.state == Ending.RUNNING:
        check_here(db, attempt, epoch, now)
    return attempt


def go_on(case: Case, attempt: Attempt, questions: Sequence[Question]) -> None:
    """Come to the next question, or to the end of the test; the caller refreshes the case."""
    attempt.question += 1
    if attempt.question > len(rules.asked(questions)):
        case.finish(Ending.COMPLETED, "test_completed")


def check_here(db: Session, attempt: Attempt, epoch: str, now: datetime) -> None:
    """Raise `Illegal` to a page that does not hold the test."""
    if not visits.holds(test_facts(attempt), epoch, now, absences.of_web(db, now)):
        raise Illegal(ELSEWHERE, "elsewhere")


def _is_known(db: Session, attempt: Attempt, number: int, key: str) -> bool:
    query = select(Answer.id).where(Answer.attempt_id == attempt.id, Answer.number == number, Answer.key == key)
    return db.scalars(query).one_or_none() is not None


def _check(db: Session, attempt: Attempt, epoch: str, number: int, now: datetime) -> None:
    if attempt.state != Ending.RUNNING:
        raise Illegal(Sentence(OVER, number=number), "test_over")
    check_here(db, attempt, epoch, now)


def _plausible(kept_at: datetime | None, attempt: Attempt, now: datetime) -> datetime | None:
    """Return a moment of the test itself: the page's clock may be wrong by years."""
    return kept_at and min(max(kept_at, attempt.started_at or now), now)


def _row(
    attempt: Attempt, question: Question, number: int, key: str, value: dict[str, object], now: datetime
) -> Answer:
    return Answer(attempt_id=attempt.id, number=number, question_id=question.id, key=key, value=value, answered_at=now)
