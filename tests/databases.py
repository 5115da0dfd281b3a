"""The two databases that everything is tried on: SQLite in a file, PostgreSQL in a cluster of the run's own."""

from collections.abc import Iterator
from typing import cast

import pytest
from sqlalchemy import Connection, Engine, update
from sqlalchemy.orm import Session, sessionmaker

from pwa.models.database import connect
from pwa.models.tables import Base, Candidate
from tests.tools.postgres import Postgres

Database = sessionmaker[Session]

SERVER_OPTIONS = "options=-ctimezone%3DEurope/Paris%20-clock_timeout%3D10s"
"""A server set to local time, as many are: no moment may be read differently for it. Nobody waits for ever."""


def engine_of(database: Database) -> Engine:
    """The engine behind what makes database sessions."""
    return cast(Engine, database.kw["bind"])


def make(url: str) -> Iterator[Database]:
    """A database with every table, for the whole run."""
    database = connect(url)
    Base.metadata.create_all(engine_of(database))
    yield database
    engine_of(database).dispose()


def emptied(database: Database) -> Database:
    """The same without a row; the engine stays, with the statements it has learned."""
    with engine_of(database).begin() as connection:
        wipe(connection)
    return database


def wipe(connection: Connection) -> None:
    """Delete every row; candidates and alerts hold each other."""
    connection.execute(update(Candidate).values(outage_id=None))
    for table in reversed(Base.metadata.sorted_tables):
        connection.execute(table.delete())


@pytest.fixture(scope="session")
def the_cluster() -> Iterator[Postgres]:
    with Postgres() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def the_postgres(the_cluster: Postgres) -> Iterator[Database]:
    yield from make(f"{the_cluster.database()}&{SERVER_OPTIONS}")


@pytest.fixture(scope="session")
def the_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from make(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'tests.db'}")


@pytest.fixture
def postgres(the_postgres: Database) -> Database:
    return emptied(the_postgres)


@pytest.fixture
def sqlite(the_sqlite: Database) -> Database:
    return emptied(the_sqlite)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """What makes database sessions: each test that asks runs on both."""
    return cast(Database, request.getfixturevalue(request.param))


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    """One database session, as an entry has."""
    with database() as session:
        yield session
