"""The outbox: messages made due in the transaction that has a reason to send them, and those given up."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session, aliased

from pwa.models.tables import Account, Alert, Delivery, Device, SessionAccess
from pwa.operations import digests
from pwa.operations.changes import Change

ALERT_LIFE = timedelta(seconds=180)
TRIAL_LIFE = timedelta(seconds=60)
CHECK_LIFE = timedelta(seconds=60)
MESSAGE_LIFE = timedelta(minutes=10)


def ring(change: Change, alert: Alert, devices: Sequence[Device], step: int) -> None:
    """Make a ring due on each of these devices; what still waits for one about the same alert gives way to it."""
    waiting = _give_way(change, alert, [device.id for device in devices])
    for device in devices:
        due_at = max(change.now, waiting.get(device.id, change.now))
        change.db.add(_due(device, "ring", change.now, ALERT_LIFE, alert, step=step, due_at=due_at))
    change.db.flush()


def tell(change: Change, devices: Sequence[Device]) -> None:
    """Make a word about a message of the centre due on each of these devices."""
    for device in devices:
        delivery = _due(device, "message", change.now, MESSAGE_LIFE)
        delivery.session_id = change.session_id
        change.db.add(delivery)
    change.db.flush()


def tell_the_rung(change: Change, alert: Alert, outcome: str) -> None:
    """Nothing rings about this alert any more, and each device that was rung is told silently what became of it."""
    change.db.flush()
    give_up(change.db, and_(Delivery.alert_id == alert.id, _is_waiting()), outcome)
    for device in change.db.scalars(_rung_about(alert)).all():
        _replace_in_digest(change.db, alert, device)
        change.db.add(_due(device, "update", change.now, ALERT_LIFE, alert))
    change.db.flush()


def withdraw_from(change: Change, account: Account) -> None:
    """Do not ring somebody who leaves: what the session still had for their devices is given up."""
    theirs = and_(Delivery.session_id == change.session_id, Delivery.account_id == account.id)
    give_up(change.db, and_(theirs, Delivery.purpose != "trial", _is_waiting()), "left")


def give_up(db: Session, which: ColumnElement[bool], outcome: str) -> int:
    """Give up deliveries; those that were gathered into one of them are due on their own again. Returns how many."""
    over = update(Delivery).where(which).values(state="failed", outcome=outcome, due_at=None).returning(Delivery.id)
    given_up = db.scalars(over.execution_options(synchronize_session="fetch")).all()
    if given_up:
        free_gathered(db, given_up)
    return len(given_up)


def free_gathered(db: Session, carriers: Sequence[int]) -> None:
    """Make due again what was gathered into deliveries that will never leave."""
    inside = update(Delivery).where(Delivery.gathered_into_id.in_(carriers), Delivery.state == "gathered")
    freed = inside.values(state="due", due_at=Delivery.created_at, gathered_into_id=None)
    db.execute(freed.execution_options(synchronize_session="fetch"))


def withdraw(db: Session, token: str, tries: int) -> None:
    """Give up a ring that its sender holds, and that nobody needs any more."""
    held = and_(Delivery.token == token, Delivery.state == "leased", Delivery.tries == tries)
    give_up(db, held, "overtaken")


def is_wanted(db: Session, token: str) -> bool:
    """Tell whether a message still has its reason: a ring has none once its alerts are all taken, closed or erased."""
    query = select(Delivery).where(Delivery.token == token)
    delivery = db.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if delivery is None:
        return False
    if delivery.purpose != "ring":
        return True
    about = select(Delivery.alert_id).where(
        or_(Delivery.id == delivery.id, Delivery.gathered_into_id == delivery.id), Delivery.alert_id.is_not(None)
    )
    ringing = select(Alert.id).where(Alert.id.in_(about), Alert.closed_at.is_(None), Alert.claimed_at.is_(None))
    return db.scalars(ringing.limit(1)).first() is not None


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


def _give_way(change: Change, alert: Alert, devices: Sequence[int]) -> dict[int, datetime]:
    """Give up what waits for these devices about an alert; returns until when each device's ring was put off."""
    about_it = and_(Delivery.alert_id == alert.id, Delivery.device_id.in_(devices), _is_waiting())
    change.db.flush()
    waiting = change.db.execute(
        select(Delivery.id, Delivery.device_id, Delivery.due_at).where(about_it, Delivery.purpose == "ring")
    ).all()
    give_up(change.db, about_it, "replaced")
    return {device_id: due_at for _, device_id, due_at in waiting}


def _replace_in_digest(db: Session, alert: Alert, device: Device) -> None:
    """What waits to be told of the same digest gives way: the notification that it changes is one."""
    digest = digests.that_told(db, alert.id, device.id)
    if digest is None:
        return
    waiting = select(Delivery).where(
        Delivery.device_id == device.id, Delivery.purpose == "update", Delivery.alert_id.is_not(None), _is_waiting()
    )
    alike = [
        one.id
        for one in db.scalars(waiting)
        if one.alert_id and digests.that_told(db, one.alert_id, device.id) == digest
    ]
    give_up(db, and_(Delivery.id.in_(alike), _is_waiting()), "replaced")


def _rung_about(alert: Alert) -> Select[tuple[Device]]:
    """The devices to which a ring about this alert has left, alone or in another one, and that are still theirs."""
    carrier = aliased(Delivery)
    left = (
        select(Delivery.device_id)
        .outerjoin(carrier, carrier.id == Delivery.gathered_into_id)
        .where(Delivery.alert_id == alert.id, Delivery.purpose == "ring", or_(Delivery.tries > 0, carrier.tries > 0))
        .where(or_(Delivery.account_id.is_(None), Delivery.account_id == Device.account_id))
    )
    return select(Device).where(Device.id.in_(left.correlate(Device)), Device.state != "gone").order_by(Device.id)


def _is_waiting() -> ColumnElement[bool]:
    """It waits for its time, in no sender's hands."""
    return Delivery.state == "due"


def _due(
    device: Device,
    purpose: str,
    now: datetime,
    life: timedelta,
    alert: Alert | None = None,
    *,
    step: int | None = None,
    due_at: datetime | None = None,
) -> Delivery:
    return Delivery(
        token=secrets.token_urlsafe(32),
        alert_id=alert.id if alert else None,
        session_id=alert.session_id if alert else None,
        device_id=device.id,
        account_id=device.account_id,
        purpose=purpose,
        step=step,
        due_at=due_at or now,
        created_at=now,
        expires_at=(due_at or now) + life,
        tries=0,
        without_topic=False,
        minimal=False,
    )
