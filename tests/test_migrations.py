"""An empty database that is migrated holds exactly the tables of the models, and can go back to nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, inspect, text

from pwa.app import create_app
from pwa.models.database import database
from pwa.models.tables import Base
from tests.tools.postgres import Postgres


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'migrated.db'}"


@pytest.fixture
def postgres_url(the_cluster: Postgres) -> str:
    return the_cluster.database()


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application whose database is empty."""
    url = request.getfixturevalue(request.param)
    app = create_app({"DATA_DIR": str(tmp_path), "DATABASE_URL": url, "HASH_FAST": "1"})
    with app.app_context():
        yield app
        database.engine.dispose()


LAWS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
}


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def laws(engine: Engine) -> set[tuple[str, tuple[str, ...]]]:
    """Each index and constraint as the database says it, which Alembic does not compare whole."""
    with engine.connect() as connection:
        rows = connection.execute(text(LAWS[engine.dialect.name])).all()
    lines = ((name, sorted(line.strip(" ,\t") for line in law.splitlines())) for name, law in rows)
    return {(name, tuple(law)) for name, law in lines if not name.startswith(("alembic", "sqlite_"))}


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_migrated_database_is_that_of_the_models(app: Flask) -> None:
    upgrade()
    assert tables(database.engine) == set(Base.metadata.tables)
    assert differences(database.engine) == []


def test_its_indexes_and_constraints_are_those_of_the_models(app: Flask) -> None:
    upgrade()
    migrated = laws(database.engine)
    downgrade(revision="base")
    Base.metadata.create_all(database.engine)
    assert migrated == laws(database.engine)


def test_a_difference_would_be_seen(app: Flask) -> None:
    upgrade()
    with database.engine.begin() as connection:
        connection.execute(text("DROP INDEX uq_alert_open"))
    assert differences(database.engine) != []


def test_it_goes_back_to_nothing_and_up_again(app: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    assert tables(database.engine) == set()
    upgrade()
    assert differences(database.engine) == []
