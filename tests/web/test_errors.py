"""Refusals and failures: one shape, a sentence, a way out, and nothing of what is inside."""

import logging
from collections.abc import Callable

import pytest
from flask import Flask, abort
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from pwa.domain.errors import Illegal, Invalid, Locked, Missing
from pwa.models.database import connect, database
from pwa.models.tables import Account, Base, CertificationSession
from tests.cast import PASSWORD
from tests.room import Room
from tests.web.client import HTML, JSON, Client
from tests.web.fixtures import MakeApp, SignIn
from tests.web.page import Page

FAILURES = {
    "missing": (Missing(), 404),
    "illegal": (Illegal("Ce candidat n'a pas commencé son test."), 409),
    "invalid": (Invalid("Choisissez une réponse, et une seule."), 422),
    "locked": (Locked("Trop d'essais. Attendez un instant."), 429),
    "broken": (ZeroDivisionError("division by a secret"), 500),
    "database": (OperationalError("SELECT secret", {}, Exception("locked")), 500),
}


@pytest.fixture
def failing(make_app: MakeApp) -> Client:
    """An application with a page for each way to fail."""
    app = make_app()
    for name, (failure, _) in FAILURES.items():
        app.add_url_rule(f"/fail/{name}", name, _raiser(failure))
    app.add_url_rule("/fail/full", "full", lambda: abort(503))
    return Client(app)


def _raiser(failure: Exception) -> Callable[[], str]:
    def view() -> str:
        raise failure

    return view


def problem(answer: TestResponse, status: int) -> dict[str, str]:
    """Return a refusal's problem; the client has checked its shape."""
    assert answer.status_code == status
    found: dict[str, str] = answer.get_json()
    return found


def check_way_out(answer: TestResponse, status: int) -> Page:
    """Check that a refusal is a page that leads somewhere; the client has checked the page."""
    assert (answer.status_code, answer.mimetype) == (status, HTML)
    page = Page(answer.text)
    assert "Revenir à l'accueil" in page.names("a")
    return page


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_has_one_shape(failing: Client, name: str) -> None:
    failure, status = FAILURES[name]
    page = check_way_out(failing.ask("GET", f"/fail/{name}"), status)
    said = problem(failing.ask("GET", f"/fail/{name}", accept=JSON), status)
    assert page.heading == said["title"]
    assert page.has(said["detail"])
    assert said["detail"] == getattr(failure, "sentence", said["detail"])
    assert "secret" not in f"{page.text}{said}"


def test_a_full_server_says_to_come_back(failing: Client) -> None:
    assert check_way_out(failing.ask("GET", "/fail/full"), 503).has("Réessayez dans un instant.")
    assert problem(failing.ask("GET", "/fail/full", accept=JSON), 503)["code"] == "service_unavailable"


def test_a_failure_is_logged_with_its_trace(failing: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, "pwa"):
        failing.ask("GET", "/fail/broken")
    (record,) = caplog.records
    assert record.exc_info
    assert record.getMessage() == "unforeseen error in broken"


@pytest.mark.parametrize("outside", [False, True], ids=["web", "watcher"])
def test_what_a_database_refuses_is_told_without_its_values(app: Flask, outside: bool) -> None:
    """An error goes to the logs, where nobody's name may stand."""
    with app.app_context():
        url = database.engine.url.render_as_string(hide_password=False)
        with connect(url)() if outside else database.session() as db, pytest.raises(IntegrityError) as refused:
            db.execute(insert(Account).values(email="lea@exemple.fr", first_name="Léa"))
    assert "INSERT INTO account" in str(refused.value)
    assert "Léa" not in str(refused.value)


def test_a_database_that_is_gone_is_a_failure_like_another(
    app: Flask, sign_in: SignIn, db: Session, stranger: Account
) -> None:
    client = sign_in(stranger)
    db.rollback()
    with app.app_context():
        Base.metadata.drop_all(database.engine)
        try:
            check_way_out(client.ask("GET", "/"), 500)
            problem(client.ask("GET", "/api/v1/waiting"), 500)
        finally:
            Base.metadata.create_all(database.engine)


