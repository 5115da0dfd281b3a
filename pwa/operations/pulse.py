"""The pulse: how fresh what we know of a room is, who can be called, and what is wrong on our side."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from pwa.domain.connectivity import HIDDEN_LOST_AFTER, LOST_AFTER
from pwa.models.tables import Account, Attempt, CertificationSession, SessionAccess
from pwa.operations import duties, readiness, troubles
from pwa.operations.readiness import Invigilator
from pwa.operations.troubles import Trouble

SEEN_EVERY = timedelta(seconds=30)
"""A board that stays in front is written down that often."""


@dataclass(frozen=True)
class Signs:
    """How many running candidates of a session are heard, how many run, and the last sign of any of them."""

    heard: int
    running: int
    last_at: datetime | None


SILENCE = Signs(0, 0, None)
"""Nobody runs."""


@dataclass(frozen=True)
class Pulse:
    """`heard` of the `running` candidates were heard in time, the last one at `last_sign_at`."""

    number: int
    zone: str
    now: datetime
    heard: int
    running: int
    last_sign_at: datetime | None
    invigilators: tuple[Invigilator, ...]
    account_id: int
    troubles: tuple[Trouble, ...]

    @property
    def ready(self) -> int:
        """How many invigilators can be called."""
        return sum(line.ready for line in self.invigilators)

    @property
    def mine(self) -> Invigilator | None:
        """The person who looks, as the others see them."""
        return next((line for line in self.invigilators if line.account_id == self.account_id), None)


def take(db: Session, session: CertificationSession, account: Account, now: datetime) -> Pulse:
    """Take a session's pulse, for this person."""
    signs = signs_of(db, [session.id], now).get(session.id, SILENCE)
    return Pulse(
        number=session.id,
        zone=session.zone,
        now=now,
        heard=signs.heard,
        running=signs.running,
        last_sign_at=signs.last_at,
        invigilators=readiness.of_session(db, session.id, now),
        account_id=account.id,
        troubles=troubles.of_sessions(db, [session.id], now),
    )


def must_be_noted(db: Session, account: Account, number: int, now: datetime) -> bool:
    """Tell whether it is time to write down that this person's board is in front of them."""
    return db.scalars(select(SessionAccess.id).where(_unseen(account, number, now))).first() is not None


def keep_seen(db: Session, account: Account, number: int, now: datetime) -> None:
    """Write down that this person's board is in front of them; a phone thought silent is looked at at once."""
    noted = {"seen_at": now}
    if duties.open_silence(db, number, account.id):
        noted["look_at"] = now
    query = update(SessionAccess).where(_unseen(account, number, now)).values(noted)
    db.execute(query.execution_options(synchronize_session="fetch"))


def _unseen(account: Account, number: int, now: datetime) -> ColumnElement[bool]:
    return and_(
        SessionAccess.session_id == number,
        SessionAccess.account_id == account.id,
        SessionAccess.left_at.is_(None),
        or_(SessionAccess.seen_at.is_(None), SessionAccess.seen_at <= now - SEEN_EVERY),
    )


def signs_of(db: Session, sessions: Collection[int], now: datetime) -> dict[int, Signs]:
    """Return the signs of life of each of these sessions, by its number; those where nobody runs are left out."""
    visible = and_(Attempt.hidden_since.is_(None), Attempt.last_heartbeat_at > now - LOST_AFTER)
    hidden = and_(Attempt.hidden_since.is_not(None), Attempt.last_heartbeat_at > now - HIDDEN_LOST_AFTER)
    heard = case((and_(Attempt.goodbye_at.is_(None), or_(visible, hidden)), 1), else_=0)
    query = (
        select(Attempt.session_id, func.sum(heard), func.count(), func.max(Attempt.last_heartbeat_at))
        .where(Attempt.session_id.in_(sessions), Attempt.state == "running")
        .group_by(Attempt.session_id)
    )
    return {number: Signs(int(count), running, last) for number, count, running, last in db.execute(query).tuples()}
