"""What every table stands on: naming, aware times, and how a transaction begins on each database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Engine, MetaData, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from pwa.models.turns import Turns

TURN = "turn"

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UTCDateTime}  # noqa: RUF012  SQLAlchemy reads it from the class


def prepare(engine: Engine) -> None:
    """Give SQLite its safety settings, and let each transaction say at its beginning whether it writes."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _set_up_sqlite)
    turns = Turns()
    event.listen(engine, "begin", lambda connection: _begin_sqlite(connection, turns))
    event.listen(engine, "checkin", lambda _connection, record: _leave_sqlite(record, turns))


def begin_writing(db: Session) -> None:
    """Open the transaction as a writer: SQLite then waits for its turn instead of failing halfway.

    Inside a writer's transaction it changes nothing; what a reader's had read is read again.
    """
    if db.in_transaction():
        if db.connection().get_execution_options().get("writes"):
            return
        db.rollback()
    db.connection(execution_options={"writes": True})


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions behind our back
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection, turns: Turns) -> None:
    if not connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    if TURN not in connection.info:
        turns.take()
        connection.info[TURN] = True
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _leave_sqlite(record: ConnectionPoolEntry, turns: Turns) -> None:
    """The connection is back in its pool, whatever became of its transaction: the next writer may begin."""
    if record.info.pop(TURN, False):
        turns.give()
