"""A centre's list of sessions: what each one is at, and those that staff look for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pwa.domain import names
from pwa.domain import sessions as rules
from pwa.domain.sessions import State
from pwa.models.tables import Candidate, Centre, CertificationSession

ON_A_PAGE = 50


@dataclass(frozen=True)
class SessionLine:
    """A session in a centre's list."""

    number: int
    centre: str
    site: str
    room: str
    starts_at: datetime
    zone: str
    invigilators: str
    candidates: int
    state: State

    @property
    def day(self) -> date:
        """The day on which it begins, where it takes place."""
        return self.starts_at.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True)
class Sought:
    """What staff look for: folded words of the site, the room or the number; days included; empty is anything."""

    text: str = ""
    state: State | None = None
    room: str = ""
    first_day: date | None = None
    last_day: date | None = None
    archived: bool = False

    def finds(self, line: SessionLine) -> bool:
        """Tell whether a session is one of those."""
        known = f"{names.search_words(line.site, line.room)} {line.number}"
        return (
            names.matches(self.text, known)
            and self.state in (None, line.state)
            and self.room in ("", line.room)
            and (self.first_day is None or line.day >= self.first_day)
            and (self.last_day is None or line.day <= self.last_day)
        )


@dataclass(frozen=True)
class Found:
    """One page of the sessions found, how many there are in all, and the rooms to choose from."""

    lines: Sequence[SessionLine]
    count: int
    page: int
    rooms: Sequence[str]

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // ON_A_PAGE))


def search(db: Session, centres: Sequence[Centre], sought: Sought, now: datetime, page: int = 1) -> Found:
    """Return a page (from 1) of the sessions of these centres that are sought, latest first."""
    lines = [_line(*row, now) for row in db.execute(_query(centres, sought)).tuples()]
    found = [line for line in lines if sought.finds(line)]
    last = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(1, page), last)
    rooms = sorted({line.room for line in lines}, key=names.fold)
    return Found(found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE], len(found), page, rooms)


def to_come(db: Session, centres: Sequence[Centre], since: datetime, now: datetime) -> list[SessionLine]:
    """Return the sessions of these centres that begin after `since`, soonest first; none that is archived."""
    query = _query(centres, Sought()).where(CertificationSession.starts_at > since)
    return [_line(*row, now) for row in db.execute(query).tuples()][::-1]


def not_begun(db: Session, centre: Centre, now: datetime) -> list[SessionLine]:
    """Return the sessions of a centre where nobody has started, soonest first; none that is archived."""
    query = _query([centre], Sought()).where(
        CertificationSession.started_at.is_(None), CertificationSession.finalised_at.is_(None)
    )
    return [_line(*row, now) for row in db.execute(query).tuples()][::-1]


def _query(centres: Sequence[Centre], sought: Sought) -> Select[tuple[CertificationSession, int]]:
    count = select(func.count()).where(Candidate.session_id == CertificationSession.id).scalar_subquery()
    archived = CertificationSession.archived_at
    mine = select(CertificationSession, count).where(
        CertificationSession.centre_id.in_([centre.id for centre in centres]),
        CertificationSession.training.is_(False),
        archived.is_not(None) if sought.archived else archived.is_(None),
    )
    return mine.order_by(CertificationSession.starts_at.desc(), CertificationSession.id)


def _line(session: CertificationSession, candidates: int, now: datetime) -> SessionLine:
    return SessionLine(
        session.number,
        session.centre.name,
        session.site,
        session.room,
        session.starts_at,
        session.zone,
        session.invigilators,
        candidates,
        rules.state(session.started_at, session.finalised_at, now),
    )
