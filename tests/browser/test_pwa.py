"""The application on a device: installed, without network, pushed to, left in the middle of a test, renewed."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import BrowserContext, Locator, Page, expect
from sqlalchemy import select

from pwa.clock import utcnow
from pwa.models.tables import Alert, Attempt, Candidate, Delivery
from tests.browser.pushing import PATIENCE, TAP, push
from tests.browser.visitors import sign_in
from tests.scene import Scene, SignIn
from tests.tools.chromium import Chromium, installability_errors, shown_notifications
from tests.tools.push_message import Message
from tests.tools.push_service import PushService
from tests.tools.servers import ROOT, AppServer
from tests.tools.waiting import eventually

READY = "navigator.serviceWorker.ready.then(() => true)"


@pytest.fixture
def phone(chromium: Chromium, app_server: AppServer) -> Iterator[BrowserContext]:
    """A phone with nobody signed in, which allows notifications."""
    with chromium.context((390, 844), base_url=app_server.url, permissions=["notifications"]) as phone:
        yield phone


def visit(phone: BrowserContext, path: str = "/") -> Page:
    """A page whose service worker is there."""
    page = phone.new_page()
    page.goto(path)
    assert page.evaluate(READY)
    return page


def visit_as(person: SignIn, phone: BrowserContext) -> Page:
    page = visit(phone)
    sign_in(page, person)
    return page


# Installed


def test_it_can_be_installed(chromium: Chromium, app_server: AppServer) -> None:
    with chromium.installed((390, 844), base_url=app_server.url) as phone:
        page = visit(phone)
        assert installability_errors(page) == []
        assert phone.new_cdp_session(page).send("Page.getAppManifest")["errors"] == []


@pytest.fixture(scope="module")
def manifest(app_server: AppServer) -> dict[str, Any]:
    page = requests.get(app_server.url, timeout=20).text
    assert '<link rel="manifest" href="/static/manifest.json">' in page
    manifest: dict[str, Any] = requests.get(f"{app_server.url}/static/manifest.json", timeout=20).json()
    return manifest


def size_of(png: bytes) -> str:
    """Of a picture, « width x height » as a manifest writes it."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    return f"{width}x{height}"


def test_every_picture_of_the_manifest_has_the_size_it_says(manifest: dict[str, Any], app_server: AppServer) -> None:
    pictures = [*manifest["icons"], *manifest["screenshots"]]
    pictures += [icon for shortcut in manifest["shortcuts"] for icon in shortcut["icons"]]
    for picture in pictures:
        answer = requests.get(app_server.url + picture["src"], timeout=20)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, picture["type"])
        assert size_of(answer.content) == picture["sizes"]


def test_the_manifest_has_what_stores_and_phones_ask_for(manifest: dict[str, Any]) -> None:
    assert {"id": "/", "scope": "/", "display": "standalone", "lang": "fr", "dir": "ltr"}.items() <= manifest.items()
    purposes = {(icon["purpose"], icon["sizes"]) for icon in manifest["icons"]}
    assert {("any", "192x192"), ("any", "512x512"), ("maskable", "512x512"), ("monochrome", "96x96")} <= purposes
    assert {picture["form_factor"] for picture in manifest["screenshots"]} == {"narrow", "wide"}
    assert all(picture["label"] for picture in manifest["screenshots"])


def test_every_shortcut_leads_somewhere(manifest: dict[str, Any], app_server: AppServer) -> None:
    for path in (manifest["start_url"], *(shortcut["url"] for shortcut in manifest["shortcuts"])):
        assert requests.get(app_server.url + path, timeout=20).status_code == 200


def test_the_worker_is_served_at_the_root_and_always_asked_for(app_server: AppServer) -> None:
    answer = requests.get(f"{app_server.url}/sw.js", timeout=20)
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    first, _, _ = answer.text.partition("\n")
    shell = json.loads(first.removeprefix("const SHELL = ").removesuffix(";"))
    for path in (*(page for _, page in shell["offline"]), shell["icon"], shell["badge"], *shell["assets"]):
        assert requests.get(app_server.url + path, timeout=20).status_code == 200


# Without network


def test_one_visit_is_enough_to_be_told_that_there_is_no_network(phone: BrowserContext) -> None:
    page = visit(phone)
    phone.set_offline(True)
    page.get_by_role("link", name="Se connecter").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hors ligne")
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).minHeight") == "44px"
    assert page.evaluate("document.querySelector('.big-icon use').getBoundingClientRect().width") > 0
    phone.set_offline(False)
    page.get_by_role("link", name="Réessayer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")


