"""The demonstration: a centre, its people and one session of 24 candidates, from a real-format file."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.adapters.passwords import Passwords
from pwa.adapters.spreadsheets import read_table
from pwa.domain import roster
from pwa.domain.roster_values import EnrolledCandidate, PlannedSession
from pwa.domain.seat_plans import Shape, labels
from pwa.models.tables import Account, CertificationSession
from pwa.operations import accounts, centres, seat_plans, seating, sessions
from pwa.operations.seat_plans import Drawing
from pwa.operations.sessions import Plan

STAFF = ("Hélène", "Pasquier", "centre@exemple.fr")
INVIGILATORS = (("Claire", "Moreau", "claire@exemple.fr"), ("Karim", "Haddad", "karim@exemple.fr"))
CANDIDATE = ("Léa", "Abadie", "lea@exemple.fr")
CENTRE = "Lycée Camille Guérin"
ROOM = Drawing("Salle B204", Shape(4, 7, frozenset((row, 3) for row in range(4))))
"""Four rows of six, an aisle in the middle."""
THE_DAY_BEFORE = datetime(2030, 11, 19)  # noqa: DTZ001  the file's own day, local and naive


@dataclass(frozen=True)
class Demonstration:
    """What a visitor needs: the sign-ins (role, address, password), the session, and one candidate to play."""

    sign_ins: tuple[tuple[str, str, str], ...]
    session: CertificationSession
    player: EnrolledCandidate


def exists(db: Session) -> bool:
    """Tell whether there is anybody at all already: a demonstration never mixes with real data."""
    return db.scalars(select(Account.id).limit(1)).first() is not None


def make(db: Session, passwords: Passwords, file: bytes, now: datetime) -> Demonstration:
    """Make it; the passwords are new each time."""
    secret = {role: secrets.token_urlsafe(9) for role in ("centre", "invigilator", "candidate")}
    staff = _account(db, passwords, STAFF, secret["centre"], now)
    for person in INVIGILATORS:
        _account(db, passwords, person, secret["invigilator"], now)
    _account(db, passwords, CANDIDATE, secret["candidate"], now)
    centre = centres.add(db, CENTRE, staff, now)
    (planned,) = roster.read_rows(read_table(file), THE_DAY_BEFORE).sessions
    session = sessions.create(db, centre, _plan(planned, now, centre.zone), staff, now)
    plan = seat_plans.create(db, centre, ROOM, now)
    seating.choose(db, session, plan.id, staff, now)
    sessions.enrol(db, session, planned.candidates, staff, now, labels(ROOM.shape))
    sign_ins = (
        ("centre", STAFF[2], secret["centre"]),
        *(("surveillant", person[2], secret["invigilator"]) for person in INVIGILATORS),
        ("candidat", CANDIDATE[2], secret["candidate"]),
    )
    return Demonstration(sign_ins, session, planned.candidates[0])


def _plan(planned: PlannedSession, now: datetime, zone: str) -> Plan:
    next_hour = (now + timedelta(hours=1)).astimezone(ZoneInfo(zone)).replace(minute=0, second=0, microsecond=0)
    return Plan(planned.site, planned.room, next_hour.replace(tzinfo=None), planned.invigilators, planned.notes)


def _account(db: Session, passwords: Passwords, person: tuple[str, str, str], password: str, now: datetime) -> Account:
    first_name, last_name, email = person
    return accounts.sign_up(
        db, passwords, email=email, password=password, first_name=first_name, last_name=last_name, now=now
    )
