"""Admissions: the invigilator lets one candidate in, or takes it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from pwa.domain import attempts as rules
from pwa.domain.admission import VALIDITY
from pwa.domain.attempts import Move
from pwa.models.tables import Account
from pwa.operations import changes
from pwa.operations.changes import Case, Change
from pwa.operations.looks import refresh


def confirm(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """Confirm a candidate's presence: they may start, once, within 15 minutes."""
    return _admit(db, number, candidate_id, account, Move.CONFIRM, "presence_confirmed", now)


def authorise_resume(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """Let a candidate come back to their test, once, within 15 minutes."""
    return _admit(db, number, candidate_id, account, Move.RESUME, "resume_authorised", now)


def cancel(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """Take back a confirmation that was not used."""
    case = _case(db, number, candidate_id, account, Move.CANCEL, now)
    case.candidate.admitted_until = case.candidate.admitted_by_id = None
    case.change.journal("confirmation_cancelled", case.candidate)
    refresh(case, "cancelled")
    return case.change


def _admit(
    db: Session, number: int, candidate_id: int, account: Account, move: Move, word: str, now: datetime
) -> Change:
    case = _case(db, number, candidate_id, account, move, now)
    candidate = case.candidate
    candidate.admitted_until, candidate.admitted_by_id = now + VALIDITY, account.id
    candidate.absent_at = None
    candidate.request = candidate.requested_at = candidate.request_seen_at = None
    case.change.journal(word, candidate)
    refresh(case, "answered")
    return case.change


def _case(db: Session, number: int, candidate_id: int, account: Account, move: Move, now: datetime) -> Case:
    case = changes.begin(db, number, changes.by_account(account.id), now).case(candidate_id)
    rules.check(move, case.facts, now)
    return case
