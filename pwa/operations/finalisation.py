"""Finalisation: staff close a session; running tests end, what waits is closed, and so is the invigilators' space."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from pwa.domain import finalisation as rules
from pwa.domain import names
from pwa.domain.attempts import State
from pwa.domain.facts import Ending
from pwa.domain.finalisation import Why
from pwa.models.tables import Account, Alert, Attempt, Candidate, CertificationSession, SessionAccess
from pwa.operations import alerts, changes, claims, namesakes, session_alerts, sessions, times
from pwa.operations.changes import Case, Change
from pwa.operations.looks import refresh


@dataclass(frozen=True)
class UnfinishedLine:
    """A test that was not completed: whose (no two alike), where it stands, and whether finalising will end it."""

    candidate_id: int
    full_name: str
    seat: str | None
    state_label: str
    question: int
    running: bool


def unfinished(db: Session, session: CertificationSession) -> list[UnfinishedLine]:
    """Return the tests of a session that were not completed, in the order of names."""
    query = select(Attempt, Candidate).join(Candidate, Attempt.candidate_id == Candidate.id)
    rows = db.execute(query.where(Attempt.session_id == session.id, Attempt.state != Ending.COMPLETED.value)).all()
    ordered = sorted(rows, key=lambda row: (names.sort_key(row[1].last_name, row[1].first_name), row[1].birth_date))
    called = namesakes.told_apart(sessions.candidates(db, session))
    return [_line(attempt, candidate, called[candidate.id]) for attempt, candidate in ordered]


def finalise(
    db: Session, number: int, account: Account, reasons: Mapping[int, Why], now: datetime, comment: str = ""
) -> Change:
    """Close a session for good; `reasons` say, by candidate, why each test that was not completed was not.

    `comment` is what the centre says of it all.

    Whatever is under way at the same moment comes wholly before it, or finds the session finalised. Its invigilators
    give back what they held of the rooms next door.
    """
    actor, rooms = changes.by_account(account.id), sorted({number, *session_alerts.neighbours(db, number)})
    begun = {room: changes.begin(db, room, actor, now) for room in rooms}
    change = begun[number]
    session = db.get_one(CertificationSession, number)
    rules.check(session.started_at, session.finalised_at)
    rules.check_reasons((line.candidate_id for line in unfinished(db, session)), reasons)
    for candidate_id in _concerned(change):
        _close(change.case(candidate_id), reasons)
    for alert in alerts.of_room(db, number):
        alerts.close_one(change, alert, "finalised")
    _close_accesses(change)
    for room in begun.values():
        claims.give_back_all_lost(room)
    session.finalised_at, session.finalised_by_id, session.comment = now, account.id, comment
    change.journal("session_finalised")
    return change


def _close(case: Case, reasons: Mapping[int, Why]) -> None:
    """End the test if it runs, keep the reason if it was not completed, and leave nothing waiting."""
    candidate, attempt = case.candidate, case.attempt
    if attempt and attempt.state == Ending.RUNNING:
        case.finish(Ending.BY_FINALISATION, "test_ended_by_finalisation")
    if attempt and attempt.state != Ending.COMPLETED:
        attempt.unfinished_why = reasons[candidate.id].value
        case.change.journal("unfinished_because", candidate, why=attempt.unfinished_why)
    candidate.admitted_until = candidate.admitted_by_id = None
    candidate.rival_id = candidate.rival_at = candidate.kept_out = None
    candidate.stop_asking()
    refresh(case, "finalised")


def _close_accesses(change: Change) -> None:
    still_open = update(SessionAccess).where(
        SessionAccess.session_id == change.session_id, SessionAccess.left_at.is_(None)
    )
    change.db.execute(still_open.values(left_at=change.now).execution_options(synchronize_session="fetch"))


def _concerned(change: Change) -> list[int]:
    """Return the candidates with a test that was not completed, or with something that waits."""
    not_completed = select(Attempt.candidate_id).where(
        Attempt.session_id == change.session_id, Attempt.state != Ending.COMPLETED.value
    )
    called = select(Alert.candidate_id).where(Alert.session_id == change.session_id, Alert.closed_at.is_(None))
    waiting = or_(
        Candidate.id.in_(not_completed),
        Candidate.id.in_(called),
        Candidate.request.is_not(None),
        Candidate.admitted_until.is_not(None),
        Candidate.rival_id.is_not(None),
        Candidate.kept_out.is_not(None),
    )
    query = select(Candidate.id).where(Candidate.session_id == change.session_id, waiting)
    return list(change.db.scalars(query.order_by(Candidate.id)))


def _line(attempt: Attempt, candidate: Candidate, name: str) -> UnfinishedLine:
    return UnfinishedLine(
        candidate_id=candidate.id,
        full_name=name,
        seat=candidate.seat,
        state_label=times.label(State(attempt.state), attempt),
        question=attempt.question,
        running=attempt.state == Ending.RUNNING,
    )
