"""Gathering: a phone is not rung more often than a person can read; what comes on top of it arrives as one message."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

from pwa.domain.alerts import Kind
from pwa.models.tables import Alert, Delivery
from pwa.operations import made_up

AT_MOST = 6
"""Sendings to one device within a minute; the last one is kept for what rings, and takes all of it along."""
QUIET_AT_MOST = 3
"""Of them, those that do not ring: what keeps a phone up to date never keeps an alert waiting."""
NOT_REACHED = (
    "network", "tls", "proxy", "paused", "refused_address", "service_error", "topic_refused", "too_large", "renewed",
)  # fmt: skip
"""Outcomes of sendings of which no phone heard anything: they do not count, and are tried again in their own time."""
MINUTE = timedelta(minutes=1)
OF_TIME = (Kind.TIME_NEARLY_OVER.value, Kind.TIME_OVER.value)
"""What is told of a room at most once a minute: a room that began together ends together."""
RING, TRIAL, GATHERED = "ring", "trial", "gathered"


def opens_at(db: Session, delivery: Delivery, now: datetime) -> datetime | None:
    """Return until when a message must wait, None when it may leave now; a trial neither waits nor counts."""
    if delivery.purpose == TRIAL:
        return None
    told = _told_at(db, delivery, now)
    moments = [*_full(db, delivery, now), *([told + MINUTE] if told else ())]
    return max(moments, default=None)


def put_off(db: Session, delivery: Delivery, until: datetime) -> None:
    """Let a message wait."""
    delivery.due_at = until
    db.flush()


def gather(db: Session, lead: Delivery, now: datetime) -> None:
    """Have the message that leaves take along what would come too soon after it."""
    if lead.purpose != RING:
        return
    same = made_up.alike(db, lead)
    if len(_sent(db, lead.device_id, now, Delivery.id != lead.id, same)) >= AT_MOST - 1:
        _take(db, lead, now, Delivery.alert_id.is_not(None) & same)
    elif lead.alert and lead.alert.kind in OF_TIME:
        _take(db, lead, now, Delivery.alert_id.in_(_alike(lead.alert)))


def _full(db: Session, delivery: Delivery, now: datetime) -> Iterator[datetime]:
    """Return when there is room again for a message, as often as there is none."""
    is_ring = delivery.purpose == RING
    same = made_up.alike(db, delivery)
    sent, most = _sent(db, delivery.device_id, now, same), AT_MOST if is_ring else AT_MOST - 1
    if len(sent) >= most:
        yield sent[most - 1] + MINUTE
    quiet = [] if is_ring else _sent(db, delivery.device_id, now, Delivery.purpose != RING, same)
    if len(quiet) >= QUIET_AT_MOST:
        yield quiet[QUIET_AT_MOST - 1] + MINUTE


def _sent(db: Session, device_id: int, now: datetime, *which: ColumnElement[bool]) -> list[datetime]:
    """Return when this device was sent something within a minute, latest first."""
    query = select(Delivery.sent_at).where(
        Delivery.device_id == device_id, Delivery.sent_at > now - MINUTE, Delivery.purpose != TRIAL, _counts(), *which
    )
    return [moment for moment in db.scalars(query.order_by(Delivery.sent_at.desc()).limit(AT_MOST)) if moment]


def _counts() -> ColumnElement[bool]:
    """It is on its way, or may have reached the phone."""
    answered = func.coalesce(Delivery.outcome, "")
    return or_(Delivery.state.in_(("leased", "accepted")), answered.not_in(NOT_REACHED))


def _told_at(db: Session, delivery: Delivery, now: datetime) -> datetime | None:
    """Return when this device was last told the same of the same room, within a minute."""
    if delivery.purpose != RING or delivery.alert is None or delivery.alert.kind not in OF_TIME:
        return None
    query = select(Delivery.sent_at).where(
        Delivery.device_id == delivery.device_id,
        Delivery.id != delivery.id,
        Delivery.purpose == RING,
        Delivery.sent_at > now - MINUTE,
        _counts(),
        Delivery.alert_id.in_(_alike(delivery.alert)),
    )
    return db.scalars(query.order_by(Delivery.sent_at.desc()).limit(1)).first()


def _alike(alert: Alert) -> Select[tuple[int]]:
    return select(Alert.id).where(
        Alert.session_id == alert.session_id, Alert.kind == alert.kind, Alert.detail == alert.detail
    )


def _take(db: Session, lead: Delivery, now: datetime, which: ColumnElement[bool]) -> None:
    """Those that somebody else holds now are left: they have their own turn."""
    others = (
        select(Delivery.id)
        .where(
            Delivery.device_id == lead.device_id,
            Delivery.id != lead.id,
            Delivery.purpose == RING,
            Delivery.due_at <= now,
            which,
        )
        .with_for_update(skip_locked=True)
    )
    taken = list(db.scalars(others))
    followers = or_(Delivery.id.in_(taken), Delivery.gathered_into_id.in_(taken))
    along = update(Delivery).where(followers).values(state=GATHERED, due_at=None, gathered_into_id=lead.id)
    db.execute(along.execution_options(synchronize_session="fetch"))
