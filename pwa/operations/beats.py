"""Beats: a running test page's signs of life, each one conditional update and nothing more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from pwa.domain import visits
from pwa.domain.connectivity import GRACE, UNSTABLE_AFTER
from pwa.models.tables import Attempt, CertificationSession
from pwa.operations import absences, centre_messages, notices
from pwa.operations.facts import test_facts


@dataclass(frozen=True)
class Pulse:
    """The answer to a sign of life; `notice` is the last thing that was done to the test's time, in words.

    `replaced` tells a page that lost the test to another one from a page that closed; `message` is the last message of
    the centre for this page (its id), 0 when there is none.
    """

    held: bool
    running: bool
    ends_at: datetime | None
    notice: str | None = None
    replaced: bool = False
    message: int = 0


@dataclass(frozen=True)
class Sign:
    """What a page says of itself with a beat: its own clock (milliseconds), how many beats it could not send before."""

    seq: int
    visible: bool
    mono: int | None = None
    late: int = 0


def beat(db: Session, attempt_id: int, epoch: str, sign: Sign, now: datetime) -> Pulse:
    """Record a sign of life; whatever it may change on the board makes the watcher look at once."""
    heard = update(Attempt).where(
        Attempt.id == attempt_id, Attempt.epoch == epoch, Attempt.state == "running", Attempt.goodbye_at.is_(None)
    )
    query = heard.values(
        last_heartbeat_at=now,
        seq=sign.seq,
        mono=sign.mono,
        late_beats=_late_beats(sign.late),
        hidden_since=None if sign.visible else func.coalesce(Attempt.hidden_since, now),
        look_at=_look_at(sign.visible, now),
    ).returning(Attempt.ends_at, Attempt.notice, centre_messages.LATEST)
    row = db.execute(query.execution_options(synchronize_session=False)).one_or_none()
    return (
        Pulse(True, True, ends_at=row[0], notice=notices.words(row[1]) or None, message=row[2])
        if row
        else _unheard(db, attempt_id, epoch, now)
    )


def goodbye(db: Session, attempt_id: int, epoch: str, now: datetime) -> None:
    """Record that the page is going away: closed, unless a page says hello within the grace."""
    query = update(Attempt).where(
        Attempt.id == attempt_id, Attempt.epoch == epoch, Attempt.state == "running", Attempt.goodbye_at.is_(None)
    )
    gone = query.values(goodbye_at=now, look_at=now + GRACE)
    db.execute(gone.execution_options(synchronize_session=False))


def _late_beats(late: int) -> Any:
    """Kept, while the page's return has not been looked at, whatever beats follow the one that came back."""
    unseen = (Attempt.connectivity != "connected") & (Attempt.late_beats > late)
    return case((unseen, Attempt.late_beats), else_=late)


def running(db: Session) -> int:
    """Return how many tests run on the whole site, as the index of what is to be looked at knows it; real ones."""
    query = select(func.count()).select_from(Attempt).join(CertificationSession)
    return db.scalars(query.where(Attempt.look_at.is_not(None), CertificationSession.training.is_(False))).one()


def _look_at(visible: bool, now: datetime) -> Any:
    if not visible:
        return now
    silence = now + UNSTABLE_AFTER
    nearest = case((Attempt.time_look_at < silence, Attempt.time_look_at), else_=silence)
    return case((Attempt.connectivity != "connected", now), else_=nearest)


def _unheard(db: Session, attempt_id: int, epoch: str, now: datetime) -> Pulse:
    attempt = db.get(Attempt, attempt_id)
    if attempt is None or attempt.state != "running":
        return Pulse(held=False, running=False, ends_at=None)
    held = visits.holds(test_facts(attempt), epoch, now, absences.of_web(db, now))
    return Pulse(held, running=True, ends_at=attempt.ends_at, replaced=attempt.epoch != epoch)
