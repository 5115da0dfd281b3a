"""Watches: the watcher and the web say that they are here, and what their absences leave behind."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pwa.models.tables import Attempt, CertificationSession, Watch
from pwa.models.watch import WATCHER, WEB
from pwa.operations import absences, changes, journal, spans

PUT_RIGHT = timedelta(seconds=4)
"""Signs of several processes cross by less: one further in the future was made before the clock was put right."""


def sign(db: Session, now: datetime) -> None:
    """Say that a watcher is here; after an absence, remember when it ended."""
    gap = _sign(db, WATCHER, now)
    if gap:
        for session_id in db.scalars(_in_progress().with_for_update()).all():
            journal.append(db, session_id, changes.WATCHER, "watch_gap", now, seconds=round(gap.total_seconds()))


def sign_web(db: Session, now: datetime) -> None:
    """Say that the web is here; after an absence, the tests that could not be heard meanwhile are marked as ours."""
    gap = _sign(db, WEB, now)
    if gap:
        for session_id in db.scalars(_in_progress()).all():
            change = changes.begin(db, session_id, changes.WEB, now)
            change.journal("web_gap", seconds=round(gap.total_seconds()))
            spans.mark_ours(change)


def _sign(db: Session, watch_id: int, now: datetime) -> timedelta | None:
    """Sign, and return how long we were away if it was an absence."""
    watch = db.get(Watch, watch_id, with_for_update=True, populate_existing=True)
    if watch is None:
        db.add(Watch(id=watch_id, seen_at=now, resumed_at=now))
        return None
    gap, was_away = now - watch.seen_at, absences.is_absence(db, watch, now)
    if was_away:
        watch.absent_from, watch.resumed_at = watch.seen_at, now
    watch.seen_at = now if -gap > PUT_RIGHT else max(now, watch.seen_at)
    return gap if was_away else None


def _in_progress() -> Select[tuple[int]]:
    """The sessions where somebody is in a test, one after another so that their journals are ours to write."""
    running = select(Attempt.session_id).where(Attempt.state == "running")
    return select(CertificationSession.id).where(CertificationSession.id.in_(running)).order_by(CertificationSession.id)
