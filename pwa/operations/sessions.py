"""Sessions: make one, with the codes that open it, and enrol its candidates."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import codes, names
from pwa.domain.errors import Illegal
from pwa.domain.lost_time import Rule
from pwa.domain.roster_values import EnrolledCandidate
from pwa.domain.timing import DURATIONS, WARNINGS
from pwa.domain.words import N_
from pwa.models.tables import Account, Candidate, Centre, CertificationSession, SeatPlan
from pwa.operations import centres, changes, enrolments

ALREADY_THERE = N_(
    "Une session, archivée peut-être, existe déjà sur ce site, dans cette salle, à cette date et à cette heure : "
    "changez l'un des quatre."
)


@dataclass(frozen=True)
class Plan:
    """What staff say of a session; `starts_at` is the site's own time, naive.

    In minutes: `duration` (None: the certification's), `warnings` before the end, the automatic end after it (or none).
    `compensation` is the rule for time lost.
    """

    site: str
    room: str
    starts_at: datetime
    invigilators: str
    notes: str = ""
    certification: str = "pix"
    duration: int | None = None
    warnings: tuple[int, ...] = WARNINGS
    stops_after: int | None = None
    compensation: Rule = Rule.LAST_BEAT


def create(db: Session, centre: Centre, plan: Plan, account: Account, now: datetime) -> CertificationSession:
    """Make a session with a new access code and password."""
    centres.hold(db, centre)
    if find(db, centre, plan):
        raise Illegal(ALREADY_THERE, "session_exists")
    session = CertificationSession(
        centre_id=centre.id,
        zone=centre.zone,
        seat_plan_id=drawn(db, centre, plan.room),
        access_code=codes.access_code(secrets.choice),
        password=codes.session_password(secrets.choice),
        version=1,
        created_at=now,
        **columns(centre, plan),
    )
    db.add(session)
    db.flush()
    changes.begin(db, session.id, changes.by_account(account.id), now).journal("session_created")
    return session


def columns(centre: Centre, plan: Plan) -> dict[str, Any]:
    """Return what staff say of a session, as its row keeps it."""
    return {
        "site": plan.site,
        "room": plan.room,
        "starts_at": _moment(centre, plan),
        "invigilators": plan.invigilators,
        "notes": plan.notes,
        "certification": plan.certification,
        "duration_minutes": plan.duration or DURATIONS[plan.certification],
        "warnings": list(plan.warnings),
        "stops_after": plan.stops_after,
        "compensation": plan.compensation.value,
    }


def find(db: Session, centre: Centre, plan: Plan) -> CertificationSession | None:
    """Return the centre's session at the same place and time."""
    query = select(CertificationSession).where(
        CertificationSession.centre_id == centre.id,
        CertificationSession.site == plan.site,
        CertificationSession.room == plan.room,
        CertificationSession.starts_at == _moment(centre, plan),
    )
    return db.scalars(query).first()


def enrol(
    db: Session,
    session: CertificationSession,
    people: Sequence[EnrolledCandidate],
    account: Account,
    now: datetime,
    seats: Iterable[str | None] = (),
) -> None:
    """Add people to a session, in their order; `seats` go with them as far as they reach."""
    change = changes.begin(db, session.id, changes.by_account(account.id), now)
    places = iter(seats)
    for person in people:
        db.add(_candidate(session, person, next(places, None), change.version))
    db.flush()
    change.journal("candidates_enrolled", count=len(people))


def candidates(db: Session, session: CertificationSession) -> list[Candidate]:
    """Return a session's candidates in the order of names, as they are now."""
    query = select(Candidate).where(Candidate.session_id == session.id).execution_options(populate_existing=True)
    rows = db.scalars(query).all()
    return sorted(rows, key=lambda row: (names.sort_key(row.last_name, row.first_name), row.birth_date))


def drawn(db: Session, centre: Centre, room: str) -> int | None:
    """Return the room of that name that the centre has drawn, however it is spelled."""
    plans = db.execute(select(SeatPlan.id, SeatPlan.name).where(SeatPlan.centre_id == centre.id).order_by(SeatPlan.id))
    return next((plan_id for plan_id, name in plans if names.fold(name) == names.fold(room)), None)


def _moment(centre: Centre, plan: Plan) -> datetime:
    return plan.starts_at.replace(tzinfo=ZoneInfo(centre.zone))


def _candidate(session: CertificationSession, person: EnrolledCandidate, seat: str | None, version: int) -> Candidate:
    values = {**enrolments.values(person), "seat": seat or person.seat}
    return Candidate(session_id=session.id, version=version, **values)
