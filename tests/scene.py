"""The demonstration's room in an application's own database: what is arranged here is seen from outside, by HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pwa.adapters.passwords import Passwords
from pwa.cli import DEMONSTRATION
from pwa.models.database import connect
from pwa.models.tables import Account, Candidate, CertificationSession, Device
from pwa.operations import (
    accesses,
    accounts,
    demonstration,
    devices,
    duties,
    outbox,
    receipts,
    reconciliation,
)
from tests.acting import act
from tests.databases import engine_of
from tests.room import Room
from tests.tools import base64url
from tests.tools.subscription import Subscription

T = TypeVar("T")
PASSWORD = "un mot de passe assez long"


@dataclass(frozen=True)
class SignIn:
    """What somebody types to be themselves."""

    email: str
    password: str


class Scene:
    """Salle B204 and its 24 candidates, watched by Claire Moreau from `now` on."""

    def __init__(self, db: Session, now: datetime) -> None:
        self.db = db
        self._passwords = Passwords(fast=True)
        made = act(db, demonstration.make, self._passwords, DEMONSTRATION.read_bytes(), now)
        self.staff, self.claire, self.karim, _ = (SignIn(email, password) for _, email, password in made.sign_ins)
        self.session: CertificationSession = made.session
        self.room = Room(db, made.session, self.account(self.claire))
        for watcher in (self.claire, self.karim):
            act(db, accesses.open_session, self.account(watcher), made.session.id, made.session.password, now)

    def all(self, query: Select[tuple[T]]) -> list[T]:
        """What a query finds now, whoever wrote it."""
        self.db.rollback()
        return list(self.db.scalars(query))

    @property
    def candidates(self) -> list[Candidate]:
        """The 24, in the order in which they were enrolled."""
        return self.all(select(Candidate).where(Candidate.session_id == self.session.id).order_by(Candidate.id))

    def find(self, last_name: str) -> Candidate:
        """The first candidate of that last name, as it was enrolled."""
        return next(candidate for candidate in self.candidates if candidate.last_name == last_name)

    def account(self, person: SignIn) -> Account:
        return self.all(select(Account).where(Account.email == person.email))[0]

    def play(self, candidate: Candidate, now: datetime) -> SignIn:
        """An account of their own for a candidate, who has joined the session."""
        person = SignIn(f"candidat-{candidate.id}@exemple.fr", PASSWORD)
        first_name, last_name, born = candidate.first_name, candidate.last_name, candidate.birth_date
        account = act(
            self.db, accounts.sign_up, self._passwords, email=person.email, password=person.password,
            first_name=first_name, last_name=last_name, now=now,
        )  # fmt: skip
        act(self.db, reconciliation.join, account, self.session.id, last_name, first_name, born, now)
        return person

    def seat(self, candidate: Candidate, now: datetime) -> tuple[int, int]:
        """A candidate in front of their first question: their attempt, and their account."""
        account = self.account(self.play(candidate, now))
        return self.room.start(candidate, now).id, account.id

    def ring(self, person: SignIn, phone: Subscription, now: datetime) -> None:
        """Put a phone to use for somebody."""
        keys = {"p256dh": base64url.encode(phone.p256dh), "auth": base64url.encode(phone.auth)}
        account = self.account(person)
        act(self.db, devices.register, account, endpoint=phone.endpoint, **keys, name="Téléphone", now=now)

    def take_duty(self, person: SignIn, phone: Subscription, now: datetime) -> None:
        """Prove a phone, and answer for the session with it."""
        self.ring(person, phone, now)
        device = self.all(select(Device).where(Device.endpoint == phone.endpoint))[0]
        trial = act(self.db, outbox.try_out, device, now)
        act(self.db, receipts.mark_shown, trial.token, now)
        act(self.db, receipts.mark_opened, trial.token, now)
        act(self.db, duties.take, self.account(person), self.session.id, phone.endpoint, now, sound=True)


@contextmanager
def scene(database_url: str, now: datetime) -> Iterator[Scene]:
    """The scene of an application whose tables are there and empty."""
    database = connect(database_url)
    with database() as db:
        yield Scene(db, now)
    engine_of(database).dispose()
