"""Centres: make one with its first staff, list what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, Centre, CertificationSession, Membership


@dataclass(frozen=True)
class SessionLine:
    """A session in a centre's list; `state` is created, started or finalised."""

    number: int
    site: str
    room: str
    starts_at: datetime
    zone: str
    invigilators: str
    candidates: int
    state: str


def add(db: Session, name: str, staff: Account, now: datetime) -> Centre:
    """Make a centre whose first staff is this account."""
    centre = Centre(name=name.strip(), zone="Europe/Paris", created_at=now)
    db.add(centre)
    db.flush()
    db.add(Membership(centre_id=centre.id, account_id=staff.id))
    db.flush()
    return centre


def hold(db: Session, centre: Centre) -> None:
    """Take a centre's row until the end of the transaction: its sessions are made one after another."""
    db.refresh(centre, with_for_update={"key_share": True})


def sessions(db: Session, centres: Sequence[Centre]) -> list[SessionLine]:
    """Return the sessions of these centres, latest first."""
    count = select(func.count()).where(Candidate.session_id == CertificationSession.id).scalar_subquery()
    query = select(CertificationSession, count).where(
        CertificationSession.centre_id.in_([centre.id for centre in centres])
    )
    order = query.order_by(CertificationSession.starts_at.desc(), CertificationSession.id)
    return [_line(session, candidates) for session, candidates in db.execute(order)]


def _line(session: CertificationSession, candidates: int) -> SessionLine:
    state = "finalised" if session.finalised_at else "started" if session.started_at else "created"
    return SessionLine(
        session.number,
        session.site,
        session.room,
        session.starts_at,
        session.zone,
        session.invigilators,
        candidates,
        state,
    )
