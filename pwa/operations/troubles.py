"""Troubles on our side, as they are told on the board: a silence of ours must never pass for a quiet room."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Device, PushHost, SessionAccess, Watch
from pwa.models.watch import WATCHER
from pwa.operations import absences

TOLD_FOR = timedelta(minutes=10)
"""How long an absence of ours is told after our return, and what push services answered is news."""
REFUSED = 3
"""Sendings in a row that did not reach a push service, or broke it, before it is told."""
REFUSALS = ("key_refused", "refused", "malformed", "throttled")
"""Outcomes by which a push service that is there says no."""
UNREACHED = ("network", "timeout", "tls", "proxy", "refused_address", "paused")
"""Outcomes of sendings that never reached a push service."""


class What(StrEnum):
    """What can be wrong on our side."""

    WATCHER = "watcher"
    EGRESS = "egress"
    HOST = "host"
    ABSENCE = "absence"


@dataclass(frozen=True)
class Trouble:
    """What is wrong, since when (an absence: until when too); `host` is the push service's."""

    what: What
    since: datetime | None
    until: datetime | None = None
    host: str = ""


def of_sessions(db: Session, sessions: Collection[int], now: datetime) -> tuple[Trouble, ...]:
    """Return what is wrong on our side for these sessions, the gravest first."""
    return (*_watcher(db, now), *_sending(db, sessions, now), *_absence(db, now))


def _watcher(db: Session, now: datetime) -> Iterable[Trouble]:
    if absences.is_silent(db, now):
        watch = db.get(Watch, WATCHER, populate_existing=True)
        yield Trouble(What.WATCHER, watch.seen_at if watch else None)


def _sending(db: Session, sessions: Collection[int], now: datetime) -> Iterable[Trouble]:
    tried = db.scalars(select(PushHost).where(PushHost.tried_at > now - TOLD_FOR).order_by(PushHost.host)).all()
    failing = [host for host in tried if host.failures >= REFUSED or host.outcome in REFUSALS]
    if failing and _is_cut_off(tried):
        yield Trouble(What.EGRESS, max((host.succeeded_at for host in tried if host.succeeded_at), default=None))
    elif failing:
        own = _hosts(db, sessions)
        yield from (Trouble(What.HOST, host.succeeded_at, host=host.host) for host in failing if host.host in own)


def _is_cut_off(tried: Sequence[PushHost]) -> bool:
    """Whether nothing that we tried to reach was reached."""
    return all(host.failures and host.outcome in UNREACHED for host in tried)


def _hosts(db: Session, sessions: Collection[int]) -> set[str]:
    """The push services of those who watch these sessions."""
    watching = select(SessionAccess.account_id).where(
        SessionAccess.session_id.in_(sessions), SessionAccess.left_at.is_(None)
    )
    return {device.host for device in db.scalars(select(Device).where(Device.account_id.in_(watching)))}


def _absence(db: Session, now: datetime) -> Iterable[Trouble]:
    lately = select(Watch).where(Watch.absent_from.is_not(None), Watch.resumed_at > now - TOLD_FOR)
    back = [watch for watch in db.scalars(lately.execution_options(populate_existing=True)) if watch.resumed_at <= now]
    last = max(back, key=lambda watch: watch.resumed_at, default=None)
    if last:
        yield Trouble(What.ABSENCE, last.absent_from, last.resumed_at)
