"""The showing: a page for anybody, made once, whose board leads nowhere."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from threading import Thread
from typing import Any

import pytest
from sqlalchemy.orm import Session

from pwa.domain import cast
from pwa.models.tables import Account
from pwa.operations import showings
from pwa.operations.showings import Picture
from pwa.web import showing
from tests.operations.test_trainings import rows
from tests.test_languages import FRENCH
from tests.web.client import JSON, Client
from tests.web.fixtures import SignIn
from tests.web.page import Page

PAGE, FILM = "/seance-en-2-minutes", "/seance-en-2-minutes/film"
BRITISH = {"Accept-Language": "en-GB"}


@pytest.fixture
def film(client: Client) -> dict[str, Any]:
    return client.read(FILM)


def pieces(film: dict[str, Any]) -> Iterator[str]:
    yield film["stage"]
    for frame in film["frames"]:
        yield from frame["fragments"].values()


def test_nobody_in_particular_sees_it_and_its_steps_without_a_script(client: Client, film: dict[str, Any]) -> None:
    page = client.see(PAGE)
    assert page.heading == "Voir une séance en 2 minutes"
    assert page.has("Léa D'ALMEIDA attend : touchez « Confirmer ».")
    assert len(list(page.all("li"))) == len(film["frames"])
    assert {"Étape précédente", "Étape suivante"} <= set(page.names("button"))


def test_it_is_marked_as_a_demonstration(client: Client) -> None:
    assert client.see(PAGE).named("section", "Démonstration") is not None


def test_it_is_the_board_and_its_own_pieces(client: Client, film: dict[str, Any]) -> None:
    stage = client.fragment(film["stage"])
    assert len([one for one in stage.all("li") if "row" in one.get("class", "").split()]) == 24
    first = next(frame for frame in film["frames"] if frame["fragments"])
    assert {"attention", "counters", "strip", "pulse", "vitals"} <= first["fragments"].keys()
    ids = {one.get("id") for one in stage.all()}
    for frame in film["frames"]:
        assert frame["fragments"].keys() <= ids
        for html in frame["fragments"].values():
            client.fragment(html)


def test_nothing_of_it_leads_anywhere_or_can_be_sent(client: Client, film: dict[str, Any]) -> None:
    for html in pieces(film):
        page = client.fragment(html)
        assert [one for one in page.all("a") if "href" in one.attrib] == []
        assert [one for one in page.all() if one.attrib.keys() & {"action", "formaction", "data-to"}] == []
        assert {one.get("method") for one in page.all("form")} <= {"get"}
        assert [one for one in page.all("input") if one.get("type") == "hidden"] == []


def test_it_is_in_english_too(client: Client) -> None:
    page = Page(client.ask("GET", PAGE, headers=BRITISH).text)
    assert page.heading == "Watch a session in 2 minutes"
    film = client.ask("GET", FILM, accept=JSON, headers=BRITISH).json
    assert film
    says = [frame["says"] for frame in film["frames"]]
    assert says[2] == "Léa D'ALMEIDA is waiting: tap “Confirm”."
    names = re.compile("|".join((*cast.FIRST_NAMES, *cast.LAST_NAMES)))
    assert [one for one in says if FRENCH.search(names.sub("", one))] == []


def test_played_once_for_all_who_come_it_holds_nothing_of_them_and_leaves_no_row(
    sign_in: SignIn, stranger: Account, app_db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    played, play = [], showings.play

    def counted(now: datetime, name: str) -> Iterator[Picture]:
        played.append(name)
        return play(now, name)

    monkeypatch.setattr(showings, "play", counted)
    monkeypatch.setattr(showing, "reels", showing.Reels())
    visitor = sign_in(stranger)
    before = rows(app_db)
    app_db.rollback()
    with monkeypatch.context() as alone:
        alone.setitem(visitor.app.extensions, "let_go", lambda: None)  # two threads, one connection
        visits = [Thread(target=one.see, args=(PAGE,)) for one in (visitor, Client(visitor.app))]
        for visit in visits:
            visit.start()
        for visit in visits:
            visit.join()
    film = Client(visitor.app).ask("GET", FILM, accept=JSON)
    assert played == ["B204"]
    assert rows(app_db) == before
    token = visitor.see(PAGE).csrf_token
    assert token
    assert [secret for secret in (token, stranger.last_name, stranger.email) if secret in film.text] == []
    assert "Set-Cookie" not in film.headers


@pytest.mark.parametrize("path", ["/", "/aide"])
def test_whoever_is_not_signed_in_is_led_there(client: Client, path: str) -> None:
    assert PAGE in {link.get("href") for link in client.see(path).all("a")}


def test_whoever_is_signed_in_finds_it_beside_the_training(sign_in: SignIn, stranger: Account) -> None:
    client = sign_in(stranger)
    assert PAGE not in {link.get("href") for link in client.see("/").all("a")}
    assert PAGE in {link.get("href") for link in client.see("/entrainement").all("a")}
    assert "Créer un compte" not in client.see(PAGE).text


def test_while_it_is_made_a_few_wait_and_the_others_come_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The threads are for the rooms."""
    made = showing.Reels()
    monkeypatch.setattr(showing, "reels", made)
    with ExitStack() as waiting:
        for _ in range(showing.WAIT):
            waiting.enter_context(made._seats)
        full = client.ask("GET", PAGE)
        assert (full.status_code, full.headers["Retry-After"]) == (503, "5")
    client.see(PAGE)
    with ExitStack() as waiting:
        for _ in range(showing.WAIT):
            waiting.enter_context(made._seats)
        client.see(PAGE)
