"""Following: all the rooms of a centre's day at once, what nobody took in them first; so many questions a day."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from pwa.domain import alerts as rules
from pwa.domain import escalation, names, timing
from pwa.domain.duty import Why
from pwa.domain.escalation import Step
from pwa.models.tables import Account, Alert, Attempt, Candidate, CertificationSession, Delivery, Membership
from pwa.operations import pulse, readiness, troubles
from pwa.operations.board import Counters
from pwa.operations.pulse import Signs
from pwa.operations.readiness import Invigilator
from pwa.operations.troubles import Trouble

AROUND = timedelta(hours=36)
"""A day anywhere on earth lies within this of now."""


@dataclass(frozen=True)
class Call:
    """An open alert of a room; nobody took it when it `waits`; `rung` is the last step that had a phone to call."""

    id: int
    number: int
    room: str
    zone: str
    kind: str
    sentence: str
    signal: str
    severity: int
    since: datetime
    candidate_id: int | None
    full_name: str | None
    seat: str | None
    about: str | None
    rung: Step | None
    waits: bool
    missing: int

    @property
    def is_outage(self) -> bool:
        return self.kind == rules.Kind.ROOM_OUTAGE


@dataclass(frozen=True)
class RoomLine:
    """A room of the day; `state` is created, started or finalised, `calls` its open alerts, oldest first."""

    number: int
    site: str
    room: str
    starts_at: datetime
    zone: str
    state: str
    counters: Counters
    signs: Signs
    invigilators: tuple[Invigilator, ...]
    calls: tuple[Call, ...]

    @property
    def ready(self) -> tuple[Invigilator, ...]:
        """Those whose phone is ready."""
        return tuple(line for line in self.invigilators if line.ready)

    @property
    def silent(self) -> tuple[Invigilator, ...]:
        """Those whose phone was on duty, and is not heard any more."""
        return tuple(line for line in self.invigilators if line.why in (Why.SILENT, Why.GONE))

    @property
    def outages(self) -> tuple[Call, ...]:
        return tuple(call for call in self.calls if call.is_outage)


@dataclass(frozen=True)
class Day:
    """The rooms of a day at `version`, the sum of theirs; `waiting` are the alerts nobody took, oldest first."""

    version: int
    now: datetime
    rooms: tuple[RoomLine, ...]
    troubles: tuple[Trouble, ...]

    @property
    def numbers(self) -> str:
        """Which rooms they are, whatever their order: `version` can be compared to one of the same rooms alone."""
        return ",".join(str(number) for number in sorted(room.number for room in self.rooms))

    @property
    def waiting(self) -> tuple[Call, ...]:
        every = (call for room in self.rooms for call in room.calls if call.waits)
        return tuple(sorted(every, key=lambda call: (call.since, call.id)))


def sessions(db: Session, account: Account, now: datetime) -> Sequence[CertificationSession]:
    """Return the sessions of today of a person's centres, by room: those of the calendar's day, and those that run."""
    query = (
        select(CertificationSession)
        .join(Membership, Membership.centre_id == CertificationSession.centre_id)
        .where(
            Membership.account_id == account.id,
            CertificationSession.training.is_(False),
            CertificationSession.archived_at.is_(None),
            CertificationSession.erased_at.is_(None),
            or_(
                CertificationSession.starts_at.between(now - AROUND, now + AROUND),
                and_(CertificationSession.started_at > now - AROUND, CertificationSession.finalised_at.is_(None)),
            ),
        )
    )
    found = [session for session in db.scalars(query) if _is_of_today(session, now)]
    return sorted(found, key=lambda one: (one.finalised_at is not None, names.sort_key(one.room, one.site), one.id))


def version(rooms: Iterable[CertificationSession]) -> int:
    """Return the version of several sessions: it grows as soon as one of theirs does."""
    return sum(session.version for session in rooms)


def read(db: Session, rooms: Sequence[CertificationSession], now: datetime) -> Day:
    """Return the day; the sessions' versions were read before their rows, so that no change can be missed."""
    numbers = [session.id for session in rooms]
    counted, signs, calls = _counted(db, numbers, now), pulse.signs_of(db, numbers, now), _calls(db, rooms)
    watching = readiness.of_sessions(db, numbers, now)
    lines = tuple(
        RoomLine(
            number=session.id,
            site=session.site,
            room=session.room,
            starts_at=session.starts_at,
            zone=session.zone,
            state="finalised" if session.finalised_at else "started" if session.started_at else "created",
            counters=_counters(counted.get(session.id, {}), calls.get(session.id, ())),
            signs=signs.get(session.id, pulse.SILENCE),
            invigilators=watching.get(session.id, ()),
            calls=calls.get(session.id, ()),
        )
        for session in rooms
    )
    return Day(version(rooms), now, lines, troubles.of_sessions(db, numbers, now))


