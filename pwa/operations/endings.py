"""Endings: the invigilator ends a test that was not finished in time, and may take it back within two minutes."""

import math
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from pwa.domain import attempts as rules
from pwa.domain.admission import VALIDITY
from pwa.domain.attempts import Move
from pwa.domain.facts import Ending
from pwa.domain.words import N_
from pwa.models.tables import Account, Attempt
from pwa.operations import changes, notices, rights, spans
from pwa.operations.changes import Case, Change
from pwa.operations.grants import give_back
from pwa.operations.looks import refresh

REOPENED = N_("Test rouvert")


def end(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """End a running test; what was answered is kept."""
    case = _case(db, number, candidate_id, account, Move.END, now)
    case.finish(Ending.BY_INVIGILATOR, "test_ended", account.id)
    refresh(case, "ended")
    return case.change


def reopen(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """Take an end back: the time in between is given back, and the candidate may come back by the usual entry."""
    case = _case(db, number, candidate_id, account, Move.REOPEN, now)
    rights.check_open(case.candidate.session, now)
    if case.attempt and case.attempt.ended_at:
        _reopen(case, case.attempt, _whole_seconds(now - case.attempt.ended_at), account)
    refresh(case, "reopened")
    return case.change


def _reopen(case: Case, attempt: Attempt, closed_for: timedelta, account: Account) -> None:
    change, candidate = case.change, case.candidate
    if attempt.ended_at:
        spans.mark_ended(case, min(attempt.ended_at, change.now))
    attempt.state = Ending.RUNNING.value
    attempt.ended_at = attempt.ended_by_id = None
    attempt.notice = notices.reopened(candidate.session, account, change.now)
    candidate.admitted_until, candidate.admitted_by_id = change.now + VALIDITY, account.id
    give_back(case, closed_for, REOPENED, account)
    change.journal("test_reopened", candidate, seconds=round(closed_for.total_seconds()))


def _whole_seconds(length: timedelta) -> timedelta:
    """In favour of the candidate, even when the clock was set back meanwhile."""
    return timedelta(seconds=max(0, math.ceil(length.total_seconds())))


def _case(db: Session, number: int, candidate_id: int, account: Account, move: Move, now: datetime) -> Case:
    case = changes.begin(db, number, changes.by_account(account.id), now).case(candidate_id)
    rules.check(move, case.facts, now, account.id)
    return case
