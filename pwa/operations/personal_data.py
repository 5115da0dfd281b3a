"""What is known of one person, to be given to them: every session of the centre, in one JSON text."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import (
    Account,
    Alert,
    Answer,
    Attempt,
    Base,
    Candidate,
    CentreMessage,
    CertificationSession,
    Device,
    FinalReport,
    JournalLine,
    Note,
    QuestionReport,
    Span,
    TimeGrant,
)
from pwa.operations import erasure

OF_CANDIDATE = (Attempt, Span, TimeGrant, Note, FinalReport, QuestionReport, CentreMessage, Alert, JournalLine)
OF_SESSION = ("id", "site", "room", "starts_at", "certification")
OF_DEVICE = ("name", "own_name", "host", "created_at", "last_shown_at")
OF_ACCOUNT = ("email", "first_name", "last_name", "language", "created_at")


def export(db: Session, candidate: Candidate) -> str:
    """Return what is kept of a person in the centre of one of their rows, column by column."""
    rows = erasure.same_person(db, candidate)
    return json.dumps([_of(db, row) for row in rows], ensure_ascii=False, indent=1, default=_written)


def _of(db: Session, row: Candidate) -> dict[str, Any]:
    attempt = select(Attempt.id).where(Attempt.candidate_id == row.id)
    found: dict[str, Any] = {
        "session": _some(db.get_one(CertificationSession, row.session_id), OF_SESSION),
        "candidate": _columns(row),
    }
    if row.account_id:
        found["account"] = _some(db.get_one(Account, row.account_id), OF_ACCOUNT)
        devices = db.scalars(select(Device).where(Device.account_id == row.account_id).order_by(Device.id)).all()
        found["device"] = [_some(one, OF_DEVICE) for one in devices]
    for table in OF_CANDIDATE:
        kept: Sequence[Base] = db.scalars(select(table).where(table.candidate_id == row.id).order_by(table.id)).all()
        found[table.__tablename__] = [_columns(one) for one in kept]
    answers = db.scalars(select(Answer).where(Answer.attempt_id.in_(attempt)).order_by(Answer.id)).all()
    found["answer"] = [_columns(one) for one in answers]
    return found


def _columns(row: Base) -> Mapping[str, Any]:
    return _some(row, row.__table__.columns.keys())


def _some(row: Base, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _written(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(type(value).__name__)
