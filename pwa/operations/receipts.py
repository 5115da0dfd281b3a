"""Receipts: what phones tell of the messages they were sent."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pwa.domain.errors import Missing
from pwa.models.tables import Account, Alert, Delivery, Device
from pwa.operations import changes, phone_looks


def mark_shown(db: Session, token: str, now: datetime) -> None:
    """The service worker has shown the notification; the first phone to do so makes the alert shown."""
    delivery = find(db, token)
    if delivery.shown_at:
        return
    if delivery.alert and delivery.alert.shown_at is None:
        _show(db, delivery, delivery.alert, now)
    delivery.shown_at = delivery.device.last_shown_at = now
    phone_looks.bring_forward(db, delivery.device_id, now)


def mark_opened(db: Session, token: str, now: datetime) -> None:
    """The person has tapped the notification."""
    delivery = find(db, token)
    delivery.opened_at = delivery.opened_at or now
    if delivery.purpose == "trial":
        delivery.device.proved_at = now


def find(db: Session, token: str) -> Delivery:
    """Return the delivery of a token; the token is the right to it."""
    delivery = db.scalars(_of(token)).one_or_none()
    if delivery is None:
        raise Missing
    return delivery


def find_own(db: Session, account: Account, token: str) -> Delivery:
    """Return a delivery to one of this person's devices."""
    delivery = db.scalars(_of(token).join(Device).where(Device.account_id == account.id)).one_or_none()
    if delivery is None:
        raise Missing
    return delivery


def _of(token: str) -> Select[tuple[Delivery]]:
    """What is no token of ours, and could hold what no database takes, finds nothing."""
    return select(Delivery).where(Delivery.token == (token if token.isprintable() else ""))


def _show(db: Session, delivery: Delivery, alert: Alert, now: datetime) -> None:
    change = changes.begin(db, alert.session_id, f"device:{delivery.device_id}", now)
    alert.shown_at = now
    alert.touch(change.version)
    change.journal("alert_shown", alert.candidate, alert=alert.id, device=delivery.device_id)
