"""Backups: every row of every table in one compressed file, taken and put back while everything runs.

The file is gzip over JSON lines: a head, then for each row its table and values, then how many there were. It is the
same for both databases, and goes from one to the other.
"""

import base64
import gzip
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import mkstemp
from typing import IO, Any

from sqlalchemy import LargeBinary, Table, func, insert, inspect, select, text, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.words import N_
from pwa.models.base import Base, UTCDateTime
from pwa.models.tables import Alert, Candidate, CertificationSession

FORMAT = 1
AT_ONE_GO = 500
NOT_A_BACKUP = N_("Ce fichier n'est pas une sauvegarde, ou il n'est pas entier.")
OTHER_VERSION = N_("Cette sauvegarde est d'une autre version du site : remettez-la en place avec cette version-là.")
NOT_EMPTY = N_("La base de données n'est pas vide. Ajoutez --replace pour remplacer tout ce qu'elle contient.")


@dataclass(frozen=True)
class Taken:
    """What a backup holds."""

    rows: int
    sessions: int


def take(db: Session, file: Path, now: datetime) -> Taken:
    """Write a backup of the database as it is at one moment; the file comes into being when it is whole.

    Nobody but its owner reads it, and nothing is left of one that could not be written (`OSError`).
    """
    if db.get_bind().dialect.name == "postgresql":
        db.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    handle, name = mkstemp(prefix=f".{file.name}.", suffix=".draft", dir=file.parent)
    draft = Path(name)
    try:
        with open(handle, "wb") as raw:
            with gzip.open(raw, "wt", encoding="utf-8") as backup:
                count = _write(db, backup, now)
            os.fsync(raw.fileno())
        draft.replace(file)
    except BaseException:
        draft.unlink()
        raise
    return Taken(count, _sessions(db))


def _write(db: Session, backup: IO[str], now: datetime) -> int:
    head = {"backup": FORMAT, "schema": _schema(db), "at": now.isoformat(), "last_number": _last_number(db)}
    backup.write(json.dumps(head) + "\n")
    count = 0
    for table in _tables():
        for row in db.execute(select(table).order_by(*table.primary_key), execution_options={"yield_per": AT_ONE_GO}):
            backup.write(json.dumps([table.name, [_written(value) for value in row]]) + "\n")
            count += 1
    backup.write(json.dumps({"rows": count}) + "\n")
    return count


def restore(db: Session, file: Path, *, replace: bool) -> Taken:
    """Put a backup back, in the transaction of the caller; raises `Invalid` or `Illegal` with a sentence."""
    _hold_all(db)
    rows = _rows(file)
    head = next(rows, None)
    if not isinstance(head, dict) or head.get("backup") != FORMAT:
        raise Invalid(NOT_A_BACKUP, "not_a_backup")
    if head.get("schema") != _schema(db):
        raise Invalid(OTHER_VERSION, "other_version")
    if not replace and any(db.execute(select(1).select_from(one).limit(1)).first() for one in _tables()):
        raise Illegal(NOT_EMPTY, "not_empty")
    shown = _versions(db)
    _empty(db)
    try:
        taken, last_number = Taken(_put_back(db, rows), _sessions(db)), int(head.get("last_number") or 0)
    except (LookupError, TypeError, ValueError, ArithmeticError, IntegrityError, DataError):
        raise Invalid(NOT_A_BACKUP, "not_a_backup") from None
    _count_on(db, last_number)
    _go_beyond(db, shown)
    return taken


def _put_back(db: Session, rows: Iterator[Any]) -> int:
    """Insert the rows in their order, which is that of the tables; links inside a table come once all are there."""
    known = {table.name: table for table in _tables()}
    later: list[tuple[Table, dict[str, Any], dict[str, Any]]] = []
    held: tuple[str, list[dict[str, Any]]] = ("", [])
    count, told = 0, None
    for row in rows:
        if isinstance(row, dict):
            told = row.get("rows")
            continue
        table, values = known[row[0]], _read(known[row[0]], row[1])
        links = {name: values[name] for name in _own_links(table) if values[name] is not None}
        if links:
            later.append((table, {one.name: values[one.name] for one in table.primary_key}, links))
        if held[0] != table.name or len(held[1]) == AT_ONE_GO:
            _insert(db, known, held)
            held = (table.name, [])
        held[1].append(values | dict.fromkeys(links))
        count += 1
    _insert(db, known, held)
    if told != count:
        raise Invalid(NOT_A_BACKUP, "not_a_backup")
    for table, key, links in later:
        db.execute(update(table).where(*(table.c[name] == value for name, value in key.items())).values(links))
    return count


