"""Commands about journals: the demonstration's, tampered with in every way, is told at the right line."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import Executable, delete, select, update

from pwa.adapters.noted_heads import NAME
from pwa.app import create_app
from pwa.clock import utcnow
from pwa.models.base import begin_writing
from pwa.models.database import database
from pwa.models.tables import Base, CertificationSession, JournalLine
from pwa.operations import changes
from pwa.settings import ROOT

SCRIPT = ROOT / "tools" / "verify_journal.py"


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    """The demonstration, whose session has begun; its journal has six lines."""
    app = create_app({"DATA_DIR": str(tmp_path), "HASH_FAST": "1"})
    with app.app_context():
        Base.metadata.create_all(database.engine)
    assert run(app, "demonstration").exit_code == 0
    with app.app_context():
        db = database.session()
        begin_writing(db)
        for step in range(3):
            changes.begin(db, 1, "watcher", utcnow() + timedelta(seconds=step)).journal("watch_gap", seconds=step)
        db.execute(update(CertificationSession).values(started_at=utcnow()))
        db.commit()
    return app


def run(app: Flask, *words: str) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=words)


def write(app: Flask, statement: Executable) -> None:
    with app.app_context():
        database.session.execute(statement)
        database.session.commit()


def cut(app: Flask, after: int) -> None:
    write(app, delete(JournalLine).where(JournalLine.position > after))


def touch(app: Flask) -> None:
    write(app, update(JournalLine).where(JournalLine.position == 3).values(details={"seconds": 1}))


def told(app: Flask, *words: str, status: int = 0) -> str:
    result = run(app, "journal", "verify", *words)
    assert result.exit_code == status, result.output
    return result.output.strip()


def test_a_journal_is_whole(app: Flask) -> None:
    with app.app_context():
        last = database.session.scalars(select(JournalLine.hash).order_by(JournalLine.position)).all()[-1]
    assert told(app) == told(app, "1") == f"Session 1 : journal intact, 6 lignes, empreinte {last}."


def test_a_line_that_was_touched_is_told(app: Flask) -> None:
    touch(app)
    assert told(app, status=1) == "Session 1 : journal altéré, la ligne 3 a été modifiée."


def test_a_tail_that_was_cut_is_told_once_it_was_noted(app: Flask) -> None:
    told(app)
    cut(app, 4)
    for _ in range(2):
        assert told(app, status=1) == (
            "Session 1 : journal altéré, la fin manque à partir de la ligne 5 : 6 lignes avaient été relevées."
        )


def test_lines_that_replace_a_tail_are_told(app: Flask) -> None:
    told(app)
    cut(app, 5)
    with app.app_context():
        changes.begin(database.session(), 1, "watcher", utcnow()).journal("web_gap", seconds=1)
        changes.begin(database.session(), 1, "watcher", utcnow()).journal("web_gap", seconds=2)
        database.session.commit()
    assert "la ligne 6 n'est plus celle qui avait été relevée" in told(app, status=1)


def test_a_finalised_session_says_so_at_its_end(app: Flask) -> None:
    write(app, update(CertificationSession).values(finalised_at=utcnow()))
    assert "la ligne 7 : la finalisation n'y est pas écrite" in told(app, status=1)


def test_a_journal_that_disappeared_is_told(app: Flask) -> None:
    told(app)
    write(app, delete(JournalLine))
    assert "à partir de la ligne 1 : 6 lignes avaient été relevées" in told(app, status=1)


def test_what_was_noted_is_sealed(app: Flask, tmp_path: Path) -> None:
    told(app)
    file = tmp_path / NAME
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text(file.read_text().replace("6, ", "4, "))
    assert "a été modifié" in told(app, status=1)


def test_an_unknown_session(app: Flask) -> None:
    refused = run(app, "journal", "verify", "12")
    assert (refused.exit_code, refused.output) == (1, "Error: La session 12 n'existe pas.\n")


@pytest.fixture
def export(app: Flask, tmp_path: Path) -> Path:
    file = tmp_path / "journal.jsonl"
    assert run(app, "journal", "export", "1", str(file)).exit_code == 0
    return file


def test_an_export_agrees_with_the_journal(app: Flask, export: Path) -> None:
    assert export.stat().st_mode & 0o777 == 0o600
    assert "journal intact, 6 lignes" in told(app, "--export", str(export))


def test_a_journal_that_was_cut_since_its_export_is_told(app: Flask, export: Path) -> None:
    cut(app, 4)
    assert "à partir de la ligne 5" in told(app, "--export", str(export), status=1)


def test_an_export_holds_whatever_a_detail_says(app: Flask, tmp_path: Path) -> None:
    """Some readers take U+2028 for the end of a line."""
    with app.app_context():
        begin_writing(database.session())
        changes.begin(database.session(), 1, "watcher", utcnow()).journal("seat_changed", seat="n°\u20281 « é »")
        database.session.commit()
    file = tmp_path / "journal.jsonl"
    assert run(app, "journal", "export", "1", str(file)).exit_code == 0
    assert by_itself(file)[0] == 0
    assert "journal intact, 7 lignes" in told(app, "--export", str(file))


def test_an_export_that_cannot_be_written_is_told(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "journal.jsonl"
    refused = run(app, "journal", "export", "1", str(file))
    sentence = f"Error: L'export n'a pas pu être écrit dans {file} : No such file or directory.\n"
    assert (refused.exit_code, refused.output) == (1, sentence)


@pytest.mark.parametrize(
    "text", ["", "[]", "pas du JSON", '{"journal": 1}', '{"count": "x"}', '{"session": 1, "hash": "", "count": 1e999}']
)
def test_what_is_no_export_is_told(app: Flask, tmp_path: Path, text: str) -> None:
    file = tmp_path / "autre"
    file.write_text(text)
    refused = run(app, "journal", "verify", "--export", str(file))
    assert (refused.exit_code, refused.output) == (1, "Error: Ce fichier n'est pas l'export d'un journal.\n")
    assert by_itself(file) == (2, "Ce fichier n'est pas l'export d'un journal.\n")


def by_itself(file: Path, *words: str) -> tuple[int, str]:
    """What the script says, of a Python that has nothing of ours."""
    command = [sys.executable, "-I", str(SCRIPT), str(file), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    return done.returncode, done.stdout + done.stderr


def rewrite(file: Path, change: Callable[[list[dict[str, object]]], object]) -> None:
    rows = [json.loads(row) for row in file.read_text().splitlines()]
    change(rows)
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_the_script_finds_an_export_whole(export: Path) -> None:
    seen = json.loads(export.read_text().splitlines()[0])["hash"]
    assert by_itself(export, seen) == (0, f"Session 1 : journal intact, 6 lignes, empreinte {seen}.\n")
    assert by_itself(export, "0" * 64)[0] == 1


TAMPERINGS: dict[str, tuple[Callable[[list[dict[str, object]]], object], str]] = {
    "a word": (lambda rows: rows[4].update(word="test_ended"), "la ligne 4 a été modifiée"),
    "a detail": (lambda rows: rows[5].update(details={}), "la ligne 5 a été modifiée"),
    "details that are none": (lambda rows: rows[5].update(details="x"), "la ligne 5 a été modifiée"),
    "a line taken out": (lambda rows: rows.pop(2), "la ligne 2 manque"),
    "two lines changed over": (lambda rows: rows.insert(3, rows.pop(4)), "la ligne 3 manque"),
    "a tail cut": (lambda rows: rows.pop(), "la fin manque à partir de la ligne 6 : 6 lignes sont annoncées"),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_an_export_that_was_tampered_with_is_told_at_the_right_line(app: Flask, export: Path, what: str) -> None:
    change, sentence = TAMPERINGS[what]
    rewrite(export, change)
    assert by_itself(export) == (1, f"Journal altéré : {sentence}.\n")
    assert sentence.split(" : ")[0] in told(app, "--export", str(export), status=1)


def test_a_head_that_was_tampered_with_has_a_broken_seal(app: Flask, export: Path) -> None:
    def shorten(rows: list[dict[str, object]]) -> None:
        rows.pop()
        rows[0].update(count=5, hash=rows[-1]["hash"])

    rewrite(export, shorten)
    assert by_itself(export)[0] == 0
    refused = run(app, "journal", "verify", "--export", str(export))
    assert refused.exit_code == 1
    assert "Le sceau de cet export" in refused.output
