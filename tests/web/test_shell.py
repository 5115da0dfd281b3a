"""The shell: home, help, the offline and installation pages, the service worker, and whether all is up."""

import json
import re
from typing import Any

import pytest
from sqlalchemy.orm import Session

from pwa.adapters.languages import LANGUAGES
from pwa.models.tables import Account, Centre
from pwa.operations import watches
from tests.acting import act
from tests.test_languages import FRENCH
from tests.web.client import Client
from tests.web.fixtures import Clock, MakeApp, SignIn
from tests.web.page import Page


def test_home_leads_everybody_where_they_go(client: Client) -> None:
    doors = set(client.see("/").names("a"))
    assert {"Surveiller une session", "Rejoindre une session", "Espace centre", "Aide"} <= doors
    assert {"Se connecter", "Créer mon compte"} <= doors


def test_home_knows_who_is_signed_in(sign_in: SignIn, centre: Centre, staff: Account, stranger: Account) -> None:
    home = sign_in(staff).see("/")
    assert "Espace centre" in home.names("a")
    assert "Se déconnecter" in home.names("button")
    assert "Espace centre" not in sign_in(stranger).see("/").names("a")


@pytest.mark.parametrize("path", ["/aide", "/hors-ligne", "/installer", "/connexion", "/inscription"])
def test_a_page_for_everybody_reads_the_same_signed_in(
    client: Client, sign_in: SignIn, stranger: Account, path: str
) -> None:
    assert client.see(path).heading == sign_in(stranger).see(path).heading


@pytest.mark.parametrize("path", ["/hors-ligne", "/hors-ligne/test"])
def test_an_offline_page_holds_nothing_of_anybody(sign_in: SignIn, stranger: Account, path: str) -> None:
    page = sign_in(stranger).ask("GET", path).text
    assert stranger.last_name not in page
    assert "csrf" not in page


def test_the_service_worker_knows_what_to_keep(client: Client) -> None:
    answer = client.ask("GET", "/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    first, _, code = answer.text.partition("\n")
    shell = json.loads(first.removeprefix("const SHELL = ").removesuffix(";"))
    assert re.fullmatch(r"[0-9a-f]{12}-fr", shell["version"])
    assert "addEventListener" in code
    kept = [*dict(shell["offline"]).values(), shell["icon"], shell["badge"], shell["fallback"]["url"], *shell["assets"]]
    assert [path for path in kept if not client.resolves(path, "GET")] == []


def manifest_of(client: Client, language: str) -> dict[str, Any]:
    """What a phone reads of the app when the page is in that language."""
    page = Page(client.ask("GET", "/", headers={"Accept-Language": language}).text)
    link = next(one for one in page.all("link") if one.get("rel") == "manifest")
    manifest: dict[str, Any] = client.ask("GET", link.get("href", "")).get_json(force=True)
    return manifest


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_of_the_manifest_is_there(client: Client, language: str) -> None:
    manifest = manifest_of(client, language)
    used = [manifest["start_url"], *(icon["src"] for icon in manifest["icons"])]
    used += [shortcut["url"] for shortcut in manifest.get("shortcuts", [])]
    assert [path for path in used if not client.resolves(path.partition("?")[0], "GET")] == []


def test_the_app_is_one_and_the_same_in_every_language_but_for_its_words(client: Client) -> None:
    french, english = manifest_of(client, "fr"), manifest_of(client, "en")
    assert (french["lang"], english["lang"]) == ("fr", "en")
    assert (french["id"], french["start_url"]) == (english["id"], english["start_url"]) == ("/", "/")
    assert wordless(french) == wordless(english)
    assert english["shortcuts"][0]["name"] == "Invigilate a session"
    assert not FRENCH.search(json.dumps(english, ensure_ascii=False).replace("Espace surveillant", ""))


def wordless(told: Any) -> Any:
    """The same, without what is read in a language."""
    if isinstance(told, dict):
        words = ("lang", "name", "short_name", "description", "label")
        return {key: wordless(value) for key, value in told.items() if key not in words}
    return [wordless(one) for one in told] if isinstance(told, list) else told


def test_a_file_of_the_site_is_kept_but_checked_each_time(client: Client) -> None:
    answer = client.ask("GET", "/static/pages.css")
    assert "no-cache" in answer.headers["Cache-Control"]
    again = client.ask("GET", "/static/pages.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_up_says_whether_a_watcher_watches(client: Client, db: Session, clock: Clock) -> None:
    assert client.ask("GET", "/up").status_code == 503
    act(db, watches.sign, clock.now)
    clock.advance(14)
    assert client.ask("GET", "/up").json == {"database": "up", "watcher": "up", "vapid": "set"}
    clock.advance(1)
    assert client.ask("GET", "/up").json == {"database": "up", "watcher": "silent"}


def test_up_says_that_the_database_is_silent(make_app: MakeApp) -> None:
    client = Client(make_app(DATABASE_URL="postgresql://nobody@127.0.0.1:9/none"))
    answer = client.ask("GET", "/up")
    assert (answer.status_code, answer.json) == (503, {"database": "silent"})
