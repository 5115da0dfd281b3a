"""Commands: a centre and its first staff, the keys, the demonstration."""

import re
import stat
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from pwa.adapters.passwords import Passwords
from pwa.adapters.vapid import public_key
from pwa.app import create_app
from pwa.clock import utcnow
from pwa.models.database import database
from pwa.models.tables import Account, Base, Candidate, CertificationSession, Device, Membership
from pwa.operations import accounts, devices
from tests.tools.postgres import Postgres

EMAIL = "helene@exemple.fr"


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = create_app({"DATA_DIR": str(tmp_path), "HASH_FAST": "1"})
    with app.app_context():
        Base.metadata.create_all(database.engine)
    return app


@pytest.fixture
def of_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of the kind asked for."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'own.db'}"
    cluster: Postgres = request.getfixturevalue("the_cluster")
    return cluster.database()


def enrol_a_phone() -> None:
    """Somebody has enabled the alerts on a phone."""
    db, now = database.session(), utcnow()
    account = accounts.sign_up(
        db, Passwords(fast=True), email=EMAIL, password="12345678", first_name="H", last_name="P", now=now
    )
    devices.register(db, account, endpoint="https://a.b/c", p256dh="k", auth="a", name="", now=now)
    db.commit()


def run(app: Flask, *words: str) -> Result:
    with app.app_context():
        return app.test_cli_runner().invoke(args=words)


def done(app: Flask, *words: str) -> str:
    """What a command printed; it must have worked."""
    result = run(app, *words)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_centre_comes_with_its_first_staff(app: Flask) -> None:
    said = done(app, "centre", "add", "Lycée Guérin", "--email", "Helene@Exemple.fr", "--first-name", "Hélène")
    assert f"Centre « Lycée Guérin » créé. Premier membre : {EMAIL}" in said
    password = re.findall(r"Mot de passe provisoire : (\S+)", said)[0]
    with app.app_context():
        membership = database.session.scalars(select(Membership)).one()
        assert (membership.centre.name, membership.account.email) == ("Lycée Guérin", EMAIL)
        assert membership.account.first_name == "Hélène"
        assert Passwords(fast=True).check(membership.account.password_hash, password)


def test_staff_with_an_account_keep_their_password(app: Flask) -> None:
    done(app, "centre", "add", "Lycée Guérin", "--email", EMAIL)
    said = done(app, "centre", "add", "Collège Zay", "--email", EMAIL.upper())
    assert "Mot de passe" not in said
    with app.app_context():
        assert len(database.session.scalars(select(Membership)).all()) == 2
        assert database.session.scalars(select(Account)).one().first_name == "helene"


def test_a_centre_needs_an_address(app: Flask) -> None:
    result = run(app, "centre", "add", "Lycée Guérin")
    assert result.exit_code == 2
    assert "--email" in result.output


