"""Devices: the phones that a person has asked to be rung on."""

import hmac
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pwa.domain.errors import Invalid, Missing
from pwa.domain.words import N_
from pwa.models.tables import Account, Device, SessionAccess
from pwa.operations import accounts, changes, deliveries, phone_looks

AT_MOST = 10


def register(
    db: Session,
    account: Account,
    *,
    endpoint: str,
    p256dh: str,
    auth: str,
    name: str,
    now: datetime,
    replaces: str | None = None,
    key_id: str | None = None,
) -> Device:
    """Keep a subscription whose endpoint was checked; one found under another account moves with the phone.

    What was still to be sent to its former holder is dropped. `replaces` is the endpoint that the same phone had
    before: what is known of the phone stays. `key_id` names the key that it subscribed with.
    """
    accounts.hold(db, account)
    device = _at(db, endpoint)
    former = _find(db, account, replaces) if replaces and replaces != endpoint else None
    if device is None and former:
        device, former = _readdress(former, endpoint, now), None
    if device is None or device.account_id != account.id:
        _check_room(db, account)
    if device is None:
        device = Device(endpoint=endpoint, created_at=now)
        db.add(device)
    elif device.account_id != account.id:
        _change_hands(db, device, now)
    device.account_id, device.p256dh, device.auth, device.key_id = account.id, p256dh, auth, key_id
    device.name, device.state = name[:100] or N_("Appareil"), "active"
    db.flush()
    if former:
        _follow(db, former, device)
    return device


def renew(
    db: Session, *, replaces: str, secret: str, endpoint: str, p256dh: str, auth: str, now: datetime, key_id: str | None
) -> Device:
    """Keep the subscription that a browser made by itself in place of another one.

    Nobody is signed in: the former endpoint with its `secret`, which only that browser and we know, is the right to
    it; raises `Missing`. A phone that somebody else holds by now stays theirs, and is its former holder's no more.
    """
    former, found = check_right(db, replaces, secret), _at(db, endpoint)
    if found and found.account_id != former.account_id:
        _drop(db, former)
        return found
    return register(
        db,
        former.account,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        name=former.name,
        now=now,
        replaces=replaces,
        key_id=key_id,
    )


def check_right(db: Session, endpoint: str, secret: str) -> Device:
    """Return the device of that endpoint and that secret; raises `Missing`."""
    device = _at(db, endpoint)
    if device is None or not hmac.compare_digest(device.auth.encode(), secret.encode()):
        raise Missing
    return device


def rename(db: Session, account: Account, device_id: int, name: str) -> None:
    """Call a device as its person does; an empty name gives it its first one back."""
    own_by_id(db, account, device_id).own_name = name[:60] or None


def remove(db: Session, account: Account, device_id: int) -> None:
    """Drop one of this person's devices, which may be far away: it is rung no more."""
    _drop(db, own_by_id(db, account, device_id))


def own_by_id(db: Session, account: Account, device_id: int) -> Device:
    """Return this person's device of that number; raises `Missing`."""
    query = select(Device).where(Device.id == device_id, Device.account_id == account.id)
    device = db.scalars(query).one_or_none()
    if device is None:
        raise Missing
    return device


def name_keys(db: Session, key_id: str) -> None:
    """Write down the key of the devices that subscribed before keys had names."""
    db.execute(update(Device).where(Device.key_id.is_(None)).values(key_id=key_id))


def forget(db: Session, account: Account, endpoint: str) -> None:
    """Drop this person's subscription; unknown ones are dropped already."""
    device = _find(db, account, endpoint)
    if device:
        _drop(db, device)


def own(db: Session, account: Account, endpoint: str) -> Device:
    """Return this person's device of that endpoint."""
    device = _find(db, account, endpoint)
    if device is None:
        raise Missing(N_("Ce téléphone ne reçoit pas encore les alertes. Activez-les d'abord."))
    return device


def of(db: Session, account: Account) -> Sequence[Device]:
    """Return this person's devices, newest first."""
    query = select(Device).where(Device.account_id == account.id)
    return db.scalars(query.order_by(Device.created_at.desc(), Device.id.desc())).all()


def exist(db: Session) -> bool:
    """Tell whether anybody has a device at all."""
    return db.scalars(select(Device.id).limit(1)).first() is not None


def _drop(db: Session, device: Device) -> None:
    phone_looks.at_once(db, device.id)
    db.delete(device)


def _at(db: Session, endpoint: str) -> Device | None:
    return db.scalars(select(Device).where(Device.endpoint == endpoint)).one_or_none()


def _readdress(device: Device, endpoint: str, now: datetime) -> Device:
    """The same phone under another endpoint, as young as its subscription."""
    device.endpoint, device.created_at = endpoint, now
    return device


def _follow(db: Session, former: Device, device: Device) -> None:
    """Two rows turn out to be one phone: its duties and its proof go to the one that stays."""
    duties = update(SessionAccess).where(SessionAccess.device_id == former.id)
    db.execute(duties.values(device_id=device.id).execution_options(synchronize_session="fetch"))
    device.proved_at, device.own_name = device.proved_at or former.proved_at, device.own_name or former.own_name
    db.delete(former)
    db.flush()


def _change_hands(db: Session, device: Device, now: datetime) -> None:
    """Somebody else holds the phone: its former holder is on duty with it no more, and must prove another one."""
    held = select(SessionAccess.session_id).where(SessionAccess.device_id == device.id).distinct()
    for session_id in sorted(db.scalars(held)):
        changes.begin(db, session_id, changes.by_account(device.account_id), now)
    deliveries.drop_moved(db, device)
    phone_looks.at_once(db, device.id)
    duties = update(SessionAccess).where(SessionAccess.device_id == device.id)
    db.execute(duties.values(device_id=None).execution_options(synchronize_session="fetch"))
    device.proved_at = device.own_name = device.last_shown_at = None


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
        raise Invalid(N_("Dix appareils reçoivent déjà vos alertes. Retirez-en un avant d'en ajouter un autre."))
    db.delete(gone[-1])
    db.flush()
