"""alert.js: the page of an alert, kept as the server has it, and grey once the server is not heard any more."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Answer, Stage, page
from tests.tools.chromium import Chromium

NOW = "2030-01-01T08:00:00+00:00"
LIFE = '<details id="life-1"><summary>Suivi</summary><p>Levée</p></details>'
AGE = f'<p class="stale"><b data-heard><time data-age="{NOW}"></time></b></p>'


def alert(words: str) -> Answer:
    return page(f'{AGE}<div id="alert">{words}{LIFE}</div>', "shell", "alert", html=f'data-now="{NOW}"')


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes["/alerte"] = alert("<button>J'y vais</button>")
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    with chromium.context((390, 844)) as context:
        tab = context.new_page()
        tab.clock.install(time=NOW)
        tab.goto(f"{stage.origin}/alerte")
        yield tab


def test_who_took_it_meanwhile_is_said_and_what_was_opened_stays_open(tab: Page, stage: Stage) -> None:
    tab.get_by_text("Suivi").click()
    stage.routes["/alerte"] = alert("<p>Karim s'en occupe</p>")
    tab.clock.run_for(5000)
    expect(tab.get_by_text("Karim s'en occupe")).to_be_visible()
    expect(tab.get_by_role("button", name="J'y vais")).to_have_count(0)
    expect(tab.get_by_text("Levée")).to_be_visible()


def test_without_the_server_it_says_how_old_it_is(tab: Page, stage: Stage) -> None:
    stage.routes["/alerte"] = Answer(status=503)
    tab.clock.run_for(20_000)
    expect(tab.locator("html[data-stale]")).to_have_count(1)
    stage.routes["/alerte"] = alert("<button>J'y vais</button>")
    tab.clock.run_for(5000)
    expect(tab.locator("html[data-stale]")).to_have_count(0)


def test_who_may_not_see_it_any_more_gets_the_page_that_says_so(tab: Page, stage: Stage) -> None:
    stage.routes["/alerte"] = Answer("<h1>Introuvable</h1>", 404)
    tab.clock.run_for(5000)
    expect(tab.locator("h1")).to_have_text("Introuvable")
