"""The journal: append a line to a session's chain, and check a chain."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.domain import journal_chain
from pwa.domain.journal_chain import FIRST, NOT_CLOSED, Broken, Head, Line
from pwa.domain.words import Sentence
from pwa.models.tables import CertificationSession, JournalLine

CLOSING = "session_finalised"


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
    """Return the hash that a line must have."""
    return as_written(line).digest


def as_written(line: JournalLine) -> Line:
    """Return a line as its hash and exports have it."""
    return Line(
        session=line.session_id,
        position=line.position,
        at=line.at.isoformat(),
        actor=line.actor,
        word=line.word,
        candidate=line.candidate_id,
        details=line.details,
        previous_hash=line.previous_hash,
        hash=line.hash,
    )


def first_broken(db: Session, session_id: int, noted: Head | None = None) -> Broken | None:
    """Return where a session's chain breaks or falls short of what was noted; None while it is whole."""
    written = lines(db, session_id)
    broken = journal_chain.first_broken(map(as_written, written), noted)
    if broken or any(line.word == CLOSING for line in written) or not _is_finalised(db, session_id):
        return broken
    return Broken(len(written) + 1, Sentence(NOT_CLOSED, position=len(written) + 1))


def lines(db: Session, session_id: int) -> Sequence[JournalLine]:
    """Return a session's lines, oldest first."""
    query = select(JournalLine).where(JournalLine.session_id == session_id).order_by(JournalLine.position)
    return db.scalars(query).all()


def head(db: Session, session_id: int) -> Head:
    """Return how long a session's chain is, and its last hash."""
    last = _last(db, session_id)
    return Head(last.position, last.hash) if last else Head(0, FIRST)


def heads(db: Session) -> dict[int, Head]:
    """Return the same of every session that has begun, trainings aside: none of them may disappear."""
    longest = select(JournalLine.session_id, func.max(JournalLine.position).label("last"))
    ends = longest.group_by(JournalLine.session_id).subquery()
    query = (
        select(JournalLine.session_id, JournalLine.position, JournalLine.hash)
        .join(ends, (ends.c.session_id == JournalLine.session_id) & (ends.c.last == JournalLine.position))
        .join(CertificationSession, CertificationSession.id == JournalLine.session_id)
        .where(CertificationSession.started_at.is_not(None), CertificationSession.training.is_(False))
    )
    return {session_id: Head(position, hash_) for session_id, position, hash_ in db.execute(query)}


def follows(db: Session, session_id: int, noted: Head) -> bool:
    """Tell whether what was noted still stands where it stood."""
    query = select(JournalLine.hash).where(JournalLine.session_id == session_id, JournalLine.position == noted.count)
    return db.scalars(query).one_or_none() == noted.hash


def _is_finalised(db: Session, session_id: int) -> bool:
    query = select(CertificationSession.finalised_at).where(CertificationSession.id == session_id)
    return db.scalars(query).one_or_none() is not None


def _last(db: Session, session_id: int) -> JournalLine | None:
    query = select(JournalLine).where(JournalLine.session_id == session_id)
    return db.scalars(query.order_by(JournalLine.position.desc()).limit(1)).first()
