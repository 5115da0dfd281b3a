"""Centres: make one with its first staff, say whom it calls and how long it keeps, hold one."""

from datetime import datetime

from sqlalchemy.orm import Session

from pwa.domain import retention
from pwa.models.tables import Account, Centre, Membership


def add(db: Session, name: str, staff: Account, now: datetime) -> Centre:
    """Make a centre whose first staff is this account."""
    centre = Centre(name=name.strip(), zone="Europe/Paris", created_at=now)
    db.add(centre)
    db.flush()
    db.add(Membership(centre_id=centre.id, account_id=staff.id))
    db.flush()
    return centre


def write_contact(db: Session, centre: Centre, contact: str) -> None:
    """Say in a few lines whom the centre's invigilators call."""
    hold(db, centre)
    centre.contact = contact


def keep_for(db: Session, centre: Centre, days: int) -> None:
    """Set how many days after its finalisation a session's personal data is erased; `Invalid` out of bounds."""
    retention.check(days)
    hold(db, centre)
    centre.retention_days = days


def hold(db: Session, centre: Centre) -> None:
    """Take a centre's row until the end of the transaction: its sessions are made one after another."""
    db.refresh(centre, with_for_update={"key_share": True})
