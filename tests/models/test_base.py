"""Moments are kept in UTC, and a transaction says at its beginning whether it writes."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm import Session

from pwa.models.base import begin_writing
from pwa.models.database import connect
from pwa.models.tables import Watch
from tests.databases import Database, engine_of
from tests.room import NOW, after


@pytest.fixture
def impatient(sqlite: Database) -> Iterator[Session]:
    """A session of another process, which does not wait for its turn."""
    engine = engine_of(connect(str(engine_of(sqlite).url)))
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=0"))
    with Session(engine) as session:
        yield session
    engine.dispose()


def sign(db: Session, moment: datetime) -> None:
    db.add(Watch(id=1, seen_at=moment, resumed_at=NOW))
    db.commit()


def test_a_moment_comes_back_as_it_was(db: Session) -> None:
    moment = after(0.123456)
    sign(db, moment)
    assert db.get_one(Watch, 1).seen_at == moment
    assert db.get_one(Watch, 1).seen_at.utcoffset() == timedelta(0)


def test_a_moment_elsewhere_is_the_same_moment(db: Session) -> None:
    sign(db, NOW.astimezone(timezone(timedelta(hours=9))))
    assert db.get_one(Watch, 1).seen_at == NOW


def test_a_naive_moment_is_refused(db: Session) -> None:
    with pytest.raises(StatementError, match="naive"):
        sign(db, NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 1), ("foreign_keys", 1), ("busy_timeout", 5000)]
)
def test_sqlite_has_its_safety_settings(sqlite: Database, pragma: str, value: object) -> None:
    with engine_of(sqlite).connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_one_writer_at_a_time(sqlite: Database, impatient: Session) -> None:
    with sqlite() as first:
        begin_writing(first)
        with pytest.raises(OperationalError, match="locked"):
            begin_writing(impatient)


def test_a_writer_that_could_not_begin_leaves_its_turn(sqlite: Database, impatient: Session) -> None:
    with sqlite() as first:
        begin_writing(first)
        with pytest.raises(OperationalError):
            begin_writing(impatient)
        impatient.rollback()
    with Session(impatient.get_bind()) as another:
        begin_writing(another)


@pytest.mark.parametrize("end", [Session.commit, Session.rollback, Session.close, Session.invalidate])
def test_a_writer_leaves_its_turn_however_it_ends(sqlite: Database, end: Callable[[Session], None]) -> None:
    with sqlite() as first, sqlite() as second:
        begin_writing(first)
        end(first)
        begin_writing(second)


def test_readers_read_while_another_writes(sqlite: Database, impatient: Session) -> None:
    with sqlite() as first:
        begin_writing(first)
        first.add(Watch(id=1, seen_at=NOW, resumed_at=NOW))
        first.flush()
        assert impatient.get(Watch, 1) is None


def test_what_a_reader_had_read_is_read_again(database: Database, db: Session) -> None:
    sign(db, NOW)
    assert db.get_one(Watch, 1).seen_at == NOW
    with database() as other:
        other.get_one(Watch, 1).seen_at = after(5)
        other.commit()
    begin_writing(db)
    assert db.get_one(Watch, 1).seen_at == after(5)


def test_inside_a_writer_s_transaction_it_changes_nothing(db: Session) -> None:
    begin_writing(db)
    db.add(Watch(id=1, seen_at=NOW, resumed_at=NOW))
    db.flush()
    begin_writing(db)
    db.commit()
    assert db.get_one(Watch, 1)


def test_after_a_commit_the_next_transaction_reads(sqlite: Database, impatient: Session) -> None:
    with sqlite() as session:
        begin_writing(session)
        session.commit()
        assert session.get(Watch, 1) is None
        begin_writing(impatient)
