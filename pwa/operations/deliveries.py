"""Deliveries: the outbox. A message is due, leased by one sender, and marked after the push service's answer."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, not_, select, update
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer, Decision, decide
from pwa.models.tables import Alert, Delivery, Device
from pwa.operations import escalations, push_hosts, receipts
from pwa.operations.messages import Message, compose
from pwa.operations.outbox import ALERT_LIFE, give_up


@dataclass(frozen=True)
class Leased:
    """A delivery in the hands of one sender; `tries` tells this lease from those before and after."""

    id: int
    tries: int
    device_id: int


def any_due(db: Session, now: datetime, busy: Collection[int] = ()) -> bool:
    """Tell whether a message waits to be taken; those for `busy` devices wait for another time."""
    return db.scalars(select(Delivery.id).where(_waiting(now, busy)).limit(1)).first() is not None


def lease(db: Session, now: datetime, seconds: int, busy: Collection[int] = ()) -> Leased | None:
    """Take one due message for `seconds`; None when nothing is due. What was taken and never marked is due again.

    An alert's life is counted from its first sending: our own absence before it loses nothing.
    """
    first = (
        select(Delivery.id)
        .where(_waiting(now, busy))
        .order_by(Delivery.due_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    take = (
        update(Delivery)
        .where(Delivery.id == first.scalar_subquery())
        .values(
            state="leased",
            due_at=now + timedelta(seconds=seconds),
            expires_at=case((_never_sent(), now + ALERT_LIFE), else_=Delivery.expires_at),
            tries=Delivery.tries + 1,
            sent_at=now,
        )
        .returning(Delivery.id, Delivery.tries, Delivery.device_id)
        .execution_options(synchronize_session=False)
    )
    taken = db.execute(take).one_or_none()
    return Leased(*taken) if taken else None


def message(db: Session, leased: Leased, now: datetime) -> Message:
    """Return what to send for a delivery, in the words of this moment."""
    return compose(db.get_one(Delivery, leased.id), now)


def record(db: Session, leased: Leased, answer: Answer, now: datetime, jitter: float) -> Decision:
    """Mark a message with what the push service answered; `jitter` is between 0 and 1.

    When the lease ran out meanwhile, or the message was given up, only an acceptance counts.
    """
    delivery = db.get_one(Delivery, leased.id)
    decision = _decide(delivery, answer, now, jitter)
    if decision.state != "accepted" and _is_of_a_former_subscription(delivery):
        decision = replace(decision, state="due", due_at=now, outcome="renewed", device="keep")
    overtaken = delivery.state != "leased" or delivery.tries != leased.tries
    if overtaken and decision.state != "accepted":
        return decision
    delivery.state, delivery.due_at = decision.state, decision.due_at
    delivery.status, delivery.outcome = answer.status, decision.outcome
    delivery.without_topic, delivery.minimal = decision.drop_topic, decision.minimal
    if decision.state == "accepted":
        delivery.accepted_at = now
        receipts.accept(db, delivery, now)
    if decision.device != "keep":
        delivery.device.state = "gone" if decision.device == "switch_off" else "renew"
    if decision.state in ("gone", "failed"):
        escalations.after_failure(db, delivery, now)
    elif decision.outcome == "paused":
        escalations.after_pause(db, delivery, now)
    push_hosts.record(db, delivery, answer, decision, now)
    return decision


def _is_of_a_former_subscription(delivery: Delivery) -> bool:
    """Whether the phone subscribed anew while the message was on its way: the answer is about what it left."""
    return delivery.sent_at is not None and delivery.sent_at < delivery.device.created_at


def drop_stale(db: Session, now: datetime) -> int:
    """Give up what can no longer serve (its time is over, its alert is closed or taken); returns how many.

    An alert that nobody was told, because we were not there, is still worth telling while it is open.
    """
    closed = select(Alert.id).where(Alert.closed_at.is_not(None))
    claimed = select(Alert.id).where(Alert.closed_at.is_(None), Alert.claimed_at.is_not(None))
    waiting = Delivery.due_at <= now
    rings = and_(waiting, Delivery.purpose == "ring")
    return (
        give_up(db, and_(waiting, not_(_never_sent()), Delivery.expires_at <= now), "expired")
        + give_up(db, and_(rings, Delivery.alert_id.in_(closed)), "closed")
        + give_up(db, and_(rings, Delivery.alert_id.in_(claimed)), "claimed")
    )


def drop_moved(db: Session, device: Device) -> None:
    """Give up what waits for a phone that has changed hands, and what a sender holds is not tried again."""
    give_up(db, and_(Delivery.device_id == device.id, Delivery.due_at.is_not(None)), "moved")


def _waiting(now: datetime, busy: Collection[int]) -> ColumnElement[bool]:
    return and_(Delivery.due_at <= now, Delivery.device_id.not_in(busy))


def _never_sent() -> ColumnElement[bool]:
    return and_(Delivery.tries == 0, Delivery.alert_id.is_not(None))


def _decide(delivery: Delivery, answer: Answer, now: datetime, jitter: float) -> Decision:
    return decide(
        answer,
        tries=delivery.tries,
        dropped_topic=delivery.without_topic,
        minimal=delivery.minimal,
        created_at=delivery.created_at,
        expires_at=delivery.expires_at,
        device_created_at=delivery.device.created_at,
        now=now,
        jitter=jitter,
    )
