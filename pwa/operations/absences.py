"""Our own absences: while the watch or the web is away nobody is late, and after it everybody has their full delay."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from pwa.domain.connectivity import LOST_AFTER
from pwa.models.tables import Attempt, CertificationSession, Watch
from pwa.models.watch import WATCHER, WEB

SILENT_AFTER = timedelta(seconds=15)
WATCHER_ABSENT_AFTER = timedelta(seconds=10)
WEB_ABSENT_AFTER = timedelta(seconds=4)
AGAIN_AFTER = 2 * LOST_AFTER
"""Short absences that follow one another more closely are one slowness: they put nothing off again."""
SIGNS_WITHIN = timedelta(seconds=1.5)
"""A web that answers signs within that time."""


def resumed_at(db: Session, now: datetime) -> datetime | None:
    """Return when we last came back: the watch or the web, whichever was later; `now` while the web is still away.

    A web that has never been seen is taken for present, and its first sign is no return; neither is a moment to come,
    noted before the clock was put right.
    """
    rows = db.scalars(select(Watch).execution_options(populate_existing=True)).all()
    if any(row.id == WEB and is_absence(db, row, now) for row in rows):
        return now
    returns = (row.resumed_at for row in rows if row.id == WATCHER or row.absent_from)
    return max((moment for moment in returns if moment <= now), default=None)


def of_web(db: Session, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the web's last absence, from and to; to `now` while it lasts."""
    web = db.get(Watch, WEB, populate_existing=True)
    if web and is_absence(db, web, now):
        return web.seen_at, now
    return (web.absent_from, web.resumed_at) if web and web.absent_from and web.resumed_at <= now else None


def is_absence(db: Session, watch: Watch, now: datetime) -> bool:
    """Tell whether what has passed since a half's last sign is an absence.

    It is none when a page was heard meanwhile: the web is there, whether it signs or not.
    """
    absent_after = WEB_ABSENT_AFTER if watch.id == WEB else WATCHER_ABSENT_AFTER
    gap = now - watch.seen_at
    if gap < absent_after or (gap < 2 * absent_after and _is_just_back(watch, now)):
        return False
    return watch.id == WATCHER or not _was_heard(db, watch.seen_at + WEB_ABSENT_AFTER, now - SIGNS_WITHIN)


def is_silent(db: Session, now: datetime) -> bool:
    """Tell whether no watcher has been seen for 15 seconds."""
    seen_at = db.scalars(select(Watch.seen_at).where(Watch.id == WATCHER)).one_or_none()
    return seen_at is None or now - seen_at >= SILENT_AFTER


def _is_just_back(watch: Watch, now: datetime) -> bool:
    return watch.absent_from is not None and watch.resumed_at <= now < watch.resumed_at + AGAIN_AFTER


def _was_heard(db: Session, begin: datetime, end: datetime) -> bool:
    """Tell whether a real page was: those of trainings are played by the watcher, and prove nothing of the web."""
    signs = (Attempt.look_at.is_not(None), Attempt.last_heartbeat_at.between(begin, end))
    is_real = (CertificationSession.id == Attempt.session_id, CertificationSession.training.is_(False))
    running = exists().where(*signs, *is_real)
    return bool(db.scalar(select(running)))