def _insert(db: Session, known: Mapping[str, Table], held: tuple[str, list[dict[str, Any]]]) -> None:
    if held[1]:
        db.execute(insert(known[held[0]]), held[1])


def _hold_all(db: Session) -> None:
    """Let nobody else write until the end of the transaction: SQLite's writer is alone already."""
    if db.get_bind().dialect.name == "postgresql":
        names = ", ".join(f'"{table.name}"' for table in _tables())
        db.execute(text(f"LOCK TABLE {names} IN EXCLUSIVE MODE"))


def _empty(db: Session) -> None:
    for table in reversed(_tables()):
        links = _own_links(table)
        if links:
            db.execute(update(table).values(dict.fromkeys(links)))
        db.execute(table.delete())


def _count_on(db: Session, last_number: int) -> None:
    """Have new rows numbered after the old ones; the number of a session is never given twice, were it deleted."""
    if db.get_bind().dialect.name == "sqlite":
        db.execute(
            text("INSERT OR IGNORE INTO sqlite_sequence (name, seq) SELECT 'certification_session', 0 WHERE NOT EXISTS"
                 " (SELECT 1 FROM sqlite_sequence WHERE name = 'certification_session')")
        )  # fmt: skip
        db.execute(text("UPDATE sqlite_sequence SET seq = :last WHERE name = 'certification_session'"),
                   {"last": last_number})  # fmt: skip
        return
    for table in _tables():
        sequence = f"{table.name}_id_seq"
        if "id" in table.c and inspect(db.connection()).has_sequence(sequence):
            highest = db.execute(select(func.max(table.c.id))).scalar() or 0
            if table.name == "certification_session":
                highest = max(highest, last_number)
            db.execute(select(func.setval(sequence, max(highest, 1), highest > 0)))


def _versions(db: Session) -> dict[int, int]:
    """Return the version that each session is at, of those on which a board may be open."""
    query = select(CertificationSession.id, CertificationSession.version)
    return dict(db.execute(query.where(CertificationSession.finalised_at.is_(None))).tuples().all())


def _go_beyond(db: Session, shown: Mapping[int, int]) -> None:
    """Have the pages that are open on what was undone told all of it anew: they ask for what is after their version."""
    for number, version in _versions(db).items():
        if shown.get(number, 0) > version:
            later = {"version": shown[number] + 1}
            db.execute(update(CertificationSession).where(CertificationSession.id == number).values(later))
            db.execute(update(Candidate).where(Candidate.session_id == number).values(later))
            db.execute(update(Alert).where(Alert.session_id == number).values(later))


def _last_number(db: Session) -> int:
    """Return the highest number that a session ever had."""
    if db.get_bind().dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = 'certification_session'")
    else:
        query = text("SELECT last_value FROM certification_session_id_seq WHERE is_called")
    return int(db.execute(query).scalar() or 0)


def _schema(db: Session) -> str:
    """Return the version of the tables, empty where they were made without migrations."""
    if not inspect(db.connection()).has_table("alembic_version"):
        return ""
    return str(db.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _sessions(db: Session) -> int:
    return int(db.execute(select(func.count()).select_from(Base.metadata.tables["certification_session"])).scalar_one())


def _tables() -> list[Table]:
    return Base.metadata.sorted_tables


def _own_links(table: Table) -> list[str]:
    """Return the columns of a table that name another row of it."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _rows(file: Path) -> Iterator[Any]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as backup:
            for row in backup:
                yield json.loads(row)
    except (OSError, EOFError, ValueError, zlib.error, RecursionError):
        raise Invalid(NOT_A_BACKUP, "not_a_backup") from None


def _written(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _read(table: Table, values: list[Any]) -> dict[str, Any]:
    if len(values) != len(table.columns):
        raise Invalid(NOT_A_BACKUP, "not_a_backup")
    return {column.name: _value(column.type, value) for column, value in zip(table.columns, values, strict=True)}


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, UTCDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    return date.fromisoformat(value) if kind.python_type is date else value
