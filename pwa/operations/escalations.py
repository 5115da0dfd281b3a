"""Escalations: an alert that nobody takes is told to more and more people, one step of its ladder after another."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from pwa.domain import escalation as rules
from pwa.domain.alerts import MANNERS, Kind
from pwa.domain.escalation import Step
from pwa.models.tables import Alert, CertificationSession, Delivery
from pwa.operations import alert_events, changes, outbox, recipients
from pwa.operations.changes import Change

ON_ITS_WAY = ("due", "leased", "accepted")


def begin(change: Change, alert: Alert, word: str = "raised") -> None:
    """Make the first step of an alert just raised, if its kind is pushed at all."""
    if MANNERS[Kind(alert.kind)].pushed:
        _make(change, alert, Step.ONE_DEVICE, word)
    else:
        alert_events.write(change, alert, word)


def due(db: Session, now: datetime, limit: int = 50) -> list[int]:
    """Return the alerts of which the time for the next step has come."""
    query = select(Alert.id).where(Alert.escalate_at <= now).order_by(Alert.escalate_at).limit(limit)
    return list(db.scalars(query))


def climb(db: Session, alert_id: int, now: datetime) -> bool:
    """Make the next step of an alert's ladder, unless somebody did or took it meanwhile; tells whether it was made."""
    seen = db.get(Alert, alert_id, populate_existing=True)
    if seen is None or not _is_due(seen, now):
        return False
    change = changes.begin(db, seen.session_id, changes.WATCHER, now)
    alert = db.get_one(Alert, alert_id, populate_existing=True, with_for_update=True)
    if not _is_due(alert, now):
        return False
    _make(change, alert, alert.step + 1, "escalated")
    return True


def put_off(db: Session, alert_id: int, until: datetime) -> None:
    """Climb later: one alert that cannot be told must stop no other."""
    waiting = update(Alert).where(Alert.id == alert_id, Alert.escalate_at.is_not(None))
    db.execute(waiting.values(escalate_at=until).execution_options(synchronize_session=False))


def go_on(change: Change, alert: Alert) -> None:
    """Make the next step due at once: whoever had taken the alert has given it back."""
    alert.step = rules.given_back_at(alert.step)
    kind = Kind(alert.kind)
    alert.escalate_at = change.now if rules.climbs_after(kind, alert.step) else None


def after_failure(db: Session, delivery: Delivery, now: datetime) -> None:
    """A message failed for good, with those gathered into it: a step none of whose rings goes on is over at once.

    To be called in the transaction that records it.
    """
    if delivery.purpose == "ring":
        alerts = _held(db, delivery)
        _share_fate(db, delivery)
        _hasten(db, alerts, now)


def after_pause(db: Session, delivery: Delivery, now: datetime) -> None:
    """The phone's push service is left alone for a while: nobody waits for it when no other ring goes on.

    To be called in the transaction that records it.
    """
    if delivery.purpose == "ring":
        _hasten(db, _held(db, delivery), now)


def _hasten(db: Session, alerts: Iterable[Alert], now: datetime) -> None:
    for alert in alerts:
        if alert.step < Step.CENTRE and _may_climb(alert) and not _goes_on(db, alert):
            alert.escalate_at = min(alert.escalate_at or now, now)
    db.flush()


def _make(change: Change, alert: Alert, step: int, word: str) -> None:
    """Ring those of a step; nobody who is rung twice for it, since whoever makes a step holds the session's row."""
    reached = recipients.of_step(change, alert, step)
    outbox.ring(change, alert, reached.devices, step)
    ladder = change.db.get_one(CertificationSession, change.session_id).ladder
    alert.step = step
    alert.escalate_at = rules.next_at(Kind(alert.kind), ladder, step, change.now, is_hopeless=reached.is_hopeless)
    alert.touch(change.version)
    alert_events.write(change, alert, word, step=step, count=len(reached.devices))
    if step and (reached.devices or step == Step.CENTRE):  # nobody anywhere is one line, not three
        change.journal("alert_escalated", alert.candidate, alert=alert.id, step=step, rung=len(reached.devices))


def _may_climb(alert: Alert) -> bool:
    return alert.closed_at is None and alert.claimed_at is None and alert.escalate_at is not None


def _is_due(alert: Alert, now: datetime) -> bool:
    return _may_climb(alert) and alert.escalate_at is not None and alert.escalate_at <= now


def _held(db: Session, delivery: Delivery) -> Iterable[Alert]:
    """The alerts that a message and those gathered into it are about, held in the order of their numbers.

    They are held before what is recorded of the message is written.
    """
    about = or_(Delivery.id == delivery.id, Delivery.gathered_into_id == delivery.id)
    query = select(Alert).where(Alert.id.in_(select(Delivery.alert_id).where(about))).order_by(Alert.id)
    with db.no_autoflush:
        alerts = db.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    db.flush()
    return alerts


def _share_fate(db: Session, delivery: Delivery) -> None:
    inside = update(Delivery).where(Delivery.gathered_into_id == delivery.id, Delivery.state == "gathered")
    fate = inside.values(state=delivery.state, outcome=delivery.outcome, due_at=None)
    db.execute(fate.execution_options(synchronize_session="fetch"))


def _goes_on(db: Session, alert: Alert) -> bool:
    """Whether a ring of the alert's last step may still reach somebody, or has."""
    carrier = aliased(Delivery)
    carried = exists().where(carrier.id == Delivery.gathered_into_id, carrier.state.in_(ON_ITS_WAY))
    leaves = and_(Delivery.state.in_(ON_ITS_WAY), func.coalesce(Delivery.outcome, "") != "paused")
    return bool(db.scalar(select(exists().where(_of_step(alert), or_(leaves, carried)))))


def _of_step(alert: Alert) -> ColumnElement[bool]:
    return and_(Delivery.alert_id == alert.id, Delivery.purpose == "ring", Delivery.step == alert.step)
