"""How Alembic reaches the database: through the application's own engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection

from pwa.models.base import Base, UTCDateTime


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our aware times as what they are in the database."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """SQLite makes a table anew to change it: rows that point to it must stay meanwhile, and are checked after it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if lost := driver.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"rows that point to nothing after the migration: {lost}")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def migrate() -> None:
    """Run the migrations on the current application's database."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection, without_foreign_keys(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


migrate()