def test_back_to_a_form_that_was_refused_shows_it_anew(phone: BrowserContext) -> None:
    """The browser keeps no answer to a form: that is not to be without network."""
    page = visit(phone, "/connexion")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", name="À corriger")).to_be_visible()
    page.goto("/aide")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")


def test_one_visit_is_enough_to_read_the_help_without_network(phone: BrowserContext) -> None:
    page = visit(phone)
    phone.set_offline(True)
    page.get_by_role("link", name="Aide").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aide")


# Pushed to


@pytest.fixture
def alert(stage: Scene, the_push_service: PushService) -> tuple[Candidate, dict[str, Any]]:
    """A candidate who asks to enter, and what Claire's phone is sent about it."""
    endpoint = the_push_service.subscribe()
    stage.ring(stage.claire, endpoint, utcnow())
    candidate = stage.find("MARTIN")
    stage.room.wait(candidate, utcnow())
    message = the_push_service.wait_for(lambda sent: sent.endpoint == endpoint.endpoint, PATIENCE)
    return candidate, endpoint.payload(message)


def test_an_alert_is_shown_reported_and_leads_to_its_candidate(
    phone: BrowserContext, stage: Scene, alert: tuple[Candidate, dict[str, Any]]
) -> None:
    candidate, payload = alert
    page = visit_as(stage.claire, phone)
    shown = push(page, payload)
    assert shown["title"] == "Salle B204 · poste 19 · demande à entrer"
    assert shown["body"].startswith("C. M. · depuis ")
    assert shown["tag"] == payload["notification"]["tag"]
    assert shown["data"] == payload["notification"]["data"]
    assert shown["icon"].endswith("/static/icons/icon-192.png")
    eventually(lambda: stage.all(select(Delivery.id).where(Delivery.shown_at.is_not(None))), PATIENCE)
    assert all(stage.all(select(Alert.shown_at)))
    phone.service_workers[0].evaluate(TAP)
    expect(page.get_by_role("dialog", name="Chloé MARTIN")).to_be_visible()
    assert page.url.endswith(f"/sessions/{stage.session.number}/surveiller#candidate-{candidate.id}")
    eventually(lambda: stage.all(select(Delivery.id).where(Delivery.opened_at.is_not(None))), PATIENCE)


@pytest.mark.parametrize("garbage", ["", "pas du JSON", "[]", '{"notification": {}}'])
def test_garbage_shows_the_fallback(garbage: str, phone: BrowserContext) -> None:
    page = visit(phone)
    shown = push(page, garbage)
    assert shown["title"] == "Espace surveillant"
    assert shown["body"] == "Quelque chose demande votre attention. Touchez pour ouvrir."
    assert shown["data"]["url"] == "/surveiller"
    assert len(shown_notifications(page)) == 1


# Left in the middle of a test


def start_test(phone: BrowserContext, stage: Scene, last_name: str) -> tuple[Page, Attempt]:
    """A test page that a service worker controls; those of before are over, or the room would fall silent with it."""
    for left in stage.all(select(Candidate).join(Attempt).where(Attempt.state == "running")):
        stage.room.end(left, utcnow())
    candidate = stage.find(last_name)
    page = visit_as(stage.play(candidate, utcnow()), phone)
    stage.room.confirm(candidate, utcnow())
    page.goto("/test/code")
    page.get_by_label("Code d'accès").fill(stage.session.access_code)
    page.get_by_role("button", name="Commencer mon test").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 sur 20")
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)")
    return page, stage.all(select(Attempt).where(Attempt.candidate_id == candidate.id))[0]


def said_goodbye(stage: Scene, attempt: Attempt) -> bool:
    query = select(Attempt.id).where(Attempt.id == attempt.id, Attempt.goodbye_at.is_not(None))
    return bool(stage.all(query))


def test_a_reload_is_the_same_visit(phone: BrowserContext, stage: Scene) -> None:
    page, attempt = start_test(phone, stage, "ABADIE")
    for _ in range(3):
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Question 1 sur 20")
    assert page.url.endswith("/test")
    assert not said_goodbye(stage, attempt)


def test_a_navigation_away_says_goodbye(phone: BrowserContext, stage: Scene) -> None:
    page, attempt = start_test(phone, stage, "BÂ")
    page.goto("/aide")
    eventually(lambda: said_goodbye(stage, attempt), PATIENCE, "a goodbye")


