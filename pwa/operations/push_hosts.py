"""Push services: whether each of them answers, and since when; never an endpoint, only its host."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer, Decision
from pwa.models.tables import Delivery, PushHost

NOT_TRIED = ("paused", "bad_keys", "refused_endpoint")
"""What stopped a message on our side: it says nothing of the service."""


@dataclass(frozen=True)
class Reach:
    """How one service answers: seconds since it last accepted a message, None when it never did."""

    host: str
    reachable: bool
    age: float | None
    outcome: str
    failures: int


def record(db: Session, delivery: Delivery, answer: Answer, decision: Decision, now: datetime) -> None:
    """Write down how a sending went; last of what a transaction holds, for all its senders share the row."""
    if answer.problem in NOT_TRIED:
        return
    row = _held(db, delivery.device.host, decision.outcome, now)
    reached = answer.status is not None and answer.status < 500
    row.tried_at, row.outcome = max(row.tried_at, now), decision.outcome
    row.failures = 0 if reached else row.failures + 1
    if decision.state == "accepted":
        row.succeeded_at = now


def reach(db: Session, now: datetime) -> Sequence[Reach]:
    """Return how every service that was tried answers, by name."""
    rows = db.scalars(select(PushHost).order_by(PushHost.host))
    return [Reach(row.host, row.failures == 0, _age(row, now), row.outcome, row.failures) for row in rows]


def _age(row: PushHost, now: datetime) -> float | None:
    return None if row.succeeded_at is None else round(max(0.0, (now - row.succeeded_at).total_seconds()), 1)


def _held(db: Session, host: str, outcome: str, now: datetime) -> PushHost:
    query = select(PushHost).where(PushHost.host == host).with_for_update().execution_options(populate_existing=True)
    row = db.scalars(query).one_or_none()
    if row:
        return row
    try:
        with db.begin_nested():
            row = PushHost(host=host, tried_at=now, failures=0, outcome=outcome)
            db.add(row)
    except IntegrityError:  # another sender was the first
        return db.scalars(query).one()
    return row
