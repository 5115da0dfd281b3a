"""Reports on a question: a candidate makes one and is on hold; an invigilator decides, and the test goes on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.domain import attempts, questions
from pwa.domain import question_reports as rules
from pwa.domain.attempts import Move
from pwa.domain.errors import Illegal, Missing
from pwa.domain.facts import Ending
from pwa.domain.question_reports import State
from pwa.domain.questions import Question
from pwa.domain.words import N_, Sentence
from pwa.models.tables import Account, Attempt, QuestionReport
from pwa.operations import answers, changes
from pwa.operations.changes import Case, Change
from pwa.operations.looks import refresh

OVER = N_("Votre test est terminé : le problème n'a pas été signalé.")


@dataclass(frozen=True)
class Decision:
    """What an invigilator decides of report `report_id`: a `reason` (its code) validates it, None refuses it."""

    report_id: int
    reason: str | None


def report(
    db: Session, attempt_id: int, epoch: str, number: int, every_question: Sequence[Question], now: datetime
) -> Attempt:
    """Put a test on hold for the question it is at, and call the invigilator; sent again, it changes nothing.

    Only the page that holds the test is heard, and only while the question has no answer.
    """
    attempt = db.get(Attempt, attempt_id)
    if attempt is None:
        raise Missing
    change = changes.begin(db, attempt.session_id, changes.by_candidate(attempt.candidate_id), now)
    case = change.case(attempt.candidate_id)
    if attempt.state != Ending.RUNNING:
        raise Illegal(OVER, "test_over")
    answers.check_here(db, attempt, epoch, now)
    if number != attempt.question:
        raise Illegal(Sentence(rules.NOT_HEARD, number=number), "already_answered")
    if attempt.open_report is None:
        _open(case, attempt, questions.at(every_question, number, attempt.substitutes))
    return attempt


def decide(
    db: Session,
    number: int,
    candidate_id: int,
    account: Account,
    now: datetime,
    decision: Decision,
    every_question: Sequence[Question],
) -> Change:
    """Validate a report, which gives another question under the same number, or refuse it: the same one goes on."""
    case = changes.begin(db, number, changes.by_account(account.id), now).case(candidate_id)
    found = _found(case, decision.report_id)
    rules.check_open(State(found.state), found.decided_by.full_name if found.decided_by else None)
    if decision.reason is None:
        found.settle(State.REFUSED.value, now, account)
        case.change.journal("report_refused", case.candidate, report=found.id, number=found.number)
    else:
        _validate(case, found, account, decision.reason, every_question)
    refresh(case, "answered")
    return case.change


def told(attempt: Attempt) -> str | None:
    """Return what the candidate is told of their last report, as long as it matters to the question they are at."""
    if not attempt.reports:
        return None
    last = attempt.reports[-1]
    is_replaced = attempt.substitutes.get(str(last.number)) != ""
    return rules.told(State(last.state), last.number, attempt.question, is_replaced=is_replaced)


def _open(case: Case, attempt: Attempt, question: Question) -> None:
    change, number = case.change, attempt.question
    made = QuestionReport(
        session_id=attempt.session_id,
        candidate_id=attempt.candidate_id,
        attempt=attempt,
        number=number,
        question_id=question.id,
        state=State.OPEN.value,
        reported_at=change.now,
    )
    change.db.add(made)
    change.db.flush()
    change.journal("question_reported", case.candidate, report=made.id, number=number, question=question.id)
    refresh(case, "resolved")


def _found(case: Case, report_id: int) -> QuestionReport:
    """Return the report that the invigilator was shown."""
    reports = case.attempt.reports if case.attempt else []
    found = next((one for one in reports if one.id == report_id), None)
    if found is None:
        attempts.check(Move.DECIDE, case.facts, case.change.now)
        raise Missing
    return found


def _validate(
    case: Case, found: QuestionReport, account: Account, code: str, every_question: Sequence[Question]
) -> None:
    attempt, change = found.attempt, case.change
    question = questions.at(every_question, found.number, attempt.substitutes)
    reason = rules.read_reason(code, question, case.candidate.extra_time)
    found.settle(State.VALIDATED.value, change.now, account)
    found.reason = reason.value
    spare = questions.spare_for(every_question, _given(attempt))
    attempt.substitutes = {**attempt.substitutes, str(found.number): spare.id if spare else ""}
    details = {"report": found.id, "number": found.number, "reason": reason.value}
    change.journal("report_validated", case.candidate, **details, question=spare.id if spare else None)
    if spare is None:
        answers.go_on(case, attempt, every_question)


def _given(attempt: Attempt) -> set[str]:
    """Return the questions that this test was given in the place of others."""
    return {*attempt.substitutes.values(), *(one.question_id for one in attempt.reports)}