def test_a_closed_window_says_goodbye_and_calls(
    phone: BrowserContext, stage: Scene, the_push_service: PushService
) -> None:
    endpoint = the_push_service.subscribe()
    stage.ring(stage.karim, endpoint, utcnow())
    page, _ = start_test(phone, stage, "BERTRAND")
    page.close()

    def rings(sent: Message) -> bool:
        title = "Salle B204 · poste 03 · fenêtre fermée"
        return sent.endpoint == endpoint.endpoint and endpoint.payload(sent)["notification"]["title"] == title

    the_push_service.wait_for(rings, PATIENCE)


# Renewed


@pytest.fixture
def deployed(tmp_path: Path) -> Iterator[AppServer]:
    """An application in a folder of its own, where a new version can be put."""
    for name in ("pwa", "static", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("wsgi.py", "gunicorn.conf.py", "Procfile"):
        shutil.copy(ROOT / name, tmp_path)
    with AppServer(root=tmp_path) as server:
        yield server


def deploy(server: AppServer) -> None:
    """A new version takes the place of the old one."""
    with (server.root / "static" / "css" / "app.css").open("a") as style:
        style.write("/* new */")
    assert server.web
    server.web.stop()
    server.start_web()


def update_bar(page: Page) -> Locator:
    return page.get_by_role("region", name="Nouvelle version")


def styles(page: Page) -> str:
    """What the phone keeps of the site's style."""
    return str(page.evaluate("caches.match('/static/pages.css').then((answer) => answer.text())"))


def test_a_new_version_waits_for_a_tap(deployed: AppServer, chromium: Chromium) -> None:
    with chromium.context((390, 844), base_url=deployed.url) as phone:
        page = visit(phone)
        deploy(deployed)
        page.reload()
        expect(update_bar(page)).to_be_visible(timeout=PATIENCE * 1000)
        page.evaluate("window.untouched = true")
        assert "new" not in styles(page)
        with page.expect_event("load"):
            page.get_by_role("button", name="Mettre à jour").click()
        assert not page.evaluate("window.untouched")
        expect(update_bar(page)).to_be_hidden()
        eventually(lambda: page.evaluate("caches.keys().then((names) => names.length)") == 1, PATIENCE)
        assert "/* new */" in styles(page)


UNDER_WAY = [
    "document.body.insertAdjacentHTML('beforeend', '<dialog id=d>x</dialog>'); document.getElementById('d').show()",
    "document.getElementById('toast').insertAdjacentHTML('afterend', '<p popover id=d>'); window.d.showPopover()",
    "document.querySelector('main').setAttribute('aria-busy', 'true')",
    "document.querySelector('main [name=email]').value = 'zoe@'",
    "localStorage.setItem('orders', 'waiting')",
]
OVER = """document.getElementById('d')?.remove(); document.querySelector('main').removeAttribute('aria-busy');
    document.querySelector('main form').reset(); localStorage.clear()"""


def test_a_new_version_is_not_offered_while_something_is_under_way(deployed: AppServer, chromium: Chromium) -> None:
    with chromium.context((390, 844), base_url=deployed.url) as phone:
        page = visit(phone, "/connexion")
        deploy(deployed)
        page.reload()
        for under_way in UNDER_WAY:
            expect(update_bar(page)).to_be_visible(timeout=PATIENCE * 1000)
            page.evaluate(under_way)
            expect(update_bar(page)).to_be_hidden()
            page.evaluate(OVER)
        expect(update_bar(page)).to_be_visible()


FOLLOWS = "performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/renewal.js'))"
HIDDEN = "Object.defineProperty(document, 'hidden', { get: () => true })"


def test_the_other_windows_follow_once_they_are_idle(deployed: AppServer, chromium: Chromium) -> None:
    with chromium.context((390, 844), base_url=deployed.url) as phone:
        page, other = visit(phone), visit(phone, "/connexion")
        other.get_by_label("Adresse e-mail").fill("zoe@")
        other.evaluate(f"window.untouched = true; {HIDDEN}")
        deploy(deployed)
        page.reload()
        expect(update_bar(page)).to_be_visible(timeout=PATIENCE * 1000)
        with page.expect_event("load"):
            page.get_by_role("button", name="Mettre à jour").click()
        eventually(lambda: other.evaluate(FOLLOWS), PATIENCE, "a window that follows")
        assert other.evaluate("window.untouched && import('/static/js/renewal.js').then(({ isBusy }) => isBusy())")
        with other.expect_event("load"):
            other.get_by_label("Adresse e-mail").fill("")
