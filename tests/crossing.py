"""Two writers at once: the second one starts while the first one's transaction is still open."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar, cast

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from pwa.domain.errors import Refused
from pwa.models.base import begin_writing
from tests.acting import act
from tests.tools.waiting import eventually

T = TypeVar("T")

WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


def cross(
    db: Session,
    first: Callable[[Session], object],
    second: Callable[[Session], T],
    then: Callable[[Session], object] = lambda _db: None,
) -> T | Refused:
    """Do `first`, start `second` beside it, then commit the first: what came of the second, refusals included.

    `then` is what the first one goes on with while the second one waits. Both have a connection of their own; `db`
    itself reads everything again afterwards.
    """
    db.commit()
    engine = cast(Engine, db.get_bind())
    with Session(engine) as one, ThreadPoolExecutor(1) as pool:
        begin_writing(one)
        first(one)
        other = pool.submit(_do, engine, second)
        _wait_until_it_waits(engine, other)
        then(one)
        one.commit()
        return other.result(timeout=10)


def _do(engine: Engine, verb: Callable[[Session], T]) -> T | Refused:
    with Session(engine) as session:
        try:
            return act(session, verb)
        except Refused as refused:
            return refused


def _wait_until_it_waits(engine: Engine, other: Future[T]) -> None:
    """On PostgreSQL the second one reads what it can before it waits; on SQLite it waits for its turn to begin."""
    if engine.dialect.name == "sqlite":
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        eventually(lambda: other.done() or connection.execute(WAITING).scalar(), what="the second writer waits")


def code_of(outcome: object) -> str:
    """The code of a refusal."""
    assert isinstance(outcome, Refused), outcome
    return outcome.code
