"""Deliveries: the outbox. A message is due, leased by one sender, and marked after the push service's answer."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Row, and_, case, exists, not_, or_, select
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer, Decision, decide
from pwa.models.tables import Alert, Delivery, Device
from pwa.operations import escalations, gathering, phone_looks, push_hosts, receipts
from pwa.operations.made_up import is_made_up
from pwa.operations.messages import Message, compose
from pwa.operations.outbox import ALERT_LIFE, give_up


@dataclass(frozen=True)
class Leased:
    """A delivery in the hands of one sender; `tries` tells this lease from those before and after.

    Its `token` names it: the number of one that is erased with its training may be given again.
    """

    id: int
    tries: int
    device_id: int
    token: str


@dataclass(frozen=True)
class Road:
    """What is on its way already: a `full` device takes nothing more, one that is `taken` nothing that is made up.

    Once it `is_crowded` nothing made up leaves at all: real rooms never wait for trainings.
    """

    full: Collection[int] = ()
    taken: Collection[int] = ()
    is_crowded: bool = False


EMPTY = Road()


def any_due(db: Session, now: datetime, road: Road = EMPTY) -> bool:
    """Tell whether a message waits to be taken, and there is room for it."""
    return db.scalars(select(Delivery.id).where(_waiting(now, road)).limit(1)).first() is not None


def lease(db: Session, now: datetime, seconds: int, road: Road = EMPTY) -> Leased | None:
    """Take one due message for `seconds`; None when nothing is due. What was taken and never marked is due again.

    One that would ring its phone too often waits, or is taken along by the one that leaves. An alert's life is counted
    from its first sending: our own absence before it loses nothing.
    """
    passed = set(road.full)
    while first := _first(db, now, replace(road, full=passed)):
        delivery = _hold(db, first.id, first.device_id, now)
        if delivery is None:
            passed.add(first.device_id)
        elif until := gathering.opens_at(db, delivery, now):
            gathering.put_off(db, delivery, until)
        else:
            return _take(db, delivery, now, seconds)
    return None


def message(db: Session, leased: Leased, now: datetime) -> Message:
    """Return what to send for a delivery, in the words of this moment."""
    return compose(db.scalars(select(Delivery).where(Delivery.token == leased.token)).one(), now)


def record(db: Session, leased: Leased, answer: Answer, now: datetime, jitter: float) -> Decision:
    """Mark a message with what the push service answered; `jitter` is between 0 and 1.

    When the lease ran out meanwhile, or the message was given up, only an acceptance counts; nothing does when it was
    erased with its training.
    """
    delivery = db.scalars(select(Delivery).where(Delivery.token == leased.token)).one_or_none()
    if delivery is None:
        return Decision("failed", "erased")
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
        phone_looks.after_acceptance(db, delivery, now)
    if decision.device != "keep":
        delivery.device.state = "gone" if decision.device == "switch_off" else "renew"
        phone_looks.bring_forward(db, delivery.device_id, now)
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
    its_alert = exists().where(Alert.id == Delivery.alert_id)  # one by one: there may be many alerts, few messages
    closed = its_alert.where(Alert.closed_at.is_not(None))
    claimed = its_alert.where(Alert.closed_at.is_(None), Alert.claimed_at.is_not(None))
    waiting = Delivery.due_at <= now
    rings = and_(waiting, Delivery.purpose == "ring")
    return (
        give_up(db, and_(waiting, not_(_never_sent()), Delivery.expires_at <= now), "expired")
        + give_up(db, and_(rings, closed), "closed")
        + give_up(db, and_(rings, claimed), "claimed")
    )


def drop_moved(db: Session, device: Device) -> None:
    """Give up what waits for a phone that has changed hands, and what a sender holds is not tried again."""
    unfinished = or_(Delivery.due_at.is_not(None), Delivery.state == gathering.GATHERED)
    give_up(db, and_(Delivery.device_id == device.id, unfinished), "moved")


def _waiting(now: datetime, road: Road) -> ColumnElement[bool]:
    is_real = ~is_made_up()
    has_room = is_real if road.is_crowded else or_(is_real, Delivery.device_id.not_in(road.taken))
    return and_(Delivery.due_at <= now, Delivery.device_id.not_in(road.full), has_room)


def _first(db: Session, now: datetime, road: Road) -> Row[tuple[int, int]] | None:
    """Find the message to send next: what is real, then what rings or was asked for, comes before what only informs."""
    is_quiet = case((Delivery.purpose.in_(("ring", "trial")), 0), else_=1)
    query = (
        select(Delivery.id, Delivery.device_id)
        .where(_waiting(now, road))
        .order_by(case((is_made_up(), 1), else_=0), is_quiet, Delivery.due_at, Delivery.id)
    )
    return db.execute(query.limit(1)).one_or_none()


def _hold(db: Session, delivery_id: int, device_id: int, now: datetime) -> Delivery | None:
    """Hold a message and its device, of which one sender at a time counts what is sent; None when another has it."""
    db.execute(select(Device.id).where(Device.id == device_id).with_for_update(key_share=True))
    held = select(Delivery).where(Delivery.id == delivery_id, Delivery.due_at <= now).with_for_update(skip_locked=True)
    return db.scalars(held.execution_options(populate_existing=True)).one_or_none()


def _take(db: Session, delivery: Delivery, now: datetime, seconds: int) -> Leased:
    if delivery.tries == 0 and delivery.alert_id is not None:
        delivery.expires_at = now + ALERT_LIFE
    delivery.state, delivery.due_at, delivery.sent_at = "leased", now + timedelta(seconds=seconds), now
    delivery.tries += 1
    db.flush()
    gathering.gather(db, delivery, now)
    return Leased(delivery.id, delivery.tries, delivery.device_id, delivery.token)


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
