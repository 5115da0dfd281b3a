"""Receipts: what phones tell of the messages they were sent."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from pwa.domain.errors import Missing
from pwa.models.tables import Account, Alert, Delivery, Device
from pwa.operations import alert_events, changes, phone_looks
from pwa.operations.changes import Change


def accept(db: Session, delivery: Delivery, now: datetime) -> None:
    """A push service has accepted a message; the first ring it accepts makes the alert accepted."""
    for ring in _rings(db, delivery):
        alert = ring.alert
        if alert and alert.accepted_at is None:
            alert.accepted_at = now
            alert_events.note(db, alert, "accepted", ring, now)


def mark_shown(db: Session, token: str, now: datetime) -> None:
    """The service worker has shown the notification; the first phone to do so makes the alert shown.

    One that several were gathered into has shown them all.
    """
    delivery = find(db, token)
    if delivery.shown_at is None:
        _mark(db, delivery, "shown", now)


def mark_opened(db: Session, token: str, now: datetime) -> None:
    """The person has tapped the notification, which was shown then, whether that was told or not."""
    mark_shown(db, token, now)
    delivery = find(db, token)
    if delivery.opened_at is None:
        _mark(db, delivery, "opened", now)


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


def is_digest(db: Session, delivery: Delivery) -> bool:
    """Tell whether other messages were gathered into this one."""
    return db.scalars(select(Delivery.id).where(Delivery.gathered_into_id == delivery.id).limit(1)).first() is not None


def _mark(db: Session, delivery: Delivery, word: str, now: datetime) -> None:
    """Write down what a phone says, on its message, on those inside it, and once a device on their alerts."""
    told = _begin(db, delivery, now)
    db.refresh(delivery, with_for_update={"of": Delivery})
    if getattr(delivery, f"{word}_at"):
        return  # another request of the same phone came first
    for ring in _rings(db, delivery):
        if ring.alert:
            _tell(told[ring.alert.session_id], ring, ring.alert, word)
        setattr(ring, f"{word}_at", now)
    setattr(delivery, f"{word}_at", now)
    if word == "shown":
        delivery.device.last_shown_at = now
        phone_looks.bring_forward(db, delivery.device_id, now)
    elif delivery.purpose == "trial":
        delivery.device.proved_at = now


def _begin(db: Session, delivery: Delivery, now: datetime) -> dict[int, Change]:
    """The changes of the sessions that the message is about, always in the same order."""
    sessions = sorted({ring.alert.session_id for ring in _rings(db, delivery) if ring.alert})
    return {number: changes.begin(db, number, f"device:{delivery.device_id}", now) for number in sessions}


def _tell(change: Change, ring: Delivery, alert: Alert, word: str) -> None:
    """Once a device: the later rings of the same alert on it say nothing new."""
    moment = Delivery.shown_at if word == "shown" else Delivery.opened_at
    before = select(Delivery.id).where(
        Delivery.alert_id == alert.id, Delivery.device_id == ring.device_id, moment.is_not(None)
    )
    if change.db.scalars(before.limit(1)).first() is not None:
        return
    alert_events.note(change.db, alert, word, ring, change.now)
    if word == "shown" and alert.shown_at is None:
        alert.shown_at = change.now
        change.journal("alert_shown", alert.candidate, alert=alert.id, device=ring.device_id)
    alert.touch(change.version)


def _rings(db: Session, delivery: Delivery) -> Sequence[Delivery]:
    """The rings that a message is: itself, and those gathered into it; none when it is no ring."""
    if delivery.purpose != "ring":
        return ()
    mine = or_(Delivery.id == delivery.id, Delivery.gathered_into_id == delivery.id)
    return db.scalars(select(Delivery).where(mine).order_by(Delivery.id)).all()
