"""Pages: what is last known of those of running tests, room by room, read without holding anybody's row."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from pwa.domain import outages as rules
from pwa.domain.connectivity import GONE
from pwa.domain.facts import Ending
from pwa.domain.outages import Moment, Page, Place
from pwa.models.tables import Attempt, CertificationSession


def of_session(db: Session, session_id: int) -> list[Page]:
    """Return the pages of a session."""
    return [page for row in _rows(db, Attempt.session_id == session_id) if (page := _page(row))]


def places(db: Session, session_id: int, moment: Moment) -> list[Place]:
    """Return how every other session where tests run goes through that moment; trainings are no rooms."""
    rooms: dict[tuple[int, int], list[Page]] = defaultdict(list)
    for row in _rows(db, Attempt.session_id != session_id, CertificationSession.training.is_(False)):
        if page := _page(row):
            rooms[row.session_id, row.centre_id].append(page)
    read = (rules.place(centre_id, pages, moment) for (_, centre_id), pages in rooms.items())
    return [place for place in read if place]


def _rows(db: Session, *which: ColumnElement[bool]) -> list[Row[Any]]:
    """Return the running tests: those that are to be looked at."""
    query = (
        select(
            Attempt.session_id,
            CertificationSession.centre_id,
            Attempt.candidate_id,
            Attempt.epoch,
            Attempt.last_heartbeat_at,
            Attempt.goodbye_at,
            Attempt.hidden_since,
            Attempt.connectivity,
        )
        .join(CertificationSession, CertificationSession.id == Attempt.session_id)
        .where(*which, Attempt.state == Ending.RUNNING.value)
    )
    return list(db.execute(query))


def _page(row: Row[Any]) -> Page | None:
    """Return a page; None of who was sent away from theirs by an invigilator."""
    if row.epoch is None and row.goodbye_at:
        return None
    last_sign: datetime = row.goodbye_at or row.last_heartbeat_at
    return Page(row.candidate_id, last_sign, bool(row.goodbye_at), bool(row.hidden_since), row.connectivity in GONE)
