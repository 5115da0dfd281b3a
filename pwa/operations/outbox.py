"""The outbox: messages made due in the transaction that has a reason to send them."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Alert, Delivery, Device, SessionAccess
from pwa.operations.changes import Change

ALERT_LIFE = timedelta(seconds=180)
TRIAL_LIFE = timedelta(seconds=60)
CHECK_LIFE = timedelta(seconds=60)


def announce(change: Change, alert: Alert) -> None:
    """Make a message due for each phone of the session's invigilators."""
    watching = select(SessionAccess.account_id).where(
        SessionAccess.session_id == change.session_id, SessionAccess.left_at.is_(None)
    )
    devices = select(Device).where(Device.account_id.in_(watching), Device.state != "gone")
    for device in change.db.scalars(devices).all():
        change.db.add(_due(device, "ring", change.now, ALERT_LIFE, alert))


def try_out(db: Session, device: Device, now: datetime, session_id: int | None = None) -> Delivery:
    """Make a trial message due: it takes the same road as an alert; one for a session leads to its duty page."""
    delivery = _due(device, "trial", now, TRIAL_LIFE)
    delivery.session_id = session_id
    db.add(delivery)
    return delivery


def check(db: Session, device: Device, access: SessionAccess, now: datetime) -> Delivery:
    """Make a silent message due, that only asks a phone on duty whether it still shows what it is sent."""
    delivery = _due(device, "check", now, CHECK_LIFE)
    delivery.session_id = access.session_id
    db.add(delivery)
    return delivery


def _due(device: Device, purpose: str, now: datetime, life: timedelta, alert: Alert | None = None) -> Delivery:
    return Delivery(
        token=secrets.token_urlsafe(32),
        alert_id=alert.id if alert else None,
        session_id=alert.session_id if alert else None,
        device_id=device.id,
        account_id=device.account_id,
        purpose=purpose,
        due_at=now,
        created_at=now,
        expires_at=now + life,
        tries=0,
        without_topic=False,
        minimal=False,
    )
