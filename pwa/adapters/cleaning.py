"""Cleaning a database's files: what was erased from the tables is no longer found in the bytes."""

import logging

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

PATIENCE = "2s"
"""How long PostgreSQL waits for a table before it leaves the cleaning for later."""

log = logging.getLogger(__name__)


def clean(engine: Engine) -> bool:
    """Write the whole database anew; tells whether it could be done, which needs a quiet moment."""
    try:
        return _clean_sqlite(engine) if engine.dialect.name == "sqlite" else _clean_postgresql(engine)
    except DBAPIError as busy:
        log.info("the database could not be cleaned: %s", type(busy.orig).__name__)
        return False


def _clean_sqlite(engine: Engine) -> bool:
    """The log of writes is emptied too: it would hold the old pages."""
    connection = engine.raw_connection()
    driver = connection.driver_connection
    try:
        driver.execute("VACUUM")  # type: ignore[union-attr]
        busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()  # type: ignore[union-attr]
        return not busy
    except engine.dialect.loaded_dbapi.OperationalError:
        log.info("the database could not be cleaned: it is in use")
        return False
    finally:
        connection.close()


def _clean_postgresql(engine: Engine) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"SET lock_timeout = '{PATIENCE}'"))
        try:
            connection.execute(text("VACUUM FULL"))
        finally:
            connection.execute(text("RESET lock_timeout"))
    return True
