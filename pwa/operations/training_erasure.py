"""Trainings erased: nothing of one is left in any table."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from pwa.models.tables import (
    Account,
    Alert,
    AlertEvent,
    Answer,
    Attempt,
    Candidate,
    Centre,
    CertificationSession,
    Delivery,
    IdempotencyKey,
    JournalLine,
    Neighbour,
    Note,
    PasswordFailures,
    QuestionReport,
    SeatPlan,
    SessionAccess,
    Span,
    TimeGrant,
    Training,
)

OF_SESSION = (Span, TimeGrant, Note, JournalLine, SessionAccess)
"""Tables whose lines name a session, and are named by none but of those before them."""


def erase(db: Session, training: Training) -> None:
    """Delete a training, its session, its people and all that was written of them; the person stays."""
    session_id, centre_id = training.session_id, training.session.centre_id
    people = _people(db, session_id)
    db.delete(training)
    db.flush()
    _forget_what_was_read(db, session_id, people)
    _erase_alerts(db, session_id)
    attempts = select(Attempt.id).where(Attempt.session_id == session_id)
    _delete(db, Answer, Answer.attempt_id.in_(attempts))
    for table in (QuestionReport, OF_SESSION[0], Attempt, *OF_SESSION[1:]):
        _delete(db, table, table.session_id == session_id)
    _delete(db, PasswordFailures, PasswordFailures.number == session_id)
    _delete(db, IdempotencyKey, IdempotencyKey.path.startswith(f"/sessions/{session_id}/"))
    _delete(db, Neighbour, or_(Neighbour.session_id == session_id, Neighbour.neighbour_id == session_id))
    _delete(db, Candidate, Candidate.session_id == session_id)
    _delete(db, CertificationSession, CertificationSession.id == session_id)
    _delete(db, SeatPlan, SeatPlan.centre_id == centre_id)
    _delete(db, Centre, Centre.id == centre_id)
    _delete(db, Account, Account.id.in_(people), Account.simulated)


def _forget_what_was_read(db: Session, session_id: int, people: Sequence[int]) -> None:
    """Let go of the rows that are about to go: their numbers may be given again."""
    for row in list(db):
        own = getattr(row, "session_id", None) == session_id or isinstance(row, (Answer, AlertEvent, Centre, SeatPlan))
        of_it = isinstance(row, CertificationSession) and row.id == session_id
        if own or of_it or (isinstance(row, Account) and row.id in people):
            db.expunge(row)


def erase_by_id(db: Session, training_id: int, _now: object = None) -> None:
    """Delete one, unless it is gone already."""
    query = select(Training).where(Training.id == training_id).with_for_update()
    training = db.scalars(query).one_or_none()
    if training:
        erase(db, training)


def _erase_alerts(db: Session, session_id: int) -> None:
    alerts = select(Alert.id).where(Alert.session_id == session_id)
    mine = or_(Delivery.alert_id.in_(alerts), Delivery.session_id == session_id)
    _alone(db, Delivery, Delivery.gathered_into_id.in_(select(Delivery.id).where(mine)), gathered_into_id=None)
    _delete(db, AlertEvent, AlertEvent.alert_id.in_(alerts))
    _delete(db, Delivery, mine)
    _alone(db, Alert, Alert.session_id == session_id, folded_into_id=None)
    _delete(db, Alert, Alert.session_id == session_id)


def _people(db: Session, session_id: int) -> list[int]:
    of_session: Select[Any] = select(Candidate.account_id).where(Candidate.session_id == session_id)
    return [account_id for account_id in db.scalars(of_session) if account_id]


def _alone(db: Session, table: Any, which: Any, **values: None) -> None:
    db.execute(update(table).where(which).values(**values).execution_options(synchronize_session=False))


def _delete(db: Session, table: Any, *which: Any) -> None:
    db.execute(delete(table).where(*which).execution_options(synchronize_session=False))
