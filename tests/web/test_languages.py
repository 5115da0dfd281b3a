"""The language of a page: its reader's choice, else what their browser asks; pages in English hold no French."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask, render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, CertificationSession
from tests.room import QUESTIONS, Room
from tests.test_languages import FRENCH
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

BRITISH = {"Accept-Language": "en-GB,en;q=0.9,fr;q=0.5"}
OURS = (
    "Espace surveillant", "Français", "ançais", "CléA numérique", "Pix+ Pro Santé", "Pix+ Édu", "nom@exemple.fr",
)  # fmt: skip


def spoken(client: Client, path: str = "/", **headers: str) -> str:
    """The language a page says it is in."""
    answer = client.ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    page = Page(answer.text)
    assert next(page.all("html")).get("lang") == answer.headers["Content-Language"]
    assert {"Accept-Language", "Cookie"} <= {one.strip() for one in answer.headers["Vary"].split(",")}
    return answer.headers["Content-Language"]


@pytest.mark.parametrize(("asked", "language"), [
    ("", "fr"), ("fr-FR,fr;q=0.9,en;q=0.8", "fr"), ("en-GB,en;q=0.9", "en"), ("en-US", "en"), ("de,en;q=0.5", "en"),
    ("de-DE", "fr"), ("es,fr-CA;q=0.4", "fr"), ("*", "fr"), ("nonsense;;", "fr"),
])  # fmt: skip
def test_a_browser_is_answered_as_it_asks(client: Client, asked: str, language: str) -> None:
    assert spoken(client, Accept_Language=asked) == language


def test_a_choice_is_kept_by_the_browser_and_comes_back_to_the_page(client: Client) -> None:
    page = client.send(client.see("/connexion"), "English")
    assert page.url == "/connexion"
    assert page.heading == "Sign in"
    assert client.cookie("language") == "en"
    assert spoken(client, Accept_Language="fr") == "en"
    assert client.send(page, "Français").heading == "Se connecter"


def test_the_cookie_says_nothing_else_and_lasts_a_year(client: Client) -> None:
    form = client.see("/").form("English")
    cookies = client.ask("POST", form.action, data=form.data).headers.getlist("Set-Cookie")
    (cookie,) = [one for one in cookies if one.startswith("language=")]
    assert cookie.startswith("language=en;")
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=31536000", "Path=/"} <= set(cookie.split("; "))


def test_a_choice_is_kept_with_the_account(sign_in: SignIn, invigilator: Account, db: Session) -> None:
    client = sign_in(invigilator)
    client.send(client.see("/"), "English")
    db.refresh(invigilator)
    assert invigilator.language == "en"
    assert spoken(sign_in(invigilator), Accept_Language="fr") == "en"


def test_an_account_without_a_language_takes_the_one_chosen_before_signing_in(
    client: Client, invigilator: Account, db: Session
) -> None:
    page = client.send(client.see("/connexion"), "English")
    client.send(page, "Sign in", {"E-mail address": invigilator.email, "Password": "un mot de passe assez long"})
    db.refresh(invigilator)
    assert invigilator.language == "en"


def test_an_account_s_choice_is_stronger_than_the_browser_s(client: Client, invigilator: Account, db: Session) -> None:
    invigilator.language = "fr"
    db.commit()
    page = client.send(client.see("/connexion"), "English")
    page = client.send(page, "Sign in", {"E-mail address": invigilator.email, "Password": "un mot de passe assez long"})
    assert page.has("Surveiller une session")
    db.refresh(invigilator)
    assert invigilator.language == "fr"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "", "/aide?x=1"])
def test_the_button_leads_nowhere_else(client: Client, target: str) -> None:
    form = client.see("/").form("English")
    answer = client.ask("POST", form.action, data={**form.data, "next": target})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_an_unknown_language_is_refused(client: Client) -> None:
    form = client.see("/").form("English")
    assert client.ask("POST", form.action, data={**form.data, "language": "xx"}).status_code == 422
    assert client.cookie("language") is None


def test_the_button_of_a_refused_form_leads_back_to_it_and_of_an_act_home(client: Client) -> None:
    page = client.send(client.see("/connexion"), "Se connecter", {}, status=422)
    assert page.form("English").data["next"] == "/connexion"
    assert client.see("/nulle-part", 404).form("English").data["next"] == "/"


def test_a_program_says_its_language_with_each_request(client: Client) -> None:
    refused = client.ask("GET", "/api/v1/nowhere", accept="application/json", headers=BRITISH)
    assert refused.json
    assert refused.json["title"] == "Page not found"
    assert refused.headers["Content-Language"] == "en"
    client.send(client.see("/"), "English")
    refused = client.ask("GET", "/api/v1/nowhere", accept="application/json")
    assert refused.json
    assert refused.json["title"] == "Page introuvable"


def test_the_service_worker_keeps_pages_in_the_language_of_its_person(client: Client) -> None:
    french, english = (client.ask("GET", "/sw.js", headers={"Accept-Language": asked}).text for asked in ("fr", "en"))
    assert '"language": "fr"' in french
    assert '"language": "en"' in english
    versions = [re.findall(r'"version": "([^"]+)"', code)[0] for code in (french, english)]
    assert versions[0] != versions[1]
    assert "could not be taken" in english


# What pages in English hold


def words(page: Page) -> Iterator[str]:
    """What is read or heard, one text after another."""
    for one in page.all():
        yield one.text or ""
        yield one.tail or ""
        for name, value in one.attrib.items():
            if name.startswith("data-") or name in ("aria-label", "placeholder", "title", "alt", "content"):
                yield value


def french(page: Page, db: Session | None = None) -> list[str]:
    """The texts of a page that are left in French, names taken away."""
    found, names = [], sorted({*OURS, *(people(db) if db else ())}, key=len, reverse=True)
    for text in words(page):
        for name in names:
            text = text.replace(name, "")
        if FRENCH.search(text):
            found.append(" ".join(text.split()))
    return found


def people(db: Session) -> Iterator[str]:
    """What schools write, which is in no language."""
    for session in db.scalars(select(CertificationSession)):
        yield from (session.site, session.room, session.invigilators)
    for candidate in db.scalars(select(Candidate)):
        yield from (candidate.first_name, candidate.last_name, candidate.first_name[:1], candidate.last_name[:1])
    for account in db.scalars(select(Account)):
        yield from (account.first_name, account.last_name, account.email)


CENTRE = ("/centre", "/centre/sessions/nouvelle", "/centre/importation", "/centre/salles", "/centre/salles/nouvelle")
STRANGERS = ["/", "/aide", "/connexion", "/inscription", "/installer", "/hors-ligne", "/hors-ligne/test", "/nulle-part"]


@pytest.mark.parametrize("path", STRANGERS)
def test_a_page_for_everybody_is_in_english(client: Client, path: str) -> None:
    page = Page(client.ask("GET", path, headers=BRITISH).text)
    assert french(page) == []


def english(sign_in: SignIn, account: Account, db: Session) -> Client:
    client = sign_in(account)
    account.language = "en"
    db.commit()
    return client


def test_the_board_is_in_english_whatever_happens(
    sign_in: SignIn, room: Room, candidate: Candidate, neighbour: Candidate, db: Session, clock: Clock
) -> None:
    client, address = english(sign_in, room.invigilator, db), f"/sessions/{room.session.number}/surveiller"
    assert french(client.see(address), db) == []
    room.wait(neighbour, clock.now)
    room.start(candidate, clock.now)
    clock.advance(30)
    room.look(clock.now)
    page = client.see(address)
    assert page.has("signal lost")
    assert page.has("asks to enter")
    assert page.has("To see to")
    assert french(page, db) == []
    for more in ("poste", "mes-alertes", "temps"):
        assert french(client.see(f"{address}/{more}"), db) == []


def test_an_order_is_answered_in_english(sign_in: SignIn, room: Room, candidate: Candidate, db: Session) -> None:
    client = english(sign_in, room.invigilator, db)
    page = client.see(f"/sessions/{room.session.number}/surveiller")
    said = client.tap(page, f"Confirm presence of {candidate.full_name}")
    assert said["message"] == f"Presence confirmed: {candidate.full_name}."
    assert said["undo"]["label"] == "Undo"
    refused = client.tap(page, f"Mark absent: {candidate.full_name}", status=409)
    assert refused["detail"].startswith("This candidate's presence is confirmed.") or refused["detail"].startswith(
        "Mean"
    )


def test_the_centre_is_in_english(sign_in: SignIn, staff: Account, session: CertificationSession, db: Session) -> None:
    client, of = english(sign_in, staff, db), f"/centre/sessions/{session.number}"
    for path in (*CENTRE, of, f"{of}/alertes", f"{of}/places", f"{of}/finaliser", "/appareils"):
        answer = client.ask("GET", path)
        assert answer.status_code == 200, path
        assert french(Page(answer.text, path), db) == [], path


def test_a_candidate_reads_english(
    sign_in: SignIn, room: Room, candidate: Candidate, db: Session, clock: Clock
) -> None:
    room.wait(candidate, clock.now)
    account = db.get_one(Account, candidate.account_id)
    client = english(sign_in, account, db)
    page = client.see("/test/attente")
    assert page.has("has not confirmed your presence yet")
    assert french(page, db) == []
    assert told(next(page.all("h1"))) == "Waiting for the invigilator"


def test_the_language_of_a_test_is_chosen_before_it(
    sign_in: SignIn, room: Room, candidate: Candidate, db: Session, clock: Clock
) -> None:
    """One tap on each page that leads there, and no button on the page of the test: docs/adr/0009."""
    client = sign_in(db.get_one(Account, candidate.account_id))
    assert client.see("/rejoindre").form("English")
    waiting = client.send(client.see("/test/attente"), "English")
    assert (waiting.url, waiting.heading) == ("/test/attente", "Waiting for the invigilator")
    room.confirm(candidate, clock.now)
    assert client.send(client.see("/test/code"), "Français").heading == "Prêt à commencer"
    room.enter(candidate, clock.now)
    assert not {"English", "Français"} & set(client.see("/test").names("button"))


def test_a_question_says_that_it_is_in_french_on_an_english_page(app: Flask) -> None:
    with app.test_request_context(headers=BRITISH):
        html = render_template("candidate/_question.html", question=QUESTIONS[0], number=1, total=3)
    question = Page(html, whole=False)
    assert next(question.all("legend")).get("lang") == "fr"
    assert {one.get("lang") for one in question.all("span") if "ko" in told(one)} == {"fr"}
    assert next(question.all("button")).get("lang") is None
