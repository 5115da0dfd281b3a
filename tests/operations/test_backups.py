"""Backups: what is put back equals what was taken, on both databases and from one to the other, while all goes on."""

import gzip
import json
import os
from errno import ENOSPC
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.finalisation import Why
from pwa.models.base import begin_writing
from pwa.models.tables import Account, Base, Candidate, CertificationSession, Device, JournalLine
from pwa.operations import backups, changes, imports, journal
from tests.acting import act
from tests.cast import SESSIONS, Create, Register
from tests.databases import Database, emptied
from tests.room import NOW, Room, after

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def lived(room: Room, candidate: Candidate, neighbour: Candidate, staff: Account, register: Register) -> Room:
    """A session with rows in most tables, an alert folded into another among them."""
    register(room.invigilator)
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.look(after(14))
    room.note(candidate, after(40), "Arrivée en retard « é » 🙂")
    room.grant(candidate, after(50))
    room.lose(candidate, after(60), after(150))
    act(room.db, imports.upload, room.session.centre, staff, SESSIONS.read_bytes(), after(60))
    room.close(after(hours=1), {candidate.id: Why.LATE})
    return room


def all_rows(db: Session) -> Rows:
    db.rollback()
    return {
        table.name: [tuple(row) for row in db.execute(select(table).order_by(*table.primary_key))]
        for table in Base.metadata.sorted_tables
    }


def taken(db: Session, tmp_path: Path) -> Path:
    db.rollback()
    file = tmp_path / "site.backup"
    backups.take(db, file, NOW)
    db.rollback()
    return file


def put_back(db: Session, file: Path, *, replace: bool = True) -> backups.Taken:
    def restore(db: Session) -> backups.Taken:
        return backups.restore(db, file, replace=replace)

    return act(db, restore)


