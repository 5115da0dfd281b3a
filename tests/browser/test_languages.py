"""The language changed in one tap, by the site as it runs: pages, the board and its clock, what is kept for offline."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.visitors import sign_in
from tests.scene import Scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

SHELLS = "caches.keys().then((names) => names.filter((name) => name.startsWith('shell-')))"


@pytest.fixture
def phone(chromium: Chromium, app_server: AppServer) -> Iterator[BrowserContext]:
    with chromium.context((390, 844), base_url=app_server.url) as phone:
        yield phone


def language(page: Page) -> str:
    return str(page.evaluate("document.documentElement.lang"))


def kept(page: Page, code: str) -> bool:
    """Whether the service worker keeps the pages of that language, and no others."""
    shells = page.evaluate(SHELLS)
    return len(shells) == 1 and shells[0].endswith(f"-{code}")


def test_one_tap_changes_the_page_and_those_that_follow(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/connexion")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert (page.url.endswith("/connexion"), language(page)) == (True, "en")
    page.goto("/installer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Install the app")
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Installer l'application")


def test_a_browser_set_to_english_needs_no_tap(chromium: Chromium, app_server: AppServer) -> None:
    with chromium.context(base_url=app_server.url, locale="en-GB") as desk:
        page = desk.new_page()
        page.goto("/")
        expect(page.get_by_role("button", name="Français")).to_be_visible()
        assert language(page) == "en"


def test_the_board_changes_under_its_invigilator_and_keeps_its_clock(phone: BrowserContext, stage: Scene) -> None:
    page = phone.new_page()
    sign_in(page, stage.claire)
    page.goto(f"/sessions/{stage.session.number}/surveiller")
    expect(page.locator(".bar-clock")).to_have_text(re.compile(r"^\d\d\sh\s\d\d$"))
    page.get_by_role("button", name="Menu de la session").click()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Session menu")).to_be_visible()
    assert page.url.endswith(f"/sessions/{stage.session.number}/surveiller")
    expect(page.locator(".bar-clock")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    page.evaluate("import('/static/js/clock.js').then(({ tick }) => tick())")
    expect(page.locator(".bar-clock")).to_have_text(re.compile(r"^\d\d:\d\d$"))
    page.get_by_role("button", name="Confirm", exact=False).first.click()
    expect(page.locator("#toasts")).to_contain_text("Presence confirmed")


def test_what_is_kept_for_offline_is_of_the_language(phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto("/")
    eventually(lambda: kept(page, "fr"), 20, "French pages kept")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Français")).to_be_visible()
    eventually(lambda: kept(page, "en"), 20, "English pages kept")
    expect(page.locator("#update")).to_be_hidden()
    phone.set_offline(True)
    page.goto("/centre")
    expect(page.get_by_role("heading", level=1)).to_have_text("Offline")
    assert language(page) == "en"
