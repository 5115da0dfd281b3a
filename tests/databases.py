"""The two databases that everything is tried on: SQLite in a file, PostgreSQL in a cluster of the run's own."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from pwa.models.database import connect
from pwa.models.tables import Base
from tests.tools.postgres import Postgres

Database = sessionmaker[Session]

SERVER_ZONE = "options=-ctimezone%3DEurope/Paris"
"""A server set to local time, as many are: no moment may be read differently for it."""


def engine_of(database: Database) -> Engine:
    """The engine behind what makes database sessions."""
    return cast(Engine, database.kw["bind"])


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with every table and nothing in them, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    engine = engine_of(connect(f"sqlite:///{path}"))
    Base.metadata.create_all(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def the_cluster() -> Iterator[Postgres]:
    with Postgres() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def the_postgres(the_cluster: Postgres) -> Iterator[Database]:
    """One database for the whole run, emptied before each test."""
    database = connect(f"{the_cluster.database()}&{SERVER_ZONE}")
    Base.metadata.create_all(engine_of(database))
    yield database
    engine_of(database).dispose()


@pytest.fixture
def sqlite(empty_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    database = connect(f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'tests.db')}")
    yield database
    engine_of(database).dispose()


@pytest.fixture
def postgres(the_postgres: Database) -> Database:
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with engine_of(the_postgres).begin() as connection:
        connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    return the_postgres


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """What makes database sessions: each test that asks runs on both."""
    return cast(Database, request.getfixturevalue(request.param))


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    """One database session, as an entry has."""
    with database() as session:
        yield session
