"""duty.js: the steps that prove a phone, one after another, and what is said when one fails; the browser is played."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.stage import Answer, Request, Stage, page
from tests.browser.test_js_device import KEY, PLAYED
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

OVERALL = ("unknown", "unsupported", "install", "idle", "busy", "tap", "refused", "ready")
STEPS = ("permission", "subscription", "shown", "opened", "sound", "vibration")
STATES = ("waiting", "doing", "ok", "refused", "none")
HEARD = """() => {
    window.said = [];
    const place = document.getElementById("announce");
    new MutationObserver(() => said.push(place.textContent)).observe(place, { childList: true });
}"""


def step(name: str) -> str:
    words = "".join(f'<span data-when="{state}" hidden>{name} {state}</span>' for state in STATES)
    return (
        f'<li id="step-{name}" data-state="waiting"><b class="step-name">{name}</b>'
        f'<span class="step-words">{words}</span></li>'
    )


BODY = (
    f'<main id="duty" data-key="{KEY}" data-devices="/devices" data-test="/devices/test" data-duty="/duty" '
    'data-session="7"><section id="duty-state" data-state="unknown">'
    + "".join(f'<p data-when="{state}" hidden>{state}</p>' for state in OVERALL)
    + '<p data-when="idle" hidden><button data-start>Commencer</button></p>'
    '<p data-when="refused" hidden><button data-start>Recommencer</button></p>'
    '<p data-when="tap" hidden><button data-start>En envoyer une autre</button></p>'
    '<h2 id="ready-title" tabindex="-1" data-when="ready" hidden>Prêt</h2></section>'
    f'<ol id="steps">{"".join(map(step, STEPS))}</ol>'
    '<div id="awake-choice" hidden><input type="checkbox" id="awake" aria-label="Écran"></div>'
    '<section id="who">Claire {who}</section></main>'
)


class Trial:
    """A trial as the server tells of it: shown, then tapped, when the test says so."""

    def __init__(self) -> None:
        self.told = {"state": "due", "shown": False, "opened": False}

    def __call__(self, _: Request) -> Answer:
        return Answer(dict(self.told))


@pytest.fixture
def trial() -> Trial:
    return Trial()


@pytest.fixture
def stage(trial: Trial) -> Iterator[Stage]:
    with Stage() as stage:
        attributes = f'data-sw="/sw.js" data-key="{KEY}" data-devices="/devices"'
        stage.routes |= {
            "/poste": page(BODY.format(who="n'a pas pris son poste"), "shell", "duty", attributes=attributes),
            "/devices": Answer({"id": 1}),
            "/devices/test": Answer({"delivery": "/d/1"}),
            "/d/1": trial,
            "/duty": Answer({"version": 3}),
        }
        yield stage


@pytest.fixture
def phone(stage: Stage, chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.context((390, 844), permissions=["notifications"]) as context:
        context.add_init_script(PLAYED)
        yield context


def opened(context: BrowserContext, stage: Stage, place: str = "") -> Page:
    tab = context.new_page()
    tab.goto(f"{stage.origin}/poste{place}")
    return tab


def overall(tab: Page, state: str) -> None:
    expect(tab.locator("#duty-state")).to_have_attribute("data-state", state)


def step_is(tab: Page, name: str, state: str) -> None:
    expect(tab.locator(f"#step-{name}")).to_have_attribute("data-state", state)
    expect(tab.get_by_text(f"{name} {state}", exact=True)).to_be_visible()


def test_a_phone_is_proved_step_by_step(phone: BrowserContext, stage: Stage, trial: Trial) -> None:
    tab = opened(phone, stage)
    overall(tab, "idle")
    tab.evaluate(HEARD)
    tab.get_by_role("button", name="Commencer", exact=True).click()
    step_is(tab, "subscription", "ok")
    step_is(tab, "shown", "doing")
    trial.told["shown"] = True
    overall(tab, "tap")
    step_is(tab, "opened", "doing")
    assert stage.asked("/duty") == []
    trial.told["opened"] = True
    overall(tab, "ready")
    expect(tab.get_by_role("heading", name="Prêt")).to_be_focused()
    [told] = stage.asked("/duty")
    endpoint = stage.asked("/devices/test")[0].json["endpoint"]
    assert stage.asked("/devices/test")[0].json["session"] == 7
    assert told.json == {"endpoint": endpoint, "sound": True, "vibration": True}
    assert tab.evaluate("localStorage.getItem('sound')") == "on"
    assert any("shown : shown ok" in sentences for sentences in tab.evaluate("said"))


def test_once_the_phone_is_ready_the_list_says_so(phone: BrowserContext, stage: Stage, trial: Trial) -> None:
    trial.told |= {"shown": True, "opened": True}
    tab = opened(phone, stage)
    stage.routes["/poste"] = page(BODY.format(who="téléphone prêt"))
    tab.get_by_role("button", name="Commencer", exact=True).click()
    expect(tab.get_by_text("Claire téléphone prêt")).to_be_visible()


def test_a_trial_that_is_not_seen_is_sent_again(phone: BrowserContext, stage: Stage, trial: Trial) -> None:
    trial.told["shown"] = True
    tab = opened(phone, stage)
    tab.get_by_role("button", name="Commencer", exact=True).click()
    overall(tab, "tap")
    stage.routes["/devices/test"] = Answer({"delivery": "/d/2"})
    tab.get_by_role("button", name="En envoyer une autre").click()
    stage.routes["/d/2"] = Answer({"state": "accepted", "shown": True, "opened": True})
    overall(tab, "ready")
    assert len(stage.asked("/duty")) == 1


def test_a_refused_permission_says_what_to_do(stage: Stage, chromium: Chromium) -> None:
    with chromium.context((390, 844)) as context:
        context.add_init_script(PLAYED)
        tab = opened(context, stage)
        tab.get_by_role("button", name="Commencer", exact=True).click()
        overall(tab, "refused")
        step_is(tab, "permission", "refused")
        step_is(tab, "subscription", "waiting")
        assert stage.asked("/devices/test") == []
        expect(tab.get_by_text("Recommencer")).to_be_visible()


def test_a_push_service_that_gives_up_is_said_at_once(phone: BrowserContext, stage: Stage, trial: Trial) -> None:
    trial.told["state"] = "failed"
    tab = opened(phone, stage)
    tab.get_by_role("button", name="Commencer", exact=True).click()
    overall(tab, "refused")
    step_is(tab, "shown", "refused")
    trial.told |= {"state": "accepted", "shown": True, "opened": True}
    tab.get_by_text("Recommencer").click()
    overall(tab, "ready")


def test_a_phone_without_sound_nor_vibration_is_proved_all_the_same(
    phone: BrowserContext, stage: Stage, trial: Trial
) -> None:
    phone.add_init_script("delete Navigator.prototype.vibrate; window.AudioContext = undefined;")
    trial.told |= {"shown": True, "opened": True}
    tab = opened(phone, stage)
    tab.get_by_role("button", name="Commencer", exact=True).click()
    overall(tab, "ready")
    step_is(tab, "sound", "refused")
    step_is(tab, "vibration", "none")
    assert stage.asked("/duty")[0].json | {"endpoint": ""} == {"endpoint": "", "sound": False, "vibration": False}


def test_what_the_server_refuses_is_said_in_its_words(phone: BrowserContext, stage: Stage, trial: Trial) -> None:
    trial.told |= {"shown": True, "opened": True}
    stage.routes["/duty"] = Answer({"detail": "Ce téléphone n'est plus connu.", "code": "device_gone"}, 409)
    tab = opened(phone, stage)
    tab.get_by_role("button", name="Commencer", exact=True).click()
    overall(tab, "refused")
    expect(tab.locator("#toasts").get_by_text("Ce téléphone n'est plus connu.")).to_be_visible()


def test_a_tap_that_opens_the_page_anew_ends_there(phone: BrowserContext, stage: Stage) -> None:
    refusals = [Answer({"detail": "Touchez d'abord.", "code": "device_unproved"}, 409)]
    stage.routes["/duty"] = lambda _: refusals.pop() if refusals else Answer({"version": 3})
    tab = opened(phone, stage)
    tab.evaluate(f"localStorage.setItem('played', btoa('{KEY[:3]}'))")
    tab.close()
    tab = opened(phone, stage, "#essai")
    overall(tab, "ready")
    assert len(stage.asked("/duty")) == 2
    assert tab.url.endswith("/poste")


def test_on_an_iphone_the_app_comes_first(phone: BrowserContext, stage: Stage) -> None:
    phone.add_init_script("delete window.PushManager; Object.defineProperty(navigator, 'userAgent', "
                          "{ get: () => 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)' });")  # fmt: skip
    overall(opened(phone, stage), "install")


def test_the_wake_lock_is_remembered_and_taken_on_the_board(phone: BrowserContext, stage: Stage) -> None:
    phone.add_init_script("""window.locks = [];
        navigator.wakeLock.request = async (type) => { locks.push(type); return {}; };""")
    stage.routes["/tableau"] = page(
        '<main id="board" data-changes="/c" data-stream="/f" data-version="1"><section id="attention"></section>'
        '<nav id="counters"></nav><input id="search"><form id="several" popover>'
        '<b data-count></b></form><ul id="candidates"></ul><p id="nobody"></p></main>',
        "shell", "board",
    )  # fmt: skip
    stage.routes |= {"/c": Answer(status=204), "/f": Answer(status=503)}
    tab = opened(phone, stage)
    tab.locator("#awake").check()
    tab.goto(f"{stage.origin}/tableau")
    eventually(lambda: tab.evaluate("locks") == ["screen"])
    tab.goto(f"{stage.origin}/poste")
    expect(tab.locator("#awake")).to_be_checked()
    tab.locator("#awake").uncheck()
    tab.goto(f"{stage.origin}/tableau")
    eventually(lambda: len(stage.asked("/c")) > 1)
    assert tab.evaluate("locks") == []
