"""The cast: staff of a centre, its invigilator and a colleague, a stranger, and a candidate of Salle B204."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.adapters.passwords import Passwords
from pwa.adapters.spreadsheets import read_table
from pwa.domain import roster
from pwa.domain.roster_values import PlannedSession
from pwa.models.tables import Account, Candidate, Centre, CertificationSession, Device
from pwa.operations import accesses, accounts, centres, devices, reconciliation, sessions
from pwa.operations.sessions import Plan
from tests.acting import act
from tests.room import NOW, Room, after

DATA = Path(__file__).parent / "data"
SESSIONS = DATA / "sessions-utf8-bom.csv"
PASSWORD = "un mot de passe assez long"
THE_DAY_BEFORE = after(hours=-24)

SignUp = Callable[[str], Account]
Create = Callable[[int], CertificationSession]
Find = Callable[[str], Candidate]
Register = Callable[..., Device]


@cache
def planned(file: Path = SESSIONS) -> tuple[PlannedSession, ...]:
    """The sessions of a file, read once."""
    return roster.read_rows(read_table(file.read_bytes()), THE_DAY_BEFORE.replace(tzinfo=None)).sessions


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    return Passwords(fast=True)


@pytest.fixture
def sign_up(db: Session, passwords: Passwords) -> SignUp:
    def make(full_name: str) -> Account:
        first_name, last_name = full_name.split(" ", 1)
        email = f"{first_name}.{last_name}@exemple.fr".lower().replace(" ", "-")
        account = accounts.sign_up(
            db, passwords, email=email, password=PASSWORD, first_name=first_name, last_name=last_name, now=NOW
        )
        db.commit()
        return account

    return make


@pytest.fixture
def staff(sign_up: SignUp) -> Account:
    return sign_up("Hélène Pasquier")


@pytest.fixture
def invigilator(sign_up: SignUp) -> Account:
    return sign_up("Claire Moreau")


@pytest.fixture
def colleague(sign_up: SignUp) -> Account:
    return sign_up("Karim Haddad")


@pytest.fixture
def stranger(sign_up: SignUp) -> Account:
    return sign_up("Aline Inconnue")


@pytest.fixture
def centre(db: Session, staff: Account) -> Centre:
    return act(db, centres.add, "Lycée Camille Guérin", staff, THE_DAY_BEFORE)


@pytest.fixture
def create(db: Session, centre: Centre, staff: Account) -> Create:
    """Makes the file's session of that place (0 or 1) and enrols its candidates."""

    def make(place: int) -> CertificationSession:
        read = planned()[place]
        assert read.starts_at
        plan = Plan(read.site, read.room, read.starts_at, read.invigilators, read.notes)
        made = act(db, sessions.create, centre, plan, staff, THE_DAY_BEFORE)
        act(db, sessions.enrol, made, read.candidates, staff, THE_DAY_BEFORE)
        return made

    return make


@pytest.fixture
def session(create: Create) -> CertificationSession:
    """Salle B204 and its 24 candidates, nobody watching yet."""
    return create(0)


@pytest.fixture
def elsewhere(db: Session, create: Create) -> Candidate:
    """A candidate of another session."""
    query = select(Candidate).where(Candidate.session_id == create(1).id, Candidate.last_name == "AUBERT")
    return db.scalars(query).one()


@pytest.fixture
def room(db: Session, session: CertificationSession, invigilator: Account) -> Room:
    """Salle B204, which the invigilator has opened."""
    act(db, accesses.open_session, invigilator, session.id, session.password, NOW)
    return Room(db, session, invigilator)


@pytest.fixture
def enrolled(db: Session, session: CertificationSession) -> Find:
    """Finds a candidate by their last name as it was enrolled."""

    def find(last_name: str) -> Candidate:
        query = select(Candidate).where(Candidate.session_id == session.id, Candidate.last_name == last_name)
        return db.scalars(query).one()

    return find


@pytest.fixture
def player(sign_up: SignUp) -> Account:
    """The account of the candidate Léa Abadie."""
    return sign_up("Léa Abadie")


@pytest.fixture
def candidate(db: Session, room: Room, player: Account, enrolled: Find) -> Candidate:
    """Léa Abadie, who has joined the session."""
    lea = enrolled("ABADIE")
    return act(db, reconciliation.join, player, room.session.id, "Abadie", "Lea", lea.birth_date, NOW)


@pytest.fixture
def neighbour(db: Session, room: Room, sign_up: SignUp, enrolled: Find) -> Candidate:
    """Aïssatou Bâ, who has joined the session too."""
    aissatou = enrolled("BÂ")
    account = sign_up("Aïssatou Bâ")
    return act(db, reconciliation.join, account, room.session.id, "Bâ", "Aïssatou", aissatou.birth_date, NOW)


@pytest.fixture
def register(db: Session) -> Register:
    """Gives an account a phone."""

    def make(account: Account, name: str = "phone", now: datetime = NOW) -> Device:
        endpoint = f"https://updates.push.services.mozilla.com/wpush/v2/{name}"
        return act(db, devices.register, account, endpoint=endpoint, p256dh="key", auth="secret", name=name, now=now)

    return make
