"""The application, its clock and the browsers of its people, for every test of pages and of the API."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from pwa.adapters.vapid import make_key
from pwa.app import create_app
from pwa.models.database import database
from pwa.models.tables import Account, Base, Centre, CertificationSession
from pwa.operations import sessions
from pwa.operations.sessions import Plan
from tests.acting import act
from tests.cast import PASSWORD, planned
from tests.databases import wipe
from tests.room import NOW
from tests.web.client import Client

PUSH_SERVICE = "http://127.0.0.1:9"

MakeApp = Callable[..., Flask]
SignIn = Callable[[Account], Client]
MakeSession = Callable[..., CertificationSession]


@dataclass
class Clock:
    """The time, which passes only when it is told to."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float = 0, *, minutes: float = 0) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds, minutes=minutes)


@pytest.fixture(scope="session")
def the_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("instance")
    make_key(folder / "vapid.pem")
    return with_tables(create_app(environment(folder)))


@pytest.fixture
def app(the_app: Flask) -> Flask:
    """The application, with an empty database."""
    with the_app.app_context(), database.engine.begin() as connection:
        wipe(connection)
        connection.execute(text("DELETE FROM sqlite_sequence"))
    return the_app


@pytest.fixture
def app_db(app: Flask) -> Iterator[Session]:
    """A database session of the test's own: each request of a client finds it closed, what it wrote is seen next."""
    with app.app_context():
        engine = database.engine
    with Session(engine) as db:
        app.extensions["let_go"] = db.rollback
        yield db
    del app.extensions["let_go"]


@pytest.fixture
def make_app(tmp_path: Path) -> MakeApp:
    """Make an application of other settings."""

    def make(**settings: str) -> Flask:
        app = create_app(environment(tmp_path, **settings))
        return app if "DATABASE_URL" in settings else with_tables(app)

    return make


@pytest.fixture
def clock(the_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The time as pages and the API read it."""
    clock = Clock()
    ours = [module for name, module in sys.modules.items() if name.startswith("pwa.") and name != "pwa.clock"]
    for module in ours:
        if hasattr(module, "utcnow"):
            monkeypatch.setattr(module, "utcnow", clock)
    return clock


@pytest.fixture
def client(app: Flask, clock: Clock) -> Client:
    """The browser of somebody who is not signed in."""
    return Client(app)


@pytest.fixture
def sign_in(app: Flask, clock: Clock) -> SignIn:
    """Gives a person a browser, signed in by the form."""

    def sign(account: Account) -> Client:
        client = Client(app)
        values = {"Adresse e-mail": account.email, "Mot de passe": PASSWORD}
        assert client.send(client.see("/connexion"), "Se connecter", values).url == "/"
        return client

    return sign


@pytest.fixture
def make_session(app_db: Session, centre: Centre, staff: Account) -> MakeSession:
    """Makes a session of three candidates, Léa ABADIE the first of them."""

    def make(room: str = "Salle B204", of: Centre = centre) -> CertificationSession:
        plan = Plan("Lycée Camille Guérin", room, NOW.replace(tzinfo=None), "Claire Moreau")
        made = act(app_db, sessions.create, of, plan, staff, NOW)
        act(app_db, sessions.enrol, made, planned()[0].candidates[:3], staff, NOW, ("01", "02", "03"))
        return made

    return make


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """What an application of the tests is made from."""
    return {"DATA_DIR": str(folder), "HASH_FAST": "1", "PUSH_HOSTS": PUSH_SERVICE, **settings}


def with_tables(app: Flask) -> Flask:
    """Give an application its tables."""
    with app.app_context():
        Base.metadata.create_all(database.engine)
    return app
