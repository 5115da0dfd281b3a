"""sw.js: the shell without network, notifications whatever is pushed, and a new version only on a tap."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pushing import TAP, push
from tests.browser.stage import NOTHING, Answer, Stage, held, page
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


@pytest.mark.parametrize("hangs", ["CacheStorage", "IDBFactory"])
def test_a_store_that_hangs_holds_up_nothing(tab: Page, stage: Stage, hangs: str) -> None:
    """Chromium hangs a cache for good when the page that writes there is closed."""
    [worker] = tab.context.service_workers
    worker.evaluate(f"void ({hangs}.prototype.open = () => new Promise(() => {{}}))")
    asked = len(stage.asked("/static/js/clock.js"))
    stage.routes["/"] = page('<h1>Nouveau</h1><script type="module" src="/static/js/clock.js"></script>')
    tab.reload()
    expect(tab.locator("h1")).to_have_text("Nouveau")
    assert tab.evaluate("import('/static/js/clock.js').then(Boolean)")
    assert len(stage.asked("/static/js/clock.js")) == asked + (hangs == "CacheStorage")


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


def of_version(version: int, title: str, **more: Any) -> dict[str, Any]:
    data = LOST["notification"]["data"] | {"version": version}
    return {"notification": LOST["notification"] | {"title": title, "data": data, **more}}


def test_an_older_message_never_replaces_a_newer_one(tab: Page, stage: Stage) -> None:
    push(tab, of_version(7, "Karim Haddad s'en occupe", silent=True))
    receipts = len(stage.asked("/d/1/shown"))
    shown = push(tab, of_version(5, "B204 · poste 12 · signal perdu"))
    assert (shown["title"], shown["data"]["version"]) == ("Karim Haddad s'en occupe", 7)
    assert len(shown_notifications(tab)) == 1
    eventually(lambda: len(stage.asked("/d/1/shown")) > receipts)
    assert push(tab, of_version(8, "Réglé"))["title"] == "Réglé"


def test_two_alerts_stand_side_by_side(tab: Page) -> None:
    push(tab, of_version(7, "Poste 12"))
    push(tab, of_version(3, "Poste 4", tag="alert-2"))
    assert {shown["title"] for shown in shown_notifications(tab)} == {"Poste 12", "Poste 4"}


@pytest.mark.parametrize("silent", [True, False])
def test_a_phone_shakes_unless_it_is_told_in_silence(tab: Page, silent: bool) -> None:
    data = LOST["notification"]["data"] | {"vibrate": [200, 120, 200]}
    shown = push(tab, {"notification": LOST["notification"] | {"silent": silent, "data": data}})
    assert shown["title"] == "B204 · poste 12 · signal perdu"


def test_the_app_s_badge_counts_what_waits(tab: Page) -> None:
    [worker] = tab.context.service_workers
    worker.evaluate("() => { navigator.setAppBadge = async (count) => { (self.badges ??= []).push(count); }; }")
    push(tab, {"notification": LOST["notification"] | {"app_badge": 3}})
    push(tab, {"notification": LOST["notification"] | {"app_badge": 0}})
    push(tab, LOST)
    assert worker.evaluate("self.badges") == [3, 0]


# Taken from the notification

CLAIM = """async () => {
    const [notification] = await registration.getNotifications();
    dispatchEvent(new NotificationEvent("notificationclick", { notification, action: "claim" }));
}"""
TAKEN: dict[str, Any] = {
    "notification": LOST["notification"]
    | {
        "data": LOST["notification"]["data"] | {"claim": "/d/1/claim"},
        "actions": [{"action": "claim", "title": "J'y vais", "navigate": "/board#candidate-2"}],
    }
}


def test_an_alert_is_taken_from_its_notification(tab: Page, stage: Stage) -> None:
    stage.routes["/d/1/claim"] = NOTHING
    push(tab, TAKEN)
    [worker] = tab.context.service_workers
    worker.evaluate(CLAIM)
    [claim] = eventually(lambda: stage.asked("/d/1/claim"))
    assert claim.method == "POST"
    eventually(lambda: stage.asked("/d/1/opened"))
    assert tab.url == f"{stage.origin}/"
    assert shown_notifications(tab) == []


@pytest.mark.parametrize(
    ("answer", "body"),
    [(Answer({"detail": "Karim Haddad s'en occupe déjà."}, 409), "Karim Haddad s'en occupe déjà."),
     (Answer("<h1>Panne</h1>", 500), "Réessayez."), (held(NOTHING, threading.Event()), "Réessayez.")],
    ids=["refused", "broken", "silent"],
)  # fmt: skip
def test_who_cannot_take_it_is_told_and_led_there(tab: Page, stage: Stage, answer: Any, body: str) -> None:
    stage.routes |= {"/d/1/claim": answer, "/board": page("<h1>Session 1042</h1>", "shell")}
    push(tab, TAKEN)
    [worker] = tab.context.service_workers
    worker.evaluate(CLAIM)
    [told] = eventually(lambda: [one for one in shown_notifications(tab) if one["title"] == "Pas prise"], 15)
    assert told["body"] == body
    worker.evaluate(TAP)
    expect(tab.locator("h1")).to_have_text("Session 1042")


# Subscribed again

SUBSCRIBED = """({ old, made }) => {
    const options = { applicationServerKey: new Uint8Array([4, 255]) };
    const as = (given) => ({ ...given, toJSON: () => given, options });
    registration.pushManager.subscribe = async ({ applicationServerKey }) => {
        self.asked = applicationServerKey;
        return as(made);
    };
    const event = new ExtendableEvent("pushsubscriptionchange");
    if (old) event.oldSubscription = as(old);
    dispatchEvent(event);
}"""
OLD = {"endpoint": "https://push.example/old", "keys": {"p256dh": "p", "auth": "secret"}}
KEPT, NAMED = "import('/static/js/kept.js')", {"name": "subscription"}
MADE = {"endpoint": "https://push.example/new", "keys": {"p256dh": "q", "auth": "other"}}


@pytest.mark.parametrize("told", [True, False], ids=["told by the browser", "kept by the page"])
def test_a_lost_subscription_is_made_again_and_told_with_no_page_open(tab: Page, stage: Stage, told: bool) -> None:
    stage.routes |= {"/key": Answer({"key": "BAAA"}), "/renew": NOTHING}
    if not told:
        tab.evaluate(f"(known) => {KEPT}.then(({{ keep }}) => keep('push', known))", OLD | NAMED)
    [worker] = tab.context.service_workers
    worker.evaluate(SUBSCRIBED, {"old": OLD if told else None, "made": MADE})
    [renewal] = eventually(lambda: stage.asked("/renew"))
    assert renewal.json == MADE | {"replaces": OLD["endpoint"], "auth": "secret", "key": "BP8="}
    assert worker.evaluate("self.asked") == "BAAA"
    known = f"{KEPT}.then(({{ get }}) => get('push', 'subscription'))"
    if not told:
        eventually(lambda: tab.evaluate(known) == MADE | NAMED)


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
    answered = threading.Event()
    stage.routes["/d/1/shown"] = held(NOTHING, answered)
    start = time.monotonic()
    push(tab, LOST)
    assert time.monotonic() - start < 2.5
    answered.set()


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
