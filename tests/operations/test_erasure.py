"""Erasure: nothing personal of an erased session, or person, is left in any row, nor in the bytes of the file."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.adapters import cleaning
from pwa.adapters.noted_heads import NotedHeads
from pwa.adapters.tokens import Signer
from pwa.domain import retention
from pwa.domain.errors import Illegal
from pwa.domain.final_reports import Code
from pwa.domain.finalisation import Why
from pwa.models.tables import Account, Answer, Base, Candidate, CentreMessage, CertificationSession
from pwa.operations import (
    backups,
    beats,
    erasure,
    final_reports,
    journal,
    journal_checks,
    journal_export,
    personal_data,
    summary,
)
from pwa.sweeps import Sweeps
from tests.acting import act
from tests.cast import Register
from tests.databases import Database, engine_of, make
from tests.room import NOW, Room, after

CLOSED = after(hours=2)
OVER = CLOSED + timedelta(days=30)
FREE = "Léa Abadie, libre réponse"
SECRETS = ("Arrivée en pleurs", "Alarme de Léa", "Antisèche de Léa", "Sortez, Léa")


@pytest.fixture
def closed(room: Room, candidate: Candidate, neighbour: Candidate, staff: Account, register: Register) -> Room:
    """A finalised session with all that can be written of a person."""
    register(room.db.get_one(Account, candidate.account_id), "lea")
    room.start(candidate, NOW)
    room.note(candidate, after(40), SECRETS[0])
    room.grant(candidate, after(50))
    room.mark_absent(neighbour, after(10))
    room.db.add(
        Answer(
            attempt_id=room.attempt(candidate).id,
            number=1,
            question_id="extension",
            key="key-1",
            value={"text": FREE},
            answered_at=after(30),
        )
    )
    room.db.add(
        CentreMessage(
            session_id=room.session.id, audience="room", text=SECRETS[3], written_by_id=staff.id, written_at=after(60)
        )
    )
    room.db.commit()
    act(room.db, final_reports.add, room.session.id, candidate.id, Code.FRAUD, SECRETS[2], staff, after(200))
    room.close(CLOSED, {candidate.id: Why.TECHNICAL}, staff)
    room.session.comment = SECRETS[1]
    room.db.commit()
    return room


def personal(room: Room) -> set[str]:
    """Every name, birth date and address of the session, as they are kept and as they are read."""
    found = set(SECRETS)
    for one in room.db.scalars(select(Candidate).where(Candidate.session_id == room.session.id)):
        found |= {one.identity, f"{one.birth_date:%Y-%m-%d}", one.recipient_email, one.convocation_email}
        found |= {one.external_id, f"{one.last_name} {one.first_name}", repr(one.birth_date)}
    return {
        text
        for text in found | {FREE, "léa.abadie@exemple.fr", "Léa Abadie", room.session.invigilators}
        if len(text) > 5
    }


def all_rows(db: Session) -> str:
    db.rollback()
    tables = Base.metadata.sorted_tables
    return "\n".join(str(tuple(row)) for table in tables for row in db.execute(select(table)))


def test_a_session_is_due_when_its_centre_keeps_it_no_longer(closed: Room) -> None:
    assert erasure.due(closed.db, OVER - timedelta(seconds=1)) == []
    assert erasure.due(closed.db, OVER) == [closed.session.id]
    closed.session.centre.retention_days = 60
    closed.db.commit()
    assert erasure.due(closed.db, OVER) == []


def test_a_session_that_goes_on_is_never_due(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    assert erasure.due(room.db, after(hours=10_000)) == []


def test_nothing_personal_is_left_of_an_erased_session(closed: Room) -> None:
    kept = personal(closed)
    rows = all_rows(closed.db)
    assert {FREE, *SECRETS, "léa.abadie@exemple.fr", "datetime.date(2009, 5, 18)"} <= {
        text for text in kept if text in rows
    }
    act(closed.db, erasure.erase_session, closed.session.id, OVER)
    rows = all_rows(closed.db)
    assert [text for text in kept if text in rows] == []
    assert erasure.due(closed.db, OVER + timedelta(days=1)) == []


def test_figures_and_the_chain_are_kept(closed: Room, candidate: Candidate) -> None:
    before = summary.read(closed.db, closed.session, CLOSED)
    act(closed.db, erasure.erase_session, closed.session.id, OVER)
    closed.db.expire_all()
    now = summary.read(closed.db, closed.session, OVER)
    assert (len(now.people), len(now.absent), now.completed) == (24, len(before.absent), before.completed)
    line = next(one for one in now.people if one.candidate.id == candidate.id)
    assert (line.granted, line.reports[0].code, line.reports[0].text) == (600, "C6", "")
    assert journal.first_broken(closed.db, closed.session.id) is None
    assert closed.journal()[-1] == "personal_data_erased"


def test_a_session_is_erased_once_whoever_looks_after_it(closed: Room) -> None:
    """Two watchers found it due."""
    for seconds in (0, 1):
        act(closed.db, erasure.erase_session, closed.session.id, OVER + timedelta(seconds=seconds))
    assert closed.journal().count("personal_data_erased") == 1
    assert closed.session.erased_at == OVER


def test_people_who_are_known_elsewhere_keep_their_account(
    closed: Room, candidate: Candidate, invigilator: Account, elsewhere: Candidate
) -> None:
    account_id = candidate.account_id
    elsewhere.account_id = account_id
    closed.db.commit()
    act(closed.db, erasure.erase_session, closed.session.id, OVER)
    assert account_id
    assert closed.db.get_one(Account, account_id).email == "léa.abadie@exemple.fr"
    assert invigilator.last_name == "Moreau"


def test_one_person_is_erased_everywhere_in_the_centre(
    closed: Room, candidate: Candidate, neighbour: Candidate, elsewhere: Candidate, staff: Account
) -> None:
    elsewhere.identity, elsewhere.birth_date = candidate.identity, candidate.birth_date
    elsewhere.last_name, elsewhere.first_name = candidate.last_name, candidate.first_name
    elsewhere.session.started_at = NOW
    closed.db.commit()
    with pytest.raises(Illegal) as refused:
        act(closed.db, erasure.erase_person, candidate, staff, OVER)
    assert f"dans la session {elsewhere.session_id}" in refused.value.sentence
    closed.db.rollback()
    other = closed.db.get_one(CertificationSession, elsewhere.session_id)
    other.finalised_at = CLOSED
    closed.session.comment = ""
    closed.db.commit()
    assert act(closed.db, erasure.erase_person, candidate, staff, OVER) == 2
    rows = all_rows(closed.db).replace(SECRETS[3], "")
    assert [text for text in ("ABADIE", "Léa", "abadie", SECRETS[0], SECRETS[2]) if text in rows] == []
    assert closed.db.get_one(Candidate, neighbour.id).last_name == "BÂ"
    assert closed.journal()[-1] == "person_erased"
    assert journal.first_broken(closed.db, closed.session.id) is None


def test_a_person_of_a_session_that_nobody_started_is_erased_once_it_is_past(
    room: Room, candidate: Candidate, staff: Account
) -> None:
    """It can be neither finalised nor, since they joined it, deleted."""
    with pytest.raises(Illegal) as refused:
        act(room.db, erasure.erase_person, candidate, staff, after(hours=23))
    assert refused.value.sentence == retention.NOT_HELD % {"number": room.session.id}
    assert act(room.db, erasure.erase_person, candidate, staff, after(hours=24)) == 1
    assert candidate.last_name == ""


def test_a_person_is_given_all_that_is_kept_of_them(closed: Room, candidate: Candidate) -> None:
    (told,) = json.loads(personal_data.export(closed.db, candidate))
    assert (told["candidate"]["last_name"], told["account"]["email"]) == ("ABADIE", "léa.abadie@exemple.fr")
    assert told["candidate"]["birth_date"] == "2009-05-18"
    assert told["note"][0]["text"] == SECRETS[0]
    assert FREE in json.dumps(told["answer"], ensure_ascii=False)
    assert told["final_report"][0]["text"] == SECRETS[2]
    assert {"attempt", "time_grant", "journal_line", "alert", "span"} <= told.keys()
    assert [one["host"] for one in told["device"]] == ["updates.push.services.mozilla.com"]
    assert not any(secret in json.dumps(told) for secret in ("password_hash", "wpush", "p256dh"))


class TestInTheBytes_of_the_file:
    """On SQLite, in a file of its own."""

    @pytest.fixture
    def database(self, tmp_path: Path) -> Iterator[Database]:
        yield from make(f"sqlite:///{tmp_path / 'own.db'}")

    def test_nothing_is_found_byte_by_byte(self, closed: Room, database: Database, tmp_path: Path) -> None:
        kept = {text.encode() for text in personal(closed)}
        assert found_in(tmp_path, kept)
        session_id = closed.session.id
        closed.db.close()
        Sweeps(database, None).sweep(OVER)
        assert found_in(tmp_path, kept) == []
        with database() as db:
            export = journal_export.write(db, session_id, Signer("k" * 20), OVER).encode()
        assert [text for text in kept if text in export] == []


def found_in(folder: Path, kept: set[bytes]) -> list[bytes]:
    """What is found in any file of the database: itself, its log."""
    bytes_of = b"".join(path.read_bytes() for path in folder.glob("own.db*"))
    assert bytes_of
    return [text for text in kept if text in bytes_of]


@pytest.fixture
def cleaned(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The databases that were cleaned, each as often as it was."""
    engines: list[object] = []

    def clean(engine: object) -> bool:
        engines.append(engine)
        return True

    monkeypatch.setattr(cleaning, "clean", clean)
    return engines