def test_what_is_put_back_equals_what_was_taken(lived: Room, tmp_path: Path) -> None:
    db, before = lived.db, all_rows(lived.db)
    number = lived.session.id
    file = taken(db, tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    lived.db.execute(update(Candidate).values(last_name="PERDU"))
    lived.db.execute(delete(JournalLine))
    lived.db.commit()
    done = put_back(db, file)
    assert all_rows(db) == before
    assert (done.rows, done.sessions) == (sum(map(len, before.values())), 1)
    assert journal.first_broken(db, number) is None


def test_rows_made_afterwards_have_numbers_of_their_own(lived: Room, create: Create, tmp_path: Path) -> None:
    number = lived.session.id
    put_back(lived.db, taken(lived.db, tmp_path))
    lived.db.expire_all()
    assert create(1).id > number
    assert journal.first_broken(lived.db, number) is None


def test_the_number_of_a_deleted_session_is_not_given_again(
    lived: Room, create: Create, tmp_path: Path, db: Session
) -> None:
    gone = create(1).id
    db.execute(delete(JournalLine).where(JournalLine.session_id == gone))
    db.execute(delete(Candidate).where(Candidate.session_id == gone))
    db.execute(delete(CertificationSession).where(CertificationSession.id == gone))
    db.commit()
    put_back(db, taken(db, tmp_path))
    db.expire_all()
    assert create(1).id == gone + 1


def test_it_goes_from_one_database_to_the_other(
    lived: Room, database: Database, the_sqlite: Database, the_postgres: Database, tmp_path: Path
) -> None:
    before, file = all_rows(lived.db), taken(lived.db, tmp_path)
    with emptied(the_postgres if database is the_sqlite else the_sqlite)() as there:
        put_back(there, file, replace=False)
        assert all_rows(there) == before


def test_it_is_of_one_moment_while_others_write(lived: Room, database: Database, tmp_path: Path) -> None:
    number, before, stop, written = lived.session.id, lived.session.version, Event(), Event()

    def write() -> None:
        while not stop.is_set():
            with database() as db:
                begin_writing(db)
                changes.begin(db, number, "watcher", NOW).journal("watch_gap", seconds=1)
                db.commit()
            written.set()

    lived.db.rollback()
    writer = Thread(target=write)
    writer.start()
    try:
        assert written.wait(10)
        file = taken(lived.db, tmp_path)
    finally:
        stop.set()
        writer.join()
    put_back(lived.db, file)
    gaps = select(func.count()).select_from(JournalLine).where(JournalLine.word == "watch_gap")
    version = select(CertificationSession.version)
    assert lived.db.scalars(version).one() - lived.db.scalars(gaps).one() == before
    assert journal.first_broken(lived.db, number) is None


def test_boards_that_are_open_are_told_what_was_put_back(room: Room, candidate: Candidate, tmp_path: Path) -> None:
    """A board asks for what is after its version: the one that it had before the restoring."""
    file = taken(room.db, tmp_path)
    for _ in range(3):
        room.confirm(candidate, NOW)
        room.cancel(candidate, NOW)
    shown = room.board(NOW).version
    put_back(room.db, file)
    room.db.expire_all()
    now = room.board(NOW)
    assert now.version > shown
    assert len(now.changed_since(shown)) == len(now.candidates)


def test_nothing_is_replaced_unless_it_is_said(lived: Room, tmp_path: Path) -> None:
    before = all_rows(lived.db)
    file = taken(lived.db, tmp_path)
    with pytest.raises(Illegal) as refused:
        put_back(lived.db, file, replace=False)
    assert refused.value.sentence == backups.NOT_EMPTY
    assert all_rows(lived.db) == before


def anew(*rows: bytes) -> bytes:
    return gzip.compress(b"".join(rows))


@pytest.mark.parametrize(
    "what", ["cut", "text", "other", "short", "version", "bytes", "no table", "no row", "twice", "nobody's", "number"]
)
def test_what_is_no_backup_changes_nothing(lived: Room, tmp_path: Path, what: str) -> None:
    before, file = all_rows(lived.db), taken(lived.db, tmp_path)
    rows = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    spoilt = {
        "cut": file.read_bytes()[:-40],
        "text": b"une lettre",
        "other": gzip.compress(b"[1]\n"),
        "short": anew(*rows[:-3], rows[-1]),
        "bytes": file.read_bytes()[:200] + bytes(40) + file.read_bytes()[240:],
        "no table": anew(*rows[:-1], b"[]\n", rows[-1]),
        "no row": anew(*rows[:-1], b'["account", [1]]\n', rows[-1]),
        "twice": anew(*rows[:-1], rows[-2], json.dumps({"rows": len(rows) - 1}).encode()),
        "nobody's": anew(rows[0], *rows[2:-1], json.dumps({"rows": len(rows) - 3}).encode()),
        "number": anew(rows[0].replace(b'"last_number": ', b'"last_number": 1e999, "was": '), *rows[1:]),
        "version": gzip.compress(json.dumps({"backup": 1, "schema": "autre"}).encode() + b"\n"),
    }
    file.write_bytes(spoilt[what])
    with pytest.raises(Invalid) as refused:
        put_back(lived.db, file)
    assert refused.value.sentence == (backups.OTHER_VERSION if what == "version" else backups.NOT_A_BACKUP)
    lived.db.rollback()
    assert all_rows(lived.db) == before


def test_nothing_is_left_of_a_backup_that_could_not_be_written(
    lived: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = taken(lived.db, tmp_path)
    before = file.read_bytes()

    def full(_handle: int) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        taken(lived.db, tmp_path)
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == before


def test_who_writes_while_it_is_put_back_comes_before_or_after(
    lived: Room, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A phone registered meanwhile waits, and finds what was put back: no row of before is left among the others."""
    file, account_id = taken(lived.db, tmp_path), lived.invigilator.id
    lived.db.rollback()
    written = Event()

    def write() -> None:
        with database() as db:
            begin_writing(db)
            device = Device(
                account_id=account_id, name="x", endpoint="https://x.example/1", p256dh="k", auth="a", created_at=NOW
            )
            db.add(device)
            db.commit()
        written.set()

    writer, empty = Thread(target=write), backups._empty

    def while_it_is_emptied(db: Session) -> None:
        writer.start()
        assert not written.wait(0.5)
        empty(db)

    monkeypatch.setattr(backups, "_empty", while_it_is_emptied)
    put_back(lived.db, file)
    assert written.wait(10)
    writer.join()
    lived.db.rollback()
    assert len(lived.db.scalars(select(Device).where(Device.name == "x")).all()) == 1