def test_keys_are_made_once_for_their_owner_alone(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "vapid.pem"
    assert str(path) in done(app, "keys", "make")
    key = public_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert done(app, "keys", "make") == ""
    assert public_key(path) == key


@pytest.mark.parametrize("of_url", ["sqlite", "postgres"], indirect=True)
def test_a_lost_key_that_phones_know_us_by_is_not_replaced(of_url: str, tmp_path: Path) -> None:
    app = create_app({"DATA_DIR": str(tmp_path), "HASH_FAST": "1", "DATABASE_URL": of_url})
    path = tmp_path / "vapid.pem"
    with app.app_context():
        Base.metadata.create_all(database.engine)
        enrol_a_phone()
    refused = run(app, "keys", "make")
    assert (refused.exit_code, path.exists()) == (1, False)
    assert refused.output.startswith(f"Error: La clé VAPID {path} a disparu, et des téléphones en dépendent")
    assert str(path) in done(app, "keys", "make", "--lost")
    with app.app_context():
        database.engine.dispose()


def test_a_key_is_made_before_the_tables(tmp_path: Path) -> None:
    app = create_app({"DATA_DIR": str(tmp_path), "HASH_FAST": "1"})
    assert str(tmp_path / "vapid.pem") in done(app, "keys", "make")


def test_no_key_is_made_while_the_database_is_silent(tmp_path: Path) -> None:
    app = create_app({"DATA_DIR": str(tmp_path), "DATABASE_URL": "sqlite:////dev/null/none.db"})
    refused = run(app, "keys", "make")
    assert (refused.exit_code, refused.output) == (1, "Error: La base de données ne répond pas.\n")
    assert not (tmp_path / "vapid.pem").exists()


def test_the_demonstration_says_how_to_enter_it(app: Flask, tmp_path: Path) -> None:
    said = done(app, "demonstration")
    notes = tmp_path / "demonstration.txt"
    assert notes.read_text(encoding="utf-8").strip() == said.strip()
    assert stat.S_IMODE(notes.stat().st_mode) == 0o600
    with app.app_context():
        session = database.session.scalars(select(CertificationSession)).one()
        candidates = database.session.scalars(select(Candidate)).all()
        accounts = {one.email: one for one in database.session.scalars(select(Account))}
    assert len(candidates) == 24
    assert {f"C-{session.password}", session.access_code} <= set(said.split())
    shown = dict(re.findall(r"(\S+@exemple\.fr)\s+mot de passe : (\S+)", said))
    assert shown.keys() == accounts.keys()
    assert all(Passwords(fast=True).check(accounts[one].password_hash, word) for one, word in shown.items())


def test_the_demonstration_is_made_once(app: Flask, tmp_path: Path) -> None:
    done(app, "demonstration")
    assert str(tmp_path / "demonstration.txt") in done(app, "demonstration")
    with app.app_context():
        assert len(database.session.scalars(select(CertificationSession)).all()) == 1


def test_the_demonstration_never_mixes_with_real_data(app: Flask) -> None:
    done(app, "centre", "add", "Lycée Guérin", "--email", EMAIL)
    assert done(app, "demonstration") == ""
    with app.app_context():
        assert database.session.scalars(select(CertificationSession)).all() == []


def test_a_blocked_account_is_given_back_to_its_person(app: Flask) -> None:
    done(app, "centre", "add", "Lycée Guérin", "--email", EMAIL)
    with app.app_context():
        blocked = database.session.scalars(select(Account)).one()
        blocked.failures, blocked.blocked = 30, True
        database.session.commit()
    assert EMAIL in done(app, "account", "unlock", EMAIL)
    with app.app_context():
        account = database.session.scalars(select(Account)).one()
        assert (account.failures, account.blocked, account.locked_until) == (0, False, None)


def test_nobody_s_account_is_not_unlocked(app: Flask) -> None:
    refused = run(app, "account", "unlock", "personne@exemple.fr")
    assert refused.exit_code == 1
    assert accounts.NOBODY in refused.output


def test_an_administrator_is_named(app: Flask) -> None:
    done(app, "centre", "add", "Lycée Guérin", "--email", EMAIL)
    assert EMAIL in done(app, "account", "administrator", EMAIL)
    with app.app_context():
        assert database.session.scalars(select(Account)).one().administrator
    assert accounts.NOBODY in run(app, "account", "administrator", "personne@exemple.fr").output


def test_a_key_is_replaced_and_phones_go_on_with_theirs(app: Flask, tmp_path: Path) -> None:
    done(app, "keys", "make")
    path, keys = tmp_path / "vapid.pem", app.extensions["pwa"].keys
    before, former = public_key(path), keys.current.id
    with app.app_context():
        enrol_a_phone()
    said = done(app, "push", "rotate-key")
    assert {former, keys.current.id} <= set(re.findall(r"[\w-]{16}", said))
    assert public_key(path) == app.extensions["pwa"].vapid_key != before
    assert keys.find(former).public == before
    with app.app_context():
        assert database.session.scalars(select(Device.key_id)).all() == [former]


def test_a_missing_key_is_not_replaced(app: Flask, tmp_path: Path) -> None:
    refused = run(app, "push", "rotate-key")
    assert (refused.exit_code, list(tmp_path.glob("*.pem"))) == (1, [])
    assert "introuvable" in refused.output
