"""device.js and push.js: what this phone can do, saying yes in a tap, saying no; the browser's part is played."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.stage import NOTHING, Answer, Stage, page
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
STATES = ("unknown", "unsupported", "install", "denied", "off", "busy", "on", "failed")
BODY = (
    '<main id="device" data-key="{key}" data-devices="/devices" '
    'data-test="/devices/test" data-forget="/devices/forget">'
    '<section id="this-phone" data-state="unknown">{states}'
    '<p data-when="off failed" hidden><button id="enable">Recevoir</button></p>'
    '<p data-when="on" hidden><button id="test">Essayer</button><button id="disable">Arrêter</button></p></section>'
    '<p id="test-state" role="status" data-state="idle"><span data-when="shown" hidden>Affichée</span>'
    '<span data-when="accepted" hidden>Acceptée</span><span data-when="failed" hidden>Perdue</span></p>'
    '<section id="devices">{devices}</section></main>'
)
PLAYED = """(() => {
    let subscription = null;
    const bytes = (key) => Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const make = (applicationServerKey) => ({
        endpoint: "https://push.example/" + applicationServerKey.length + applicationServerKey[1],
        options: { applicationServerKey: applicationServerKey.buffer },
        toJSON() { return { endpoint: this.endpoint, keys: { p256dh: "p", auth: "a" }, expirationTime: null }; },
        unsubscribe: async () => { subscription = null; localStorage.removeItem("played"); return true; },
    });
    if (localStorage.getItem("played")) subscription = make(bytes(localStorage.getItem("played")));
    PushManager.prototype.getSubscription = async () => subscription;
    PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
        if (localStorage.getItem("hang")) await new Promise(() => {});
        localStorage.setItem("played", btoa(String.fromCharCode(...applicationServerKey)));
        return (subscription = make(applicationServerKey));
    };
    const { permission } = Notification;
    Notification.requestPermission = async () => (permission === "granted" ? permission : "denied");
})()"""


SETTLED = """async () => {
    await navigator.serviceWorker.ready;
    await new Promise((resume) => setTimeout(resume));
    await fetch("/fence");
}"""
"""What the shell had to tell at the opening has been told."""


def device_page(key: str = KEY, devices: str = "") -> Answer:
    states = "".join(f'<span data-when="{state}" hidden>{state}</span>' for state in STATES)
    body = BODY.format(key=key, states=states, devices=devices)
    return page(body, "shell", "device", attributes=f'data-sw="/sw.js" data-key="{key}" data-devices="/devices"')


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {"/appareils": device_page(), "/devices": Answer({"id": 1}), "/devices/forget": NOTHING}
        stage.routes["/devices/test"] = Answer({"delivery": "/d/1"})
        yield stage


@pytest.fixture
def phone(stage: Stage, chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.context((390, 844), permissions=["notifications"]) as context:
        context.add_init_script(PLAYED)
        yield context


def opened(context: BrowserContext, stage: Stage) -> Page:
    tab = context.new_page()
    tab.goto(f"{stage.origin}/appareils")
    return tab


def state(tab: Page, name: str) -> None:
    expect(tab.locator("#this-phone")).to_have_attribute("data-state", name)
    expect(tab.locator(f"#this-phone > [data-when={name}]").first).to_be_visible()


@pytest.fixture
def tab(phone: BrowserContext, stage: Stage) -> Page:
    """A phone that has said yes."""
    tab = opened(phone, stage)
    tab.click("#enable")
    state(tab, "on")
    return tab


def test_a_tap_subscribes_and_tells_the_server(phone: BrowserContext, stage: Stage) -> None:
    tab = opened(phone, stage)
    state(tab, "off")
    stage.routes["/appareils"] = device_page(devices="<p>Android</p>")
    tab.click("#enable")
    state(tab, "on")
    [told] = stage.asked("/devices")
    assert told.json["keys"] == {"p256dh": "p", "auth": "a"}
    assert told.json["endpoint"].startswith("https://push.example/")
    assert told.json["name"].endswith("Chrome")
    assert told.headers["X-CSRFToken"] == "jeton"
    expect(tab.locator("#devices")).to_have_text("Android")


def test_each_opening_tells_the_server_again(tab: Page, stage: Stage) -> None:
    stage.routes["/ailleurs"] = page(
        "", "shell", attributes=f'data-sw="/sw.js" data-key="{KEY}" data-devices="/devices"'
    )
    before = len(stage.asked("/devices"))
    tab.goto(f"{stage.origin}/ailleurs")
    eventually(lambda: len(stage.asked("/devices")) == before + 1)


def test_who_is_not_signed_in_tells_nothing(tab: Page, stage: Stage) -> None:
    stage.routes["/ailleurs"] = page("", "shell", attributes='data-sw="/sw.js"')
    before = len(stage.asked("/devices"))
    tab.goto(f"{stage.origin}/ailleurs")
    tab.evaluate(SETTLED)
    assert len(stage.asked("/devices")) == before


def test_a_new_key_makes_a_new_subscription(tab: Page, stage: Stage) -> None:
    stage.routes["/appareils"] = device_page("BA" + KEY[2:])
    tab.reload()
    state(tab, "on")
    first, last = stage.asked("/devices")[0].json, stage.asked("/devices")[-1].json
    assert first["endpoint"] != last["endpoint"]
    assert (first.get("replaces"), last["replaces"]) == (None, first["endpoint"])
    assert (first["key"], last["key"]) == (KEY, "BA" + KEY[2:])


def test_a_subscription_that_the_browser_dropped_is_made_again(tab: Page, stage: Stage) -> None:
    tab.evaluate("localStorage.removeItem('played')")
    tab.reload()
    eventually(lambda: tab.evaluate("Boolean(localStorage.getItem('played'))"))


def test_a_refusal_by_the_person_is_said(stage: Stage, chromium: Chromium) -> None:
    with chromium.context((390, 844)) as context:
        context.add_init_script("Object.defineProperty(Notification, 'permission', { value: 'default' })")
        context.add_init_script(PLAYED)
        tab = opened(context, stage)
        tab.click("#enable")
        state(tab, "denied")


def test_a_refusal_by_the_server_says_why(phone: BrowserContext, stage: Stage) -> None:
    stage.routes["/devices"] = Answer({"detail": "Ce service n'est pas accepté."}, 422)
    tab = opened(phone, stage)
    tab.click("#enable")
    state(tab, "failed")
    expect(tab.locator("#toasts")).to_contain_text("Ce service n'est pas accepté.")


def test_a_subscription_that_hangs_fails_after_twenty_seconds(phone: BrowserContext, stage: Stage) -> None:
    tab = phone.new_page()
    tab.clock.install()
    tab.goto(f"{stage.origin}/appareils")
    tab.evaluate("localStorage.setItem('hang', '1')")
    tab.click("#enable")
    state(tab, "busy")
    tab.clock.run_for(15_000)
    state(tab, "busy")
    tab.clock.run_for(6000)
    state(tab, "failed")


def test_a_trial_is_followed_until_it_is_shown(tab: Page, stage: Stage) -> None:
    answers = [
        {"state": "accepted", "shown": True},
        {"state": "accepted", "shown": False},
        {"state": "due", "shown": False},
    ]
    stage.routes["/d/1"] = lambda _: Answer(answers.pop())
    tab.click("#test")
    expect(tab.locator("text=Acceptée")).to_be_visible()
    expect(tab.locator("text=Affichée")).to_be_visible()
    assert stage.asked("/devices/test")[0].json == {"endpoint": stage.asked("/devices")[0].json["endpoint"]}


def test_a_trial_that_fails_says_so(tab: Page, stage: Stage) -> None:
    stage.routes["/d/1"] = Answer({"state": "gone", "shown": False})
    tab.click("#test")
    expect(tab.locator("text=Perdue")).to_be_visible()


def test_saying_no_forgets_the_phone(tab: Page, stage: Stage) -> None:
    endpoint = stage.asked("/devices")[0].json["endpoint"]
    tab.click("#disable")
    state(tab, "off")
    assert tab.evaluate("import('/static/js/kept.js').then(({ all }) => all('push'))") == []
    eventually(lambda: [asked.json for asked in stage.asked("/devices/forget")] == [{"endpoint": endpoint}])
    tab.reload()
    state(tab, "off")


def test_signing_out_unsubscribes(tab: Page, stage: Stage) -> None:
    stage.routes |= {
        "/ailleurs": page(
            '<form method="post" action="/deconnexion" data-sign-out><button>Sortir</button></form>', "shell"
        ),
        "/deconnexion": Answer("<h1>Au revoir</h1>"),
    }
    tab.goto(f"{stage.origin}/ailleurs")
    tab.click("text=Sortir")
    expect(tab.locator("h1")).to_have_text("Au revoir")
    assert tab.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) Safari/604.1", "install"),
        ("Mozilla/5.0 (X11) Old/1", "unsupported"),
    ],
)
def test_a_browser_that_cannot_says_what_to_do(stage: Stage, chromium: Chromium, agent: str, name: str) -> None:
    with chromium.context((390, 844), user_agent=agent) as context:
        context.add_init_script("delete window.PushManager")
        state(opened(context, stage), name)


def test_two_askers_tell_once(tab: Page, stage: Stage) -> None:
    """The shell and the devices page both tell at each opening: one request."""
    told: list[Any] = stage.asked("/devices")
    tab.reload()
    state(tab, "on")
    tab.evaluate(SETTLED)
    assert len(stage.asked("/devices")) <= len(told) + 2
