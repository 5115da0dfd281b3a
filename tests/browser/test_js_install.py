"""install.js: the way of this device is first and opened; what is installed already is said."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Stage, page
from tests.tools.chromium import Chromium

WAYS = ("ios", "android", "android-firefox", "desktop")
BODY = """<div id="installed" data-state="unknown"><p data-when="inside" hidden>Dedans</p>
<p data-when="there" hidden>Déjà là</p><p data-when="done" hidden>Fait</p></div><div id="ways">""" + "".join(
    f'<details data-system="{way}"><summary>{way}<span data-own hidden>cet appareil</span></summary></details>'
    for way in WAYS
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
FENNEC = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"
APPS = "navigator.getInstalledRelatedApps = async () => [{ platform: 'webapp' }]"
STANDALONE = "Object.defineProperty(navigator, 'standalone', { value: true })"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes["/"] = page(BODY, "install")
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    with chromium.context(base_url=stage.origin) as context:
        yield context.new_page()


@pytest.mark.parametrize(
    ("agent", "way"), [(IPHONE, "ios"), (PIXEL, "android"), (FENNEC, "android-firefox"), (LINUX, "desktop")]
)
def test_the_way_of_this_device_is_first_and_opened(agent: str, way: str, stage: Stage, chromium: Chromium) -> None:
    with chromium.context(base_url=stage.origin, user_agent=agent) as context:
        tab = context.new_page()
        tab.goto("/")
        expect(tab.locator("#ways > :first-child[open]")).to_have_attribute("data-system", way)
        expect(tab.locator("[data-own]:visible")).to_have_count(1)


@pytest.mark.parametrize(("so", "words"), [(STANDALONE, "Dedans"), (APPS, "Déjà là")])
def test_what_is_installed_is_said_and_no_way_is_opened(so: str, words: str, tab: Page) -> None:
    tab.add_init_script(so)
    tab.goto("/")
    expect(tab.get_by_text(words)).to_be_visible()
    expect(tab.locator("[data-own]:visible")).to_have_count(1)
    expect(tab.locator("[open]")).to_have_count(0)


def test_an_installation_is_said_when_it_is_done(tab: Page) -> None:
    tab.goto("/")
    expect(tab.locator("[data-own]:visible")).to_have_count(1)
    tab.evaluate("dispatchEvent(new Event('appinstalled'))")
    expect(tab.get_by_text("Fait")).to_be_visible()
