"""A session's alerts as its centre sets them: when more people are rung, and the rooms next door."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, CertificationSession, Neighbour
from pwa.operations import centres, changes, claims
from pwa.operations.changes import Change


def nearby(db: Session, session: CertificationSession) -> Sequence[CertificationSession]:
    """Return the sessions that can be its neighbours: of the same centre, the same day, not finalised."""
    day = session.starts_at.astimezone(ZoneInfo(session.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    query = select(CertificationSession).where(
        CertificationSession.centre_id == session.centre_id,
        CertificationSession.id != session.id,
        CertificationSession.finalised_at.is_(None),
        CertificationSession.starts_at >= day,
        CertificationSession.starts_at < day + timedelta(days=1),
    )
    return db.scalars(query.order_by(CertificationSession.room, CertificationSession.id)).all()


def neighbours(db: Session, number: int) -> set[int]:
    """Return the numbers of a session's neighbours."""
    return set(db.scalars(select(Neighbour.neighbour_id).where(Neighbour.session_id == number)))


def arrange(
    db: Session,
    session: CertificationSession,
    ladder: Sequence[int],
    chosen: Collection[int],
    account: Account,
    now: datetime,
) -> Change:
    """Keep the ladder's seconds and the neighbours, in both directions; what cannot be a neighbour is left out.

    Whoever is next door no more gives back what they held here.
    """
    centres.hold(db, session.centre)
    actor, rooms = changes.by_account(account.id), sorted({session.id, *neighbours(db, session.id)})
    begun = {number: changes.begin(db, number, actor, now) for number in rooms}
    change = begun[session.id]
    session.ladder = list(ladder)
    kept = [other.id for other in nearby(db, session) if other.id in chosen]
    mine = or_(Neighbour.session_id == session.id, Neighbour.neighbour_id == session.id)
    db.execute(delete(Neighbour).where(mine))
    for other in kept:
        pairs = ((session.id, other), (other, session.id))
        db.add_all(Neighbour(session_id=here, neighbour_id=there) for here, there in pairs)
    db.flush()
    for room in begun.values():
        claims.give_back_all_lost(room)
    change.journal("alerts_arranged", ladder=list(ladder), neighbours=kept)
    return change
