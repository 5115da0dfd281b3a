"""Rivals: another window or another account claims a candidate's test or place, and an invigilator chooses."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import attempts as rules
from pwa.domain import timing, windows
from pwa.domain.alerts import ACCOUNT, Kind
from pwa.domain.attempts import OVER, Move, state
from pwa.domain.errors import Illegal
from pwa.models.tables import Account, Alert, Candidate, JournalLine
from pwa.operations import changes
from pwa.operations.changes import Case, Change
from pwa.operations.looks import refresh

KEPT_OUT = "kept_out"


def keep(db: Session, number: int, candidate_id: int, account: Account, now: datetime) -> Change:
    """Let the window and the account that have the test go on: whoever else asks is told so."""
    case = _case(db, number, candidate_id, account, Move.KEEP, now)
    candidate = case.candidate
    case.change.journal(KEPT_OUT, candidate, account=candidate.rival_id, request=candidate.request)
    if windows.is_second(case.facts, now):
        candidate.stop_asking()
        candidate.kept_out = KEPT_OUT
    candidate.rival_id = candidate.rival_at = None
    refresh(case, KEPT_OUT)
    return case.change


def hand_over(
    db: Session, number: int, candidate_id: int, account: Account, now: datetime, rival_id: int | None
) -> Change:
    """Give the place to the account that claims it: it is admitted as anybody is, the window of the other one stops.

    `rival_id` is the account that the invigilator was shown: one that claimed the place meanwhile is not served.
    """
    case = _case(db, number, candidate_id, account, Move.HAND_OVER, now)
    candidate = case.candidate
    if candidate.rival_id != rival_id:
        raise Illegal(windows.OTHER_RIVAL, "other_rival")
    if _is_seated(db, candidate.session_id, candidate.rival_id):
        raise Illegal(windows.RIVAL_SEATED, "rival_seated")
    case.change.journal("handed_over", candidate, account=candidate.rival_id, before=candidate.account_id)
    candidate.account_id, candidate.reconciled_at = candidate.rival_id, now
    candidate.admitted_until = candidate.admitted_by_id = candidate.kept_out = None
    candidate.rival_id = candidate.rival_at = None
    candidate.stop_asking()
    if case.attempt:
        case.attempt.send_away(now)
    refresh(case, "handed_over")
    return case.change


def claim(db: Session, candidate_id: int, session_id: int, account: Account, now: datetime) -> bool:
    """Record that this account claims a place tied to another one; tell whether the invigilator knows of it."""
    change = changes.begin(db, session_id, changes.by_account(account.id), now)
    case = change.case(candidate_id)
    candidate = case.candidate
    if not _is_heard(case, account):
        return False
    if candidate.rival_id == account.id:
        return True
    candidate.rival_id, candidate.rival_at = account.id, now
    change.journal("place_claimed", candidate, account=account.id)
    refresh(case, "claimed")
    return True


def _is_heard(case: Case, account: Account) -> bool:
    """Nobody calls twice in a row: neither for a place claimed a moment ago, nor an account just turned away.

    An account that sits elsewhere in the room claims nothing.
    """
    db, candidate, now = case.change.db, case.candidate, case.change.now
    session = candidate.session
    if session.finalised_at or timing.has_expired(session.started_at, now) or state(case.facts, now) in OVER:
        return False
    if _is_seated(db, session.id, account.id):
        return False
    if candidate.rival_id is None and _called_since(db, candidate, now - windows.ALERTED_AGAIN_AFTER):
        return False
    return not _turned_away_since(db, candidate, account, now - windows.REFUSED_FOR)


def _called_since(db: Session, candidate: Candidate, moment: datetime) -> bool:
    query = select(Alert.id).where(
        Alert.candidate_id == candidate.id,
        Alert.kind == Kind.SECOND_WINDOW.value,
        Alert.detail == ACCOUNT,
        Alert.raised_at > moment,
    )
    return db.scalars(query.limit(1)).first() is not None


def _turned_away_since(db: Session, candidate: Candidate, account: Account, moment: datetime) -> bool:
    query = select(JournalLine).where(
        JournalLine.session_id == candidate.session_id,
        JournalLine.candidate_id == candidate.id,
        JournalLine.word == KEPT_OUT,
        JournalLine.at > moment,
    )
    return any(line.details["account"] == account.id for line in db.scalars(query))


def _is_seated(db: Session, session_id: int, account_id: int | None) -> bool:
    """Tell whether this account is tied to a candidate of that session."""
    query = select(Candidate.id).where(Candidate.session_id == session_id, Candidate.account_id == account_id)
    return db.scalars(query).first() is not None


def _case(db: Session, number: int, candidate_id: int, account: Account, move: Move, now: datetime) -> Case:
    case = changes.begin(db, number, changes.by_account(account.id), now).case(candidate_id)
    rules.check(move, case.facts, now)
    return case
