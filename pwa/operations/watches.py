"""The watcher's own sign of life, and its absences."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pwa.models.tables import Attempt, CertificationSession, Watch
from pwa.operations import journal

ABSENT_AFTER = timedelta(seconds=10)
SILENT_AFTER = timedelta(seconds=15)


def resumed_at(db: Session) -> datetime | None:
    """Return when the watch last came back from an absence."""
    return db.scalars(select(Watch.resumed_at)).one_or_none()


def sign(db: Session, now: datetime) -> None:
    """Say that a watcher is here; after an absence, remember when it ended."""
    watch = db.get(Watch, 1, with_for_update=True, populate_existing=True)
    if watch is None:
        db.add(Watch(id=1, seen_at=now, resumed_at=now))
    elif now - watch.seen_at >= ABSENT_AFTER:
        _come_back(db, watch, now)
    else:
        watch.seen_at = now


def is_silent(db: Session, now: datetime) -> bool:
    """Tell whether no watcher has been seen for 15 seconds."""
    seen_at = db.scalars(select(Watch.seen_at)).one_or_none()
    return seen_at is None or now - seen_at >= SILENT_AFTER


def _come_back(db: Session, watch: Watch, now: datetime) -> None:
    gap = (now - watch.seen_at).total_seconds()
    watch.seen_at = watch.resumed_at = now
    for session_id in db.scalars(_held_sessions()).all():
        journal.append(db, session_id, "watcher", "watch_gap", now, seconds=round(gap))


def _held_sessions() -> Select[tuple[int]]:
    """The sessions where somebody is in a test, held one after another so that their journals are ours to write."""
    running = select(Attempt.session_id).where(Attempt.state == "running")
    in_progress = select(CertificationSession.id).where(CertificationSession.id.in_(running))
    return in_progress.order_by(CertificationSession.id).with_for_update()
