"""Devices: the phones that a person has asked to be rung on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.errors import Invalid, Missing
from pwa.models.tables import Account, Device
from pwa.operations import accounts, deliveries, phone_looks

AT_MOST = 10


def register(
    db: Session, account: Account, *, endpoint: str, p256dh: str, auth: str, name: str, now: datetime
) -> Device:
    """Keep a subscription whose endpoint was checked; one found under another account moves with the phone.

    What was still to be sent to its former holder is dropped.
    """
    accounts.hold(db, account)
    device = db.scalars(select(Device).where(Device.endpoint == endpoint)).one_or_none()
    if device is None or device.account_id != account.id:
        _check_room(db, account)
    if device is None:
        device = Device(endpoint=endpoint, created_at=now)
        db.add(device)
    elif device.account_id != account.id:
        deliveries.drop_moved(db, device)
        phone_looks.bring_forward(db, device.id, now)
        device.proved_at = None
    device.account_id, device.p256dh, device.auth = account.id, p256dh, auth
    device.name, device.state = name[:100] or "Appareil", "active"
    db.flush()
    return device


def forget(db: Session, account: Account, endpoint: str, now: datetime) -> None:
    """Drop this person's subscription; unknown ones are dropped already."""
    device = _find(db, account, endpoint)
    if device:
        phone_looks.bring_forward(db, device.id, now)
        db.delete(device)


def own(db: Session, account: Account, endpoint: str) -> Device:
    """Return this person's device of that endpoint."""
    device = _find(db, account, endpoint)
    if device is None:
        raise Missing("Ce téléphone ne reçoit pas encore les alertes. Activez-les d'abord.")
    return device


def of(db: Session, account: Account) -> Sequence[Device]:
    """Return this person's devices, newest first."""
    query = select(Device).where(Device.account_id == account.id)
    return db.scalars(query.order_by(Device.created_at.desc(), Device.id.desc())).all()


def exist(db: Session) -> bool:
    """Tell whether anybody has a device at all."""
    return db.scalars(select(Device.id).limit(1)).first() is not None


def _find(db: Session, account: Account, endpoint: str) -> Device | None:
    query = select(Device).where(Device.endpoint == endpoint, Device.account_id == account.id)
    return db.scalars(query).one_or_none()


def _check_room(db: Session, account: Account) -> None:
    """Keep at most ten devices a person: those that are gone make room first."""
    devices = of(db, account)
    if len(devices) < AT_MOST:
        return
    gone = [device for device in devices if device.state != "active"]
    if not gone:
        raise Invalid("Dix appareils reçoivent déjà vos alertes. Retirez-en un avant d'en ajouter un autre.")
    db.delete(gone[-1])
    db.flush()
