"""Our own absences: while the watch or the web is away nobody is late, and after it everybody has their full delay."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Watch
from pwa.models.watch import WATCHER, WEB

SILENT_AFTER = timedelta(seconds=15)
WEB_ABSENT_AFTER = timedelta(seconds=4)


def resumed_at(db: Session, now: datetime) -> datetime | None:
    """Return when we last came back: the watch or the web, whichever was later; `now` while the web is still away.

    A web that has never been seen is taken for present, and its first sign is no return.
    """
    rows = db.execute(select(Watch.id, Watch.seen_at, Watch.absent_from, Watch.resumed_at)).all()
    away = any(row.id == WEB and now - row.seen_at >= WEB_ABSENT_AFTER for row in rows)
    returns = (row.resumed_at for row in rows if row.id == WATCHER or row.absent_from)
    return now if away else max(returns, default=None)


def of_web(db: Session, now: datetime) -> tuple[datetime, datetime] | None:
    """Return the web's last absence, from and to; to `now` while it lasts."""
    web = db.get(Watch, WEB, populate_existing=True)
    if web and now - web.seen_at >= WEB_ABSENT_AFTER:
        return web.seen_at, now
    return (web.absent_from, web.resumed_at) if web and web.absent_from else None


def is_silent(db: Session, now: datetime) -> bool:
    """Tell whether no watcher has been seen for 15 seconds."""
    seen_at = db.scalars(select(Watch.seen_at).where(Watch.id == WATCHER)).one_or_none()
    return seen_at is None or now - seen_at >= SILENT_AFTER
