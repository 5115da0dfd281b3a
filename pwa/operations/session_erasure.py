"""Sessions erased: nothing of one is left in any table."""

from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from pwa.models.tables import (
    Alert,
    AlertEvent,
    Answer,
    Attempt,
    Candidate,
    CentreMessage,
    CertificationSession,
    Delivery,
    FinalReport,
    IdempotencyKey,
    JournalLine,
    Neighbour,
    Note,
    PasswordFailures,
    QuestionReport,
    SessionAccess,
    Span,
    TimeGrant,
)

OF_SESSION = (
    QuestionReport, FinalReport, CentreMessage, Span, Attempt, TimeGrant, Note, JournalLine, SessionAccess,
)  # fmt: skip
"""Tables whose lines name a session, and are named by none but of those before them."""


def erase(db: Session, session_id: int) -> None:
    """Delete a session, its candidates and all that was written of them; accounts stay."""
    _forget_what_was_read(db, session_id)
    _erase_alerts(db, session_id)
    attempts = select(Attempt.id).where(Attempt.session_id == session_id)
    delete_all(db, Answer, Answer.attempt_id.in_(attempts))
    for table in OF_SESSION:
        delete_all(db, table, table.session_id == session_id)
    delete_all(db, PasswordFailures, PasswordFailures.number == session_id)
    delete_all(db, IdempotencyKey, IdempotencyKey.path.startswith(f"/sessions/{session_id}/"))
    delete_all(db, Neighbour, or_(Neighbour.session_id == session_id, Neighbour.neighbour_id == session_id))
    delete_all(db, Candidate, Candidate.session_id == session_id)
    delete_all(db, CertificationSession, CertificationSession.id == session_id)


def delete_all(db: Session, table: Any, *which: Any) -> None:
    """Delete the rows of a table that are so, whatever was read of them."""
    db.execute(delete(table).where(*which).execution_options(synchronize_session=False))


def _forget_what_was_read(db: Session, session_id: int) -> None:
    """Let go of the rows that are about to go: their numbers may be given again."""
    db.flush()
    for row in list(db):
        own = getattr(row, "session_id", None) == session_id or isinstance(row, (Answer, AlertEvent))
        if own or (isinstance(row, CertificationSession) and row.id == session_id):
            db.expunge(row)


def _erase_alerts(db: Session, session_id: int) -> None:
    alerts = select(Alert.id).where(Alert.session_id == session_id)
    mine = or_(Delivery.alert_id.in_(alerts), Delivery.session_id == session_id)
    _alone(db, Delivery, Delivery.gathered_into_id.in_(select(Delivery.id).where(mine)), gathered_into_id=None)
    delete_all(db, AlertEvent, AlertEvent.alert_id.in_(alerts))
    delete_all(db, Delivery, mine)
    _alone(db, Alert, Alert.session_id == session_id, folded_into_id=None)
    delete_all(db, Alert, Alert.session_id == session_id)


def _alone(db: Session, table: Any, which: Any, **values: None) -> None:
    db.execute(update(table).where(which).values(**values).execution_options(synchronize_session=False))
