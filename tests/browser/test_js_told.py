"""told.js: a message of the centre on a candidate's page, asked for until it is there, shown until it is closed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import NOTHING, Answer, Request, Stage, page
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

MAIN = (
    '<main id="waiting" tabindex="-1" data-poll="/poll"><section id="told" data-messages="/messages" data-read="/read" '
    'data-says="Message du centre" hidden><ol></ol></section><template id="told-one"><li><p><time></time></p>'
    '<p class="told-text"></p><button type="button">Fermer</button></li></template></main>'
)
TWO = [
    {"id": 3, "text": "<b>Restez</b> assis.", "at": "14 h 02"},
    {"id": 4, "text": "C'est fini.", "at": "14 h 05"},
]


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {
            "/test/attente": page(MAIN, "candidate"),
            "/poll": Answer({"go": None, "message": 4}),
            "/messages": Answer({"messages": TWO}),
            "/read": NOTHING,
        }
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test/attente")
        yield tab


def close(tab: Page) -> None:
    tab.get_by_role("button", name="Fermer").first.click()


def test_what_was_written_is_shown_as_text_and_said_once(tab: Page, stage: Stage) -> None:
    expect(tab.locator("#told li")).to_have_count(2)
    expect(tab.locator(".told-text").first).to_have_text("<b>Restez</b> assis.")
    expect(tab.locator("#announce p").first).to_have_text("Message du centre, 14 h 02. <b>Restez</b> assis.")
    eventually(lambda: len(stage.asked("/poll")) > 2)
    assert len(stage.asked("/messages")) == 1


def test_each_is_closed_on_its_own_and_the_focus_stays_on_the_page(tab: Page, stage: Stage) -> None:
    close(tab)
    expect(tab.locator("#told li")).to_have_count(1)
    expect(tab.locator("main")).to_be_focused()
    close(tab)
    expect(tab.locator("#told")).to_be_hidden()
    assert [asked.json for asked in stage.asked("/read")] == [{"message": 3}, {"message": 4}]


def test_what_could_not_be_asked_for_is_asked_for_again(stage: Stage, chromium: Chromium) -> None:
    asked: list[Request] = []

    def messages(request: Request) -> Answer:
        asked.append(request)
        return Answer({"messages": TWO}) if len(asked) > 1 else Answer("", status=500)

    stage.routes["/messages"] = messages
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test/attente")
        expect(tab.locator("#told li")).to_have_count(2)


def test_what_could_not_be_closed_stays_and_says_so(tab: Page, stage: Stage) -> None:
    stage.routes["/read"] = Answer("", status=500)
    close(tab)
    expect(tab.locator("#alarm")).to_have_text("Sans réseau")
    expect(tab.locator("#told li")).to_have_count(2)
