"""Grants: an invigilator gives time to one candidate, to some, to all who are in the test; each grant is a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from pwa.domain import attempts as rules
from pwa.domain import grants, timing
from pwa.domain.attempts import Move
from pwa.domain.errors import Illegal
from pwa.domain.facts import Ending
from pwa.domain.grants import Terms
from pwa.domain.words import N_
from pwa.models.tables import Account, Attempt, Candidate, TimeGrant
from pwa.operations import changes
from pwa.operations.changes import Case, Change
from pwa.operations.looks import refresh
from pwa.operations.notices import granted

NOBODY = N_("Aucun des candidats choisis n'est en cours de test : aucun temps n'a été ajouté.")


@dataclass(frozen=True)
class Granted:
    """What became of a grant to several: to how many, and who was refused, by name with the sentence."""

    change: Change
    count: int
    refused: tuple[tuple[str, str], ...]


def grant(db: Session, number: int, candidate_id: int, account: Account, now: datetime, terms: Terms) -> Change:
    """Give a candidate time, or take some back."""
    grants.check_terms(terms)
    change = changes.begin(db, number, changes.by_account(account.id), now)
    _grant(change.case(candidate_id), account, terms)
    return change


def grant_several(
    db: Session, number: int, chosen: Sequence[int] | None, account: Account, now: datetime, terms: Terms
) -> Granted:
    """Give time to those chosen, or (None) to all who are in the test; who is no longer in it is named, with why."""
    grants.check_terms(terms)
    change = changes.begin(db, number, changes.by_account(account.id), now)
    cases = [change.case(candidate_id) for candidate_id in _in_order(change, chosen)]
    refused = {case.candidate.id: rules.refusal(Move.GRANT, case.facts, now) for case in cases}
    served = [case for case in cases if refused[case.candidate.id] is None]
    if not served:
        raise Illegal(NOBODY, "nobody_running")
    for case in served:
        _grant(case, account, terms)
    turned_away = ((case.candidate.full_name, refused[case.candidate.id]) for case in cases)
    return Granted(change, len(served), tuple((name, why) for name, why in turned_away if why))


def give_back(case: Case, length: timedelta, reason: str, account: Account) -> TimeGrant:
    """Write the row, and the end that follows from all rows; the caller refreshes the case."""
    change, candidate = case.change, case.candidate
    row = TimeGrant(
        session_id=change.session_id,
        candidate_id=candidate.id,
        seconds=round(length.total_seconds()),
        reason=reason,
        granted_by_id=account.id,
        granted_at=change.now,
    )
    change.db.add(row)
    change.db.flush()
    if case.attempt and case.attempt.started_at:
        case.attempt.ends_at = planned_end(change.db, candidate, case.attempt.started_at)
    return row


def planned_end(db: Session, candidate: Candidate, started_at: datetime) -> datetime:
    """Return the end of a candidate's test: duration, extra time and every grant counted."""
    seconds = db.scalar(select(func.sum(TimeGrant.seconds)).where(TimeGrant.candidate_id == candidate.id))
    granted_time = timedelta(seconds=int(seconds or 0))
    return timing.ends_at(started_at, candidate.session.duration_minutes, candidate.extra_time, granted_time)


def of_session(db: Session, session_id: int) -> Sequence[TimeGrant]:
    """Return all that was granted in a session, oldest first."""
    query = select(TimeGrant).where(TimeGrant.session_id == session_id).options(joinedload(TimeGrant.granted_by))
    return db.scalars(query.order_by(TimeGrant.id)).all()


def _grant(case: Case, account: Account, terms: Terms) -> None:
    change, attempt = case.change, case.attempt
    rules.check(Move.GRANT, case.facts, change.now)
    if attempt:
        end = attempt.ends_at and attempt.ends_at + terms.length
        grants.check_end(terms, attempt.started_at, end, change.now)
        attempt.notice = granted(case.candidate.session, account, terms, change.now)
    row = give_back(case, terms.length, terms.reason, account)
    change.journal("time_granted", case.candidate, grant=row.id, minutes=terms.minutes)
    refresh(case, "time_granted")


def _in_order(change: Change, chosen: Sequence[int] | None) -> list[int]:
    if chosen is not None:
        return sorted(set(chosen))
    running = select(Attempt.candidate_id).where(
        Attempt.session_id == change.session_id, Attempt.state == Ending.RUNNING.value
    )
    return list(change.db.scalars(running.order_by(Attempt.candidate_id)))
