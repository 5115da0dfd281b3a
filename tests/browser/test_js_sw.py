"""sw.js: the shell without network, notifications whatever is pushed, and a new version only on a tap."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pushing import TAP, push
from tests.browser.stage import NOTHING, Answer, Stage, page, slow
from tests.tools.chromium import Chromium, shown_notifications
from tests.tools.waiting import eventually

BODY = (
    '<h1>Ici</h1><a href="/ailleurs">Ailleurs</a>'
    '<div id="update" hidden><button id="update-now">Mettre à jour</button></div>'
)
LOST: dict[str, Any] = {
    "web_push": 8030,
    "mutable": True,
    "notification": {
        "title": "B204 · poste 12 · signal perdu",
        "body": "M. D. · depuis 14 h 02",
        "lang": "fr",
        "dir": "auto",
        "tag": "alert-1",
        "navigate": "/board#candidate-2",
        "silent": False,
        "data": {"url": "/board#candidate-2", "shown": "/d/1/shown", "opened": "/d/1/opened"},
    },
}


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {
            "/": page(BODY, "shell", attributes='data-sw="/sw.js"'),
            "/d/1/shown": NOTHING,
            "/d/1/opened": NOTHING,
        }
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    """A page whose service worker is there and in charge."""
    with chromium.context((390, 844), permissions=["notifications"]) as context:
        tab = context.new_page()
        tab.goto(stage.origin)
        tab.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        tab.reload()
        yield tab


def test_without_network_the_offline_page_comes(tab: Page) -> None:
    tab.context.set_offline(True)
    tab.click("text=Ailleurs")
    expect(tab.locator("h1")).to_have_text("Hors ligne")


def test_with_network_pages_are_never_kept(tab: Page, stage: Stage) -> None:
    stage.routes["/"] = page("<h1>Nouveau</h1>")
    tab.reload()
    expect(tab.locator("h1")).to_have_text("Nouveau")


def test_an_asset_comes_from_the_cache_and_the_rest_from_the_network(tab: Page, stage: Stage) -> None:
    before = len(stage.asked("/static/js/clock.js")), len(stage.asked("/static/js/shell.js"))
    tab.evaluate("Promise.all(['clock', 'shell'].map((name) => fetch(`/static/js/${name}.js`, { cache: 'reload' })))")
    assert (len(stage.asked("/static/js/clock.js")), len(stage.asked("/static/js/shell.js"))) == (
        before[0],
        before[1] + 1,
    )


def test_a_missing_asset_does_not_keep_the_worker_from_living(tab: Page, stage: Stage) -> None:
    assert stage.asked("/missing.css")
    assert tab.evaluate("Boolean(navigator.serviceWorker.controller)")


def test_emptied_caches_fill_again(tab: Page) -> None:
    tab.evaluate("caches.delete('shell-1')")
    tab.reload()
    eventually(lambda: tab.evaluate("caches.match('/hors-ligne').then(Boolean)"))


def test_a_push_is_shown_reported_and_told(tab: Page, stage: Stage) -> None:
    shown = push(tab, LOST)
    assert (shown["title"], shown["body"]) == ("B204 · poste 12 · signal perdu", "M. D. · depuis 14 h 02")
    assert shown["tag"] == "alert-1"
    assert shown["data"] == {"url": "/board#candidate-2", "shown": "/d/1/shown", "opened": "/d/1/opened"}
    assert shown["icon"].endswith("/icon.png")
    assert shown["badge"].endswith("/badge.png")
    [receipt] = eventually(lambda: stage.asked("/d/1/shown"))
    assert receipt.method == "POST"


def test_an_update_replaces_what_it_updates(tab: Page) -> None:
    push(tab, LOST)
    shown = push(tab, {"notification": LOST["notification"] | {"title": "Un collègue s'en occupe"}})
    assert shown["title"] == "Un collègue s'en occupe"
    assert len(shown_notifications(tab)) == 1


@pytest.mark.parametrize("garbage", ["", "pas du JSON", "null", "[]", "{}"])
def test_garbage_still_shows_a_notification(tab: Page, garbage: str) -> None:
    shown = push(tab, garbage)
    assert (shown["title"], shown["body"], shown["data"]["url"]) == ("Alerte", "Ouvrez la page.", "/board")


@pytest.mark.parametrize(
    "notification", [3, None, {"body": "sans titre"}, {"title": ""}, {"title": "x", "dir": "penché"}]
)
def test_a_notification_that_cannot_be_shown_gives_way_to_the_fallback(tab: Page, notification: Any) -> None:
    assert push(tab, {"notification": notification})["title"] == "Alerte"


@pytest.mark.parametrize("odd", [{"data": 7}, {"data": None, "navigate": "/ici"}, {"tag": None}, {"body": None}])
def test_odd_fields_do_not_hide_the_title(tab: Page, odd: dict[str, Any]) -> None:
    assert push(tab, {"notification": {"title": "Poste 3", "body": "x", **odd}})["title"] == "Poste 3"


def test_receipts_go_to_our_own_server_only(tab: Page, stage: Stage) -> None:
    with Stage() as foreign:
        push(tab, {"notification": {"title": "Poste 3", "data": {"shown": f"{foreign.origin}/d/1/shown"}}})
        push(tab, {"notification": {"title": "Poste 4", "data": {"shown": "/d/2/shown"}}})
        eventually(lambda: stage.asked("/d/2/shown"), what="the receipt of a later push")
        assert foreign.requests == []


def test_a_tap_leads_an_open_window_there_and_is_reported(tab: Page, stage: Stage) -> None:
    stage.routes["/board"] = page("<h1>Session 1042</h1>", "shell")
    push(tab, LOST)
    [worker] = tab.context.service_workers
    worker.evaluate(TAP)
    expect(tab.locator("h1")).to_have_text("Session 1042")
    assert tab.url.endswith("/board#candidate-2")
    eventually(lambda: stage.asked("/d/1/opened"))
    assert shown_notifications(tab) == []


def test_a_server_that_does_not_answer_holds_nothing_back(tab: Page, stage: Stage) -> None:
    stage.routes["/d/1/shown"] = slow(NOTHING, 3)
    start = time.monotonic()
    push(tab, LOST)
    assert time.monotonic() - start < 2.5


def test_a_new_version_waits_for_a_tap(tab: Page, stage: Stage) -> None:
    stage.shell["version"] = "2"
    tab.reload()
    expect(tab.locator("#update")).to_be_visible()
    assert "shell-1" in tab.evaluate("caches.keys()")
    before = len(stage.asked("/"))
    tab.click("#update-now")
    eventually(lambda: len(stage.asked("/")) > before)
    expect(tab.locator("#update")).to_be_hidden()
    eventually(lambda: tab.evaluate("caches.keys()") == ["shell-2"])


def test_the_worker_is_asked_for_afresh_at_each_opening(tab: Page, stage: Stage) -> None:
    before = len(stage.asked("/sw.js"))
    tab.reload()
    eventually(lambda: len(stage.asked("/sw.js")) > before)


def test_the_network_is_left_alone_for_everything_else(tab: Page, stage: Stage) -> None:
    stage.routes["/api"] = lambda request: Answer({"method": request.method})
    assert tab.evaluate("fetch('/api', { method: 'POST' }).then((answer) => answer.json())") == {"method": "POST"}
    tab.context.set_offline(True)
    assert tab.evaluate("fetch('/api').then(() => 'kept', () => 'failed')") == "failed"
