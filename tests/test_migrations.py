"""A database that is migrated holds exactly the tables of the models, keeps what it held, and can go back."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, MetaData, inspect, text

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
    return {(name, clauses(law)) for name, law in rows if not name.startswith(("alembic", "sqlite_"))}


def clauses(law: str) -> tuple[str, ...]:
    """A table's columns and constraints whatever their order and layout, which depend on how it came to be."""
    law = " ".join(law.replace('"', "").split())
    if not law.startswith("CREATE TABLE"):
        return (law,)
    name, _, rest = law.partition("(")
    inside, _, after = rest.rpartition(")")
    depth, found = 0, [""]
    for letter in inside:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return name.strip(), *sorted(clause.strip() for clause in found), after.strip()


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


WHEN = datetime(2030, 11, 20, 7, 30, tzinfo=UTC)
LANDED: dict[str, dict[str, object]] = {
    "account": {"id": 1, "email": "claire@exemple.fr", "first_name": "Claire", "last_name": "Moreau",
                "password_hash": "x", "created_at": WHEN},
    "centre": {"id": 1, "name": "Lycée", "zone": "Europe/Paris", "created_at": WHEN},
    "certification_session": {"id": 41, "centre_id": 1, "site": "Lycée", "room": "B204", "starts_at": WHEN,
                              "zone": "Europe/Paris", "invigilators": "Claire", "notes": "", "certification": "pix",
                              "duration_minutes": 105, "access_code": "ABCD23", "password": "ABC234", "version": 7,
                              "created_at": WHEN},
    "candidate": {"id": 1, "session_id": 41, "version": 7, "last_name": "ABADIE", "first_name": "Léa",
                  "identity": "abadie lea", "birth_date": date(2009, 5, 18), "sex": "F", "birth_insee": "86194",
                  "birth_postal_code": "", "birth_city": "", "birth_country": "FRANCE", "external_id": "",
                  "recipient_email": "", "convocation_email": "", "account_id": 1},
    "attempt": {"id": 1, "candidate_id": 1, "session_id": 41, "state": "running", "question": 2, "entered_at": WHEN,
                "started_at": WHEN, "seq": 3, "last_heartbeat_at": WHEN, "connectivity": "connected",
                "connectivity_since": WHEN},
    "answer": {"id": 1, "attempt_id": 1, "number": 1, "question_id": "tailles", "key": "k", "value": {"choices": [0]},
               "answered_at": WHEN},
    "watch": {"id": 1, "seen_at": WHEN, "resumed_at": WHEN},
}  # fmt: skip
"""A session under way, as the first version kept it."""


def test_a_session_under_way_goes_through_the_upgrade_and_back(app: Flask) -> None:
    upgrade(revision="0001")
    first = MetaData()
    first.reflect(database.engine)
    with database.engine.begin() as connection:
        for table, row in LANDED.items():
            connection.execute(first.tables[table].insert().values(row))
    kept = rows(first)
    upgrade()
    assert rows(first) == kept
    with database.engine.connect() as connection:
        session = connection.execute(text("SELECT compensation, warnings FROM certification_session")).one()
        assert connection.execute(text("SELECT late_beats FROM attempt")).scalar() == 0
    assert (session[0], json.loads(session[1]) if isinstance(session[1], str) else session[1]) == (
        "last_beat",
        [15, 5],
    )
    downgrade(revision="0001")
    assert rows(first) == kept


ALERTED: dict[str, dict[str, object]] = {
    "session_access": {"id": 1, "session_id": 41, "account_id": 1, "opened_at": WHEN},
    "alert": {"id": 1, "session_id": 41, "candidate_id": 1, "kind": "connection_lost", "detail": "",
              "dedupe_key": "1:connection_lost:", "version": 7, "since": WHEN, "raised_at": WHEN},
    "device": {"id": 1, "account_id": 1, "name": "Android", "endpoint": "https://web.push.apple.com/x", "p256dh": "k",
               "auth": "a", "state": "active", "created_at": WHEN},
    "delivery": {"id": 1, "token": "t", "alert_id": None, "device_id": 1, "state": "accepted", "created_at": WHEN,
                 "expires_at": WHEN, "tries": 1, "without_topic": False, "minimal": False},
}  # fmt: skip
"""What the second version kept of an alert that nobody has taken, and of a phone that was tried."""


def test_an_open_alert_goes_through_the_upgrade_and_calls_from_then_on(app: Flask) -> None:
    upgrade(revision="0002")
    second = MetaData()
    second.reflect(database.engine)
    session = LANDED["certification_session"] | {"warnings": [15, 5], "compensation": "last_beat"}
    attempt = LANDED["attempt"] | {"late_beats": 0}
    given = LANDED | {"certification_session": session, "attempt": attempt} | ALERTED
    with database.engine.begin() as connection:
        for table, row in given.items():
            connection.execute(second.tables[table].insert().values(row))
    kept = rows(second)
    upgrade()
    assert rows(second) == kept
    with database.engine.begin() as connection:
        escalates, step = connection.execute(text("SELECT escalate_at, step FROM alert")).one()
        assert escalates
        assert step == 0
        assert connection.execute(text("SELECT purpose FROM delivery")).scalar() == "trial"
        copy = "SELECT 2, 41, NULL, 'room_outage', '', 's41', 7, since, raised_at, 0 FROM alert WHERE id = 1"
        columns = "id, session_id, candidate_id, kind, detail, dedupe_key, version, since, raised_at, step"
        connection.execute(text(f"INSERT INTO alert ({columns}) {copy}"))
        connection.execute(text("UPDATE candidate SET outage_id = 2"))
    downgrade(revision="0002")
    assert rows(second) == kept


def rows(tables: MetaData) -> dict[str, list[tuple[object, ...]]]:
    """What the columns of these tables hold."""
    names = set(tables.tables) - {"alembic_version"}
    with database.engine.connect() as connection:
        return {table: [tuple(row) for row in connection.execute(tables.tables[table].select())] for table in names}
