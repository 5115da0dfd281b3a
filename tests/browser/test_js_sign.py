"""sign.js: asked when somebody can see it, asked again when it is over, a dash rather than an old one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.stage import Answer, Stage, page
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

SIGN = (
    '<p class="screen-sign" data-sign="/sign" data-sprite="/static/icons/icons.svg">Signe : <b data-digits>–</b>'
    '<svg width="24" height="24" aria-hidden="true"><use/></svg> <span data-name></span></p>'
)
SHEET = f'<button popovertarget="sheet">Ouvrir</button><div id="sheet" popover>{SIGN}</div>'


def lasting(seconds: float, digits: str = "47", symbol: str = "star", name: str = "étoile") -> Answer:
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    return Answer({"digits": digits, "symbol": symbol, "name": name, "until": until.isoformat()})


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {"/page": page(SIGN, "sign"), "/board": page(SHEET, "sign"), "/sign": lasting(60)}
        yield stage


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.context() as context:
        yield context


@pytest.fixture
def tab(context: BrowserContext) -> Page:
    return context.new_page()


def test_it_shows_the_digits_the_symbol_and_its_name(tab: Page, stage: Stage) -> None:
    tab.clock.install()
    tab.goto(f"{stage.origin}/page")
    expect(tab.locator(".screen-sign")).to_have_text("Signe : 47 étoile")
    expect(tab.locator("use")).to_have_attribute("href", "/static/icons/icons.svg#star")
    tab.clock.run_for(1200)
    assert len(stage.asked("/sign")) == 1


def test_its_drawing_is_asked_once(tab: Page, stage: Stage) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.clock.install()
    tab.goto(f"{stage.origin}/page")
    expect(tab.locator("use")).to_have_attribute("href", "/static/icons/icons.svg#star")
    tab.clock.run_for(5000)
    assert asked.count(f"{stage.origin}/static/icons/icons.svg") == 1


def test_the_next_one_is_asked_when_it_is_over(tab: Page, stage: Stage) -> None:
    signs = [lasting(60, "08", "fish", "poisson"), lasting(1)]
    stage.routes["/sign"] = lambda _: signs.pop()
    tab.goto(f"{stage.origin}/page")
    expect(tab.locator(".screen-sign")).to_have_text("Signe : 08 poisson")


def test_without_network_an_old_one_is_not_shown(tab: Page, stage: Stage) -> None:
    signs = [Answer(status=503), lasting(2)]
    stage.routes["/sign"] = lambda _: signs.pop() if len(signs) > 1 else signs[0]
    tab.goto(f"{stage.origin}/page")
    expect(tab.locator("[data-name]")).to_have_text("étoile")
    expect(tab.locator(".screen-sign")).to_have_text("Signe : –")
    expect(tab.locator(".screen-sign")).not_to_have_attribute("data-shown", "")
    stage.routes["/sign"] = lasting(60, "08", "fish", "poisson")
    expect(tab.locator(".screen-sign")).to_have_text("Signe : 08 poisson", timeout=8000)


def test_a_closed_sheet_asks_nothing_an_open_one_at_once(tab: Page, stage: Stage) -> None:
    tab.clock.install()
    tab.goto(f"{stage.origin}/board")
    tab.clock.run_for(1200)
    assert not stage.asked("/sign")
    tab.click("text=Ouvrir")
    eventually(lambda: stage.asked("/sign"), 0.8)
    expect(tab.locator(".screen-sign")).to_have_text("Signe : 47 étoile")


def test_a_sheet_made_anew_shows_the_sign_it_knew(tab: Page, stage: Stage) -> None:
    tab.goto(f"{stage.origin}/page")
    expect(tab.locator("[data-digits]")).to_have_text("47")
    tab.evaluate("""() => {
        document.querySelector("[data-digits]").textContent = "–";
        document.dispatchEvent(new CustomEvent("changed"));
    }""")
    assert tab.locator("[data-digits]").text_content() == "47"
    assert len(stage.asked("/sign")) == 1
