"""The test page with the keyboard alone, enlarged, and read aloud."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from pwa.clock import utcnow
from tests.browser.visitors import sign_in
from tests.scene import Scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

SOON = 12_000  # milliseconds: the machine may be busy
SPOKEN = """() => {
    window.spoken = [];
    for (const region of document.querySelectorAll("[role=status], [aria-live]")) {
        new MutationObserver(() => {
            const words = region.innerText.trim();
            if (words && spoken.at(-1) !== words) spoken.push(words);
        }).observe(region, { subtree: true, childList: true, attributes: true, characterData: true });
    }
}"""


@pytest.fixture(scope="module")
def tab(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[Page]:
    """Léa's first question, reached without a mouse."""
    candidate = stage.find("ABADIE")
    with chromium.context((1366, 768), base_url=app_server.url) as window:
        tab = window.new_page()
        sign_in(tab, stage.play(candidate, utcnow()))
        stage.room.confirm(candidate, utcnow())
        tab.goto("/test/code")
        tab.get_by_label("Code d'accès").focus()
        tab.keyboard.type(stage.session.access_code)
        tab.keyboard.press("Enter")
        expect_question(tab, 1)
        yield tab


def expect_question(tab: Page, number: int) -> None:
    title = tab.get_by_role("heading", level=1)
    expect(title).to_have_text(re.compile(f"Question {number} "), timeout=SOON)
    expect(title).to_be_focused()


def test_a_question_is_answered_by_keys_alone_and_said_once(tab: Page) -> None:
    tab.evaluate(SPOKEN)
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("radio").first).to_be_focused()
    tab.keyboard.press("ArrowDown")
    expect(tab.get_by_role("radio").nth(1)).to_be_checked()
    tab.keyboard.press("Enter")
    expect_question(tab, 2)
    eventually(lambda: "Enregistré" in tab.evaluate("spoken"), 12, "« Enregistré » said")
    assert [words for words in tab.evaluate("spoken") if words != "Enregistrement…"] == ["Enregistré"]
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Valider ma réponse")).to_be_focused()
    tab.keyboard.press("Space")
    expect_question(tab, 3)


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)], ids=["computer", "zoom-200"])
def test_a_question_fits(tab: Page, size: tuple[int, int]) -> None:
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab.get_by_role("button", name="Valider ma réponse").scroll_into_view_if_needed()
    expect(tab.get_by_role("button", name="Valider ma réponse")).to_be_in_viewport()
    if size == (1366, 768):
        assert tab.evaluate("document.documentElement.scrollHeight <= innerHeight")
