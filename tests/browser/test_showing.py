"""The showing as anybody sees it: two minutes that play by themselves, stop when asked, and go by hand."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import Console, problems
from tests.room import NOW, after
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer

PAGE = "/seance-en-2-minutes"
PHONE = (390, 844)
SECOND = 1000  # milliseconds
KINDS = (
    "« Confirmer »", "Marquer absent", "« Tout sélectionner »", "J'y vais", "« Autoriser »", "ordinateur", "est écoulé",
    "C'est fini",
)  # fmt: skip


@pytest.fixture
def page(chromium: Chromium, server: AppServer) -> Iterator[Page]:
    """The showing, just begun, on a phone whose time passes when it is told to."""
    with chromium.context(PHONE, base_url=server.url, locale="fr-FR") as window:
        yield opened(window.new_page())


@pytest.fixture
def calm(chromium: Chromium, server: AppServer) -> Iterator[Page]:
    """The same, on a phone that asks for little movement."""
    with chromium.context(PHONE, base_url=server.url, locale="fr-FR", reduced_motion="reduce") as window:
        yield opened(window.new_page())


def opened(page: Page) -> Page:
    page.clock.install(time=NOW)
    page.clock.pause_at(after(1))
    page.goto(PAGE)
    expect(page.locator("#caption")).not_to_be_empty()
    return page


def caption(page: Page) -> str:
    return (page.locator("#caption").text_content() or "").replace("\u00a0", " ")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_it_plays_to_its_end_in_two_minutes(page: Page) -> None:
    console, said = Console(page), [caption(page)]
    for _ in range(11):
        page.clock.run_for(10 * SECOND)
        said.append(caption(page))
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    for _ in range(4):
        page.clock.run_for(5 * SECOND)
    expect(page.get_by_role("button", name="Revoir")).to_be_visible()
    expect(page.locator("#candidates .state-over")).to_have_count(23)
    assert caption(page).startswith("C'est fini")
    assert len(set(said)) > 8
    assert console.errors == []


def test_by_hand_it_goes_through_everything_and_each_touch_is_seen(page: Page) -> None:
    press(page, "Pause")
    said, touched = [], 0
    while page.locator("#player").get_attribute("data-state") != "over":
        said.append(caption(page))
        touches = page.locator("[data-coached]:visible").count()
        assert touches == bool(re.search("«|touchez", said[-1])), said[-1]
        touched += touches
        press(page, "Étape suivante")
    assert touched == 16
    assert [kind for kind in KINDS if kind not in " ".join(said)] == []


def test_the_page_s_clock_is_the_session_s(page: Page) -> None:
    clock = page.locator(".bar-clock")
    expect(clock).to_have_text("09\u00a0h\u00a000")
    page.clock.run_for(110 * SECOND)
    expect(clock).to_have_text("09\u00a0h\u00a005")


def test_a_pause_holds_and_ends(page: Page) -> None:
    press(page, "Pause")
    before, left = caption(page), page.locator("#left").text_content()
    page.clock.run_for(60 * SECOND)
    assert (caption(page), page.locator("#left").text_content()) == (before, left)
    press(page, "Reprendre")
    page.clock.run_for(10 * SECOND)
    assert caption(page) != before


def test_hidden_it_waits(page: Page) -> None:
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { get: () => true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    expect(page.get_by_role("button", name="Reprendre")).to_be_visible()
    before = caption(page)
    page.clock.run_for(60 * SECOND)
    assert caption(page) == before


def test_back_the_board_is_as_it_was(page: Page) -> None:
    press(page, "Pause")
    for _ in range(2):
        press(page, "Étape suivante")
    waiting = page.locator("#stage").inner_text()
    for _ in range(9):
        press(page, "Étape suivante")
    expect(page.locator("#attention")).to_contain_text("fenêtre fermée")
    for _ in range(9):
        press(page, "Étape précédente")
    expect(page.locator("#attention")).to_contain_text("demande à entrer")
    assert page.locator("#stage :popover-open").count() == 0
    assert still(page.locator("#stage").inner_text()) == still(waiting)


def still(text: str) -> str:
    """Without what ticks: ages and lengths."""
    return re.sub(r"\d+:\d\d|\d+\s(s|min)\b", "", text)


def test_it_is_gone_through_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.id") != "play":
        assert page.evaluate("!document.activeElement.closest('#stage')")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Reprendre")).to_be_focused()
    page.keyboard.press("Tab")
    first = caption(page)
    while page.locator("#player").get_attribute("data-state") == "paused":
        page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Revoir")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    assert caption(page) == first


def test_asked_for_little_movement_it_goes_step_by_step(calm: Page) -> None:
    before = caption(calm)
    expect(calm.locator("#calm")).to_be_visible()
    calm.clock.run_for(60 * SECOND)
    assert caption(calm) == before
    press(calm, "Étape suivante")
    assert caption(calm) != before


def test_each_step_is_said_to_whoever_does_not_see_it(page: Page) -> None:
    press(page, "Pause")
    for _ in range(3):
        page.clock.run_for(SECOND)
        press(page, "Étape suivante")
        page.clock.run_for(SECOND)
        expect(page.locator("#announce")).to_have_text(page.locator("#caption").text_content() or "")


def test_nothing_of_the_board_can_be_touched(page: Page) -> None:
    press(page, "Pause")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    for _ in range(2):
        press(page, "Étape suivante")
    page.locator(".alert-act button").first.dispatch_event("click")
    assert page.evaluate("document.elementFromPoint(300, 200).closest('#stage')") is None
    assert [url for url in sent if "/static/" not in url] == []
    assert page.url.endswith(PAGE)


@pytest.mark.parametrize("steps", [0, 6, 25], ids=["begun", "a sheet", "over"])
def test_it_is_right_at_every_size(calm: Page, steps: int) -> None:
    for _ in range(steps):
        press(calm, "Étape suivante")
    calm.clock.resume()
    assert problems(calm) == []


def test_without_a_script_it_is_told(chromium: Chromium, server: AppServer) -> None:
    with chromium.context(PHONE, base_url=server.url, locale="fr-FR", java_script_enabled=False) as window:
        page = window.new_page()
        page.goto(PAGE)
        expect(page.get_by_role("listitem").filter(has_text="touchez « Confirmer »").first).to_be_visible()
        expect(page.get_by_role("button", name="Pause")).to_be_hidden()