def test_what_could_not_be_committed_is_not_acknowledged(
    sign_in: SignIn, room: Room, session: CertificationSession, invigilator: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Session) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk full of secrets"))

    client = sign_in(invigilator)
    page = client.see(f"/sessions/{session.id}/surveiller")
    form = page.form("Confirmer la présence de Léa ABADIE")
    monkeypatch.setattr(Session, "commit", broken)
    check_way_out(client.ask("POST", form.action, data=form.data), 500)
    problem(client.ask("POST", form.action, data=form.data, accept=JSON), 500)


def test_an_unknown_address_is_not_there(client: Client) -> None:
    assert check_way_out(client.ask("GET", "/nulle-part"), 404).heading == "Page introuvable"
    assert problem(client.ask("GET", "/nulle-part", accept=JSON), 404)["code"] == "not_found"
    assert problem(client.ask("GET", "/api/v1/nulle-part"), 404)["code"] == "not_found"
    check_way_out(client.ask("POST", "/nulle-part"), 404)


def test_another_method_is_refused_and_the_right_ones_named(client: Client) -> None:
    page = client.ask("GET", "/deconnexion")
    check_way_out(page, 405)
    assert "POST" in page.headers["Allow"]
    assert problem(client.ask("GET", "/api/v1/attempts/beat"), 405)["code"] == "method_not_allowed"


def test_a_form_without_its_token_is_refused(sign_in: SignIn, staff: Account) -> None:
    client = sign_in(staff)
    assert check_way_out(client.ask("POST", "/deconnexion"), 400).heading == "Demande incomplète"
    problem(client.ask("POST", "/surveiller", accept=JSON), 400)
    problem(client.ask("POST", "/api/v1/devices", json={}), 400)
    assert client.see("/").has(staff.last_name)


def test_nobody_is_sent_to_the_sign_in(client: Client) -> None:
    assert client.see("/appareils").url == "/connexion?next=/appareils"
    assert problem(client.ask("GET", "/appareils", accept=JSON), 401)["code"] == "sign_in_needed"
    assert problem(client.ask("GET", "/api/v1/waiting"), 401)["code"] == "sign_in_needed"


def test_a_signed_out_page_is_told_so_when_it_acts(client: Client, room: Room) -> None:
    path = f"/sessions/{room.session.id}/surveiller/candidats/1/confirmer"
    token = client.see("/").csrf_token
    problem(client.ask("POST", path, data={"csrf_token": token}, accept=JSON), 401)
    answer = client.ask("POST", path, data={"csrf_token": token})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/connexion")


def test_a_file_too_heavy_is_refused(sign_in: SignIn, centre: object, staff: Account) -> None:
    client = sign_in(staff)
    heavy = b"x" * (6 * 1024 * 1024 + 1)
    assert check_way_out(client.ask("POST", "/centre/importation", data=heavy), 413).heading == "Fichier trop lourd"
    problem(client.ask("POST", "/api/v1/attempts/beat", data=heavy), 413)


def test_what_a_refused_view_did_is_undone(
    sign_in: SignIn, db: Session, room: Room, session: CertificationSession, invigilator: Account
) -> None:
    client, version = sign_in(invigilator), session.version
    token = client.see(f"/sessions/{session.id}/surveiller").csrf_token
    path = f"/sessions/{session.id}/surveiller/candidats/999/confirmer"
    check_way_out(client.ask("POST", path, data={"csrf_token": token}), 404)
    assert session.version == version


def test_a_sign_in_survives_a_failure(app: Flask, sign_in: SignIn, staff: Account) -> None:
    client = sign_in(staff)
    check_way_out(client.ask("GET", "/nulle-part"), 404)
    assert client.see("/appareils").url == "/appareils"
    assert PASSWORD not in "".join(client.trail)
