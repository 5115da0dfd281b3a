"""The board: what an invigilator sees of a session, and what of it has changed since a version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from pwa.domain import names, timing
from pwa.domain.attempts import State
from pwa.domain.connectivity import lost_after
from pwa.domain.seating import Layout
from pwa.models.tables import Account, Attempt, Candidate, CertificationSession
from pwa.operations import (
    alert_lines,
    candidate_journal,
    candidate_lines,
    centre_messages,
    coach,
    grants,
    ledger,
    notes,
    seating,
    timelines,
)
from pwa.operations.alert_lines import AlertLine
from pwa.operations.candidate_journal import Entries
from pwa.operations.candidate_lines import CandidateLine
from pwa.operations.centre_messages import MessageLine
from pwa.operations.ledger import Ledgers
from pwa.operations.notes import NoteLine


@dataclass(frozen=True)
class Counters:
    """How many candidates are in each group; they never lose the finished ones.

    To see (`attention`) are those who call for themselves, and what calls for the room: an outage counts once.
    """

    enrolled: int
    expected: int
    present: int
    running: int
    attention: int
    over: int


@dataclass(frozen=True)
class Board:
    """A whole board at `version`; `heard` counts the running candidates heard within 15 s.

    `expired` tells that the session's first start was 24 hours ago: nobody can start any more.
    """

    number: int
    site: str
    room: str
    starts_at: datetime
    zone: str
    access_code: str
    version: int
    now: datetime
    counters: Counters
    heard: int
    running: int
    candidates: tuple[CandidateLine, ...]
    alerts: tuple[AlertLine, ...]
    expired: bool
    ledgers: Ledgers
    plan: Layout[CandidateLine] | None
    notes: dict[int, tuple[NoteLine, ...]]
    journals: dict[int, Entries]
    messages: tuple[MessageLine, ...] = ()
    training: bool = False

    @property
    def coach(self) -> coach.Mark:
        """What to do next, for whoever practises."""
        return coach.mark(self)

    def changed_since(self, version: int) -> tuple[CandidateLine, ...]:
        """Return the candidates that changed after `version`, or of whose outage somebody did."""
        changed = {line.id for line in self.candidates if line.version > version}
        changed |= self.ledgers.stirred_by(changed)
        return tuple(line for line in self.candidates if line.id in changed)


def version(db: Session, number: int) -> int:
    """Return the version a session is at."""
    return db.scalars(select(CertificationSession.version).where(CertificationSession.id == number)).one()


def read(db: Session, session: CertificationSession, account: Account, now: datetime) -> Board:
    """Return the board; the session's version was read before its rows, so that no change can be missed."""
    rows = _rows(db, session)
    alerts = alert_lines.of_session(db, session, account)
    granted = grants.of_session(db, session.id)
    spans = timelines.of_session(db, session.id)
    lines = tuple(
        candidate_lines.draw(candidate, attempt, alerts, granted, spans.get(candidate.id, []), account, now)
        for candidate, attempt in rows
    )
    running = [attempt for _, attempt in rows if attempt and attempt.state == State.RUNNING]
    return Board(
        number=session.number,
        site=session.site,
        room=session.room,
        starts_at=session.starts_at,
        zone=session.zone,
        access_code=session.access_code,
        version=session.version,
        now=now,
        counters=_counters(lines, alerts),
        heard=sum(_is_heard(attempt, now) for attempt in running),
        running=len(running),
        candidates=lines,
        alerts=alerts,
        expired=timing.has_expired(session.started_at, now),
        ledgers=ledger.read(db, session),
        plan=seating.lay(session.seat_plan, lines),
        notes=notes.of_session(db, session.id, account),
        journals=candidate_journal.of_session(db, session.id),
        messages=centre_messages.of_session(db, session.id),
        training=session.training,
    )


def _is_heard(attempt: Attempt, now: datetime) -> bool:
    return now - attempt.last_heartbeat_at < lost_after(attempt.hidden_since) and not attempt.goodbye_at


def _rows(db: Session, session: CertificationSession) -> list[tuple[Candidate, Attempt | None]]:
    query = (
        select(Candidate, Attempt)
        .outerjoin(Attempt, Attempt.candidate_id == Candidate.id)
        .where(Candidate.session_id == session.id)
        .options(joinedload(Attempt.ended_by), selectinload(Attempt.reports))
    )
    rows = [(candidate, attempt) for candidate, attempt in db.execute(query)]
    return sorted(rows, key=lambda row: (names.sort_key(row[0].last_name, row[0].first_name), row[0].birth_date))


def _counters(lines: Sequence[CandidateLine], alerts: Sequence[AlertLine]) -> Counters:
    def among(group: str) -> int:
        return sum(group in line.groups for line in lines)

    return Counters(
        enrolled=len(lines),
        expected=among("expected"),
        present=among("present"),
        running=among("running"),
        attention=sum(bool(line.alerts) for line in lines) + sum(alert.candidate_id is None for alert in alerts),
        over=len(lines) - among("expected") - among("present") - among("running"),
    )
