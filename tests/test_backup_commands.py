"""Commands about backups: the demonstration is taken, wrecked and put back."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError

from pwa.adapters.noted_heads import NAME
from pwa.app import create_app
from pwa.backup_commands import BUSY
from pwa.models.database import database
from pwa.models.tables import Base, Candidate, JournalLine
from pwa.operations import backups
from tests.test_cli import done, run
from tests.tools.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgres"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Flask:
    environ = {"DATA_DIR": str(tmp_path), "HASH_FAST": "1"}
    if request.param == "postgres":
        cluster: Postgres = request.getfixturevalue("the_cluster")
        environ["DATABASE_URL"] = cluster.database()
    app = create_app(environ)
    with app.app_context():
        Base.metadata.create_all(database.engine)
    done(app, "demonstration")
    return app


def names(app: Flask) -> list[str]:
    with app.app_context():
        return list(database.session.scalars(select(Candidate.last_name).order_by(Candidate.id)))


def test_a_backup_is_put_back(app: Flask, tmp_path: Path) -> None:
    before, file = names(app), tmp_path / "site.backup"
    said = done(app, "backup", str(file))
    assert f"Sauvegarde écrite dans {file} (sessions : 1, lignes en tout : " in said
    assert str(tmp_path) in said
    with app.app_context():
        database.session.execute(delete(JournalLine))
        database.session.execute(delete(Candidate))
        database.session.commit()
    refused = run(app, "restore", str(file))
    assert (refused.exit_code, refused.output) == (1, f"Error: {backups.NOT_EMPTY}\n")
    said = done(app, "restore", "--replace", str(file))
    assert "Journaux vérifiés." in said
    assert names(app) == before
    assert (tmp_path / NAME).exists()
    assert "journal intact" in done(app, "journal", "verify")
    with app.app_context():
        database.engine.dispose()


def test_what_is_no_backup_is_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "lettre"
    file.write_text("Bonjour")
    refused = run(app, "restore", "--replace", str(file))
    assert (refused.exit_code, refused.output) == (1, f"Error: {backups.NOT_A_BACKUP}\n")
    assert len(names(app)) == 24
    with app.app_context():
        database.engine.dispose()


def test_a_backup_that_cannot_be_written_is_told(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "site.backup"
    refused = run(app, "backup", str(file))
    sentence = f"La sauvegarde n'a pas pu être écrite dans {file} : No such file or directory. Rien n'a changé."
    assert (refused.exit_code, refused.output) == (1, f"Error: {sentence}\n")
    with app.app_context():
        database.engine.dispose()


def test_a_database_that_is_busy_is_told(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "site.backup"
    done(app, "backup", str(file))

    def locked(*_: object, **__: object) -> None:
        raise OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))

    monkeypatch.setattr(backups, "restore", locked)
    refused = run(app, "restore", "--replace", str(file))
    assert (refused.exit_code, refused.output) == (1, f"Error: {BUSY}\n")
    with app.app_context():
        database.engine.dispose()
