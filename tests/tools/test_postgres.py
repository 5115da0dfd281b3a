"""A private PostgreSQL gives databases that know nothing of each other."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from tests.tools.postgres import Postgres


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as cluster:
        yield cluster


def run(url: str, statement: str) -> list[str]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return [str(row[0]) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()


def tables(url: str) -> list[str]:
    return run(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")


def test_each_database_is_empty(postgres: Postgres) -> None:
    run(postgres.database(), "CREATE TABLE candidate (id int)")
    assert tables(postgres.database()) == []


def test_a_database_can_be_copied(postgres: Postgres) -> None:
    made = postgres.database()
    run(made, "CREATE TABLE candidate (id int)")
    assert tables(postgres.database(made)) == ["candidate"]


def test_it_speaks_utf8(postgres: Postgres) -> None:
    assert run(postgres.database(), "SELECT 'Zoé Öğün'") == ["Zoé Öğün"]


def test_a_database_in_use_can_be_dropped(postgres: Postgres) -> None:
    url = postgres.database()
    engine = create_engine(url)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        postgres.drop(url)
        connection.invalidate()
    engine.dispose()


def test_it_reports_what_the_server_says(postgres: Postgres) -> None:
    with pytest.raises(RuntimeError, match="initdb"):
        postgres._run("initdb")