def _is_of_today(session: CertificationSession, now: datetime) -> bool:
    zone = ZoneInfo(session.zone)
    if session.starts_at.astimezone(zone).date() == now.astimezone(zone).date():
        return True
    return bool(session.started_at and not session.finalised_at and not timing.has_expired(session.started_at, now))


def _counted(db: Session, numbers: Collection[int], now: datetime) -> dict[int, dict[str, int]]:
    """How many candidates of each session are in each group of the board's."""
    group = case(
        (Attempt.state == "running", "running"),
        (Attempt.id.is_not(None), "over"),
        (Candidate.admitted_until > now, "present"),
        else_="expected",
    )
    query = (
        select(Candidate.session_id, group.label("of"), func.count())
        .outerjoin(Attempt, Attempt.candidate_id == Candidate.id)
        .where(Candidate.session_id.in_(numbers))
        .group_by(Candidate.session_id, "of")
    )
    found: dict[int, dict[str, int]] = {}
    for number, name, count in db.execute(query).tuples():
        found.setdefault(number, {})[name] = count
    return found


def _counters(counted: dict[str, int], calls: Sequence[Call]) -> Counters:
    called = {call.candidate_id for call in calls if call.candidate_id}
    return Counters(
        enrolled=sum(counted.values()),
        expected=counted.get("expected", 0),
        present=counted.get("present", 0),
        running=counted.get("running", 0),
        attention=len(called) + sum(call.candidate_id is None for call in calls),
        over=counted.get("over", 0),
    )


def _calls(db: Session, rooms: Sequence[CertificationSession]) -> dict[int, tuple[Call, ...]]:
    """The open alerts of each session, oldest first."""
    of_room = {session.id: session for session in rooms}
    missing = select(func.count(Candidate.id)).where(Candidate.outage_id == Alert.id).scalar_subquery()
    rung = select(func.max(Delivery.step)).where(Delivery.alert_id == Alert.id, Delivery.purpose == "ring")
    query = (
        select(Alert, missing.cast(Integer), rung.scalar_subquery())
        .where(Alert.session_id.in_(of_room), Alert.closed_at.is_(None))
        .order_by(Alert.since, Alert.id)
        .options(joinedload(Alert.candidate), joinedload(Alert.about))
    )
    found: dict[int, tuple[Call, ...]] = {}
    for alert, held, step in db.execute(query).tuples():
        call = _call(alert, of_room[alert.session_id], held, None if step is None else escalation.rung(step))
        found[alert.session_id] = (*found.get(alert.session_id, ()), call)
    return found


def _call(alert: Alert, session: CertificationSession, missing: int, rung: Step | None) -> Call:
    kind, candidate = rules.Kind(alert.kind), alert.candidate
    manner = rules.MANNERS[kind]
    return Call(
        id=alert.id,
        number=session.id,
        room=session.room,
        zone=session.zone,
        kind=alert.kind,
        sentence=rules.sentence(kind, alert.detail),
        signal=manner.signal,
        severity=manner.severity,
        since=alert.since,
        candidate_id=candidate.id if candidate else None,
        full_name=candidate.full_name if candidate else None,
        seat=candidate.seat if candidate else None,
        about=alert.about.full_name if alert.about else None,
        rung=rung,
        waits=manner.calls and alert.claimed_at is None,
        missing=missing,
    )
