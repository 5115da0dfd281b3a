"""Looks at phones on duty: what happens to a phone brings the next one forward."""

from datetime import datetime

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from pwa.domain.duty import ANSWERS_WITHIN
from pwa.models.tables import Delivery, SessionAccess


def after_acceptance(db: Session, delivery: Delivery, now: datetime) -> None:
    """A phone that was rung must have shown it soon."""
    if delivery.purpose == "ring":
        bring_forward(db, delivery.device_id, now + ANSWERS_WITHIN)


def at_once(db: Session, device_id: int) -> None:
    """Look at this phone now, wherever it is on duty: it is no more."""
    query = update(SessionAccess).where(SessionAccess.device_id == device_id, SessionAccess.duty_at.is_not(None))
    moment = query.values(look_at=SessionAccess.duty_at)
    db.execute(moment.execution_options(synchronize_session="fetch"))


def bring_forward(db: Session, device_id: int, moment: datetime) -> None:
    """Look at this phone at that moment at the latest, wherever it is on duty."""
    later = or_(SessionAccess.look_at.is_(None), SessionAccess.look_at > moment)
    on_duty = (SessionAccess.device_id == device_id, SessionAccess.duty_at.is_not(None), later)
    query = update(SessionAccess).where(*on_duty).values(look_at=moment)
    db.execute(query.execution_options(synchronize_session="fetch"))
