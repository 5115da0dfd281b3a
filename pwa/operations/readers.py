"""Readers: whom a message is for, which decides its language, its names and where it leads."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.adapters.languages import known_or_source
from pwa.domain.alerts import MANNERS
from pwa.models.tables import Account, Alert, CertificationSession, Delivery, SessionAccess

NEVER_TAKEN = tuple(kind for kind, manner in MANNERS.items() if not manner.calls)
"""The kinds that only tell something: nobody has to go, so none of them waits."""


@dataclass(frozen=True)
class Reader:
    """A person: `watches` the session as its invigilator, and is shown initials only when `discreet`."""

    account_id: int
    language: str
    watches: bool
    discreet: bool


def of(db: Session, delivery: Delivery, session_id: int | None) -> Reader:
    """Return whom a message about that session is for: names only for who asked for them there."""
    account = db.get_one(Account, delivery.account_id or delivery.device.account_id)
    access = _access(db, account.id, session_id)
    return Reader(account.id, known_or_source(account.language), access is not None, not access or access.discreet)


def waiting_for(db: Session, account_id: int) -> int:
    """Return how many alerts of this person's sessions nobody has taken; those of trainings are nobody's."""
    query = select(func.count(Alert.id)).join(SessionAccess, SessionAccess.session_id == Alert.session_id)
    real = query.join(CertificationSession, CertificationSession.id == Alert.session_id).where(
        CertificationSession.training.is_(False)
    )
    mine = real.where(SessionAccess.account_id == account_id, SessionAccess.left_at.is_(None))
    waiting = mine.where(Alert.closed_at.is_(None), Alert.claimed_at.is_(None), Alert.kind.not_in(NEVER_TAKEN))
    return db.scalars(waiting).one()


def _access(db: Session, account_id: int, session_id: int | None) -> SessionAccess | None:
    query = select(SessionAccess).where(
        SessionAccess.account_id == account_id,
        SessionAccess.session_id == session_id,
        SessionAccess.left_at.is_(None),
    )
    return db.scalars(query).one_or_none()
