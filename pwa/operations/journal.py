"""The journal: append a line to a session's chain, and check a chain."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import JournalLine

FIRST = "0" * 64


def append(
    db: Session, session_id: int, actor: str, word: str, now: datetime, candidate_id: int | None = None, **details: Any
) -> None:
    """Add one line; the caller holds the session's row, so that positions follow one another."""
    last = _last(db, session_id)
    line = JournalLine(
        session_id=session_id,
        position=last.position + 1 if last else 1,
        at=now,
        actor=actor,
        word=word,
        candidate_id=candidate_id,
        details=details,
        previous_hash=last.hash if last else FIRST,
    )
    line.hash = digest(line)
    db.add(line)
    db.flush()


def digest(line: JournalLine) -> str:
    """Return the hash of a line: SHA-256 of its values as sorted JSON, the previous line's hash included."""
    values = [
        line.session_id,
        line.position,
        line.at.isoformat(),
        line.actor,
        line.word,
        line.candidate_id,
        line.details,
        line.previous_hash,
    ]
    return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_broken(db: Session, session_id: int) -> int | None:
    """Return the position of the first line that does not follow from the one before, None when all do."""
    previous = FIRST
    for position, line in enumerate(lines(db, session_id), start=1):
        if line.position != position or line.previous_hash != previous or line.hash != digest(line):
            return position
        previous = line.hash
    return None


def lines(db: Session, session_id: int) -> Sequence[JournalLine]:
    """Return a session's lines, oldest first."""
    query = select(JournalLine).where(JournalLine.session_id == session_id).order_by(JournalLine.position)
    return db.scalars(query).all()


def _last(db: Session, session_id: int) -> JournalLine | None:
    query = select(JournalLine).where(JournalLine.session_id == session_id)
    return db.scalars(query.order_by(JournalLine.position.desc()).limit(1)).first()
