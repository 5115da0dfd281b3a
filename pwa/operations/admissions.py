"""Admissions: the invigilator lets candidates in, takes it back, or marks one absent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.domain import attempts as rules
from pwa.domain.admission import VALIDITY
from pwa.domain.attempts import Move
from pwa.domain.errors import Illegal
from pwa.domain.orders import AT_ONCE, Order
from pwa.models.tables import Account, Candidate
from pwa.operations import changes, claims, orders, rights
from pwa.operations.changes import Case, Change
from pwa.operations.looks import refresh


@dataclass(frozen=True)
class Roll:
    """What became of several candidates: those let in, and those refused, each with the sentence that says why."""

    change: Change
    admitted: tuple[Candidate, ...]
    refused: tuple[tuple[Candidate, str], ...]


def confirm(
    db: Session, number: int, candidate_id: int, account: Account, now: datetime, order: Order = AT_ONCE
) -> Change:
    """Confirm a candidate's presence: they may start, once, within 15 minutes."""
    case = _case(db, number, candidate_id, account, now, order)
    return orders.settled(case, Move.CONFIRM, order) or _admit(case, Move.CONFIRM, account)


def confirm_several(db: Session, number: int, candidate_ids: Sequence[int], account: Account, now: datetime) -> Roll:
    """Confirm the presence of all who can be: one who is refused holds nobody back."""
    change = changes.begin(db, number, changes.by_account(account.id), now)
    admitted, refused = [], []
    for candidate_id in candidate_ids:
        case = change.case(candidate_id)
        try:
            _admit(case, Move.CONFIRM, account)
            admitted.append(case.candidate)
        except Illegal as why:
            refused.append((case.candidate, why.sentence))
    return Roll(change, tuple(admitted), tuple(refused))


def authorise_resume(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """Let a candidate come back to their test, once, within 15 minutes."""
    case = _case(db, number, candidate_id, account, now)
    claims.take(case.change, case.candidate)
    return _admit(case, Move.RESUME, account)


def cancel(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """Take back a confirmation that was not used."""
    case = _case(db, number, candidate_id, account, now)
    rules.check(Move.CANCEL, case.facts, now)
    return _close(case, "confirmation_cancelled", "cancelled")


def mark_absent(
    db: Session, number: int, candidate_id: int, account: Account, now: datetime, order: Order = AT_ONCE
) -> Change:
    """Mark absent a candidate who is expected; confirming their presence brings them back."""
    case = _case(db, number, candidate_id, account, now, order)
    if found := orders.settled(case, Move.ABSENT, order):
        return found
    rules.check(Move.ABSENT, case.facts, now)
    case.candidate.absent_at = now
    return _close(case, "marked_absent", "absent")


def cancel_absence(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """Take back that a candidate was marked absent: they are expected again."""
    case = _case(db, number, candidate_id, account, now)
    rules.check(Move.EXPECT, case.facts, now)
    case.candidate.absent_at = None
    return _close(case, "absence_cancelled", "cancelled")


WORDS = {Move.CONFIRM: "presence_confirmed", Move.RESUME: "resume_authorised"}


def _admit(case: Case, move: Move, account: Account) -> Change:
    candidate, now = case.candidate, case.change.now
    rules.check(move, case.facts, now)
    rights.check_open(candidate.session, now)
    candidate.admitted_until, candidate.admitted_by_id = now + VALIDITY, account.id
    candidate.absent_at, candidate.decision = None, case.change.version
    candidate.stop_asking()
    case.change.journal(WORDS[move], candidate)
    refresh(case, "answered")
    return case.change


def _close(case: Case, word: str, why: str) -> Change:
    """Leave no admission, under that word of the journal; `why` closes the alerts."""
    case.candidate.admitted_until = case.candidate.admitted_by_id = None
    case.candidate.decision = case.change.version
    case.change.journal(word, case.candidate)
    refresh(case, why)
    return case.change


def _case(db: Session, number: int, candidate_id: int, account: Account, now: datetime, order: Order = AT_ONCE) -> Case:
    case = changes.begin(db, number, changes.by_account(account.id), now, order.given_at).case(candidate_id)
    rights.check_watchable(case.candidate.session)
    return case