def test_nothing_is_cleaned_while_somebody_is_in_a_test(
    database: Database, closed: Room, cleaned: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_test = [0, 1]
    monkeypatch.setattr(beats, "running", lambda _db: in_a_test.pop())
    closed.db.close()
    sweeps = Sweeps(database, None)
    sweeps.sweep(after(hours=3))
    sweeps.sweep(OVER)
    assert (cleaned, in_a_test) == ([], [0])
    for _ in range(2):
        sweeps.sweep(OVER)
    assert cleaned == [engine_of(database)]


def test_as_many_erased_again_are_cleaned_again(
    database: Database, closed: Room, cleaned: list[object], tmp_path: Path
) -> None:
    """A backup of before was put back: the watcher erases the same people anew."""
    closed.db.rollback()
    backups.take(closed.db, tmp_path / "before", CLOSED)
    closed.db.rollback()
    sweeps = Sweeps(database, None)
    for _ in range(2):
        sweeps.sweep(OVER)
        act(closed.db, backups.restore, tmp_path / "before", replace=True)
    assert len(cleaned) == 2


def test_a_database_is_cleaned_while_it_is_used(database: Database, closed: Room) -> None:
    closed.db.rollback()
    assert cleaning.clean(engine_of(database))


def test_a_sweep_that_fails_keeps_nobody_from_the_rooms(
    database: Database, closed: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(journal_checks, "note", fail)
    number = closed.session.id
    closed.db.close()
    Sweeps(database, NotedHeads(Path("/nowhere"), Signer("k" * 20))).sweep(OVER)
    with database() as db:
        assert db.get_one(CertificationSession, number).erased_at == OVER
    assert "a sweep failed" in caplog.text
