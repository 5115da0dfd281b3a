"""The pulse of the board: asked while it is in front, poured as it comes, never fresher than it is."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import NOTHING, Answer, Stage, page
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

NOW = "2030-01-01T08:00:00+00:00"
LOST_AT = "2030-01-01T07:59:30+00:00"
AGE = f'<span data-heard><time data-age="{NOW}"></time></span>'
SEVERAL = '<button popovertarget="several">Plusieurs</button><form id="several" popover><b data-count></b></form>'
BODY = (
    '<main id="board" data-changes="/changements" data-stream="/flux" data-pulse="/pouls" data-version="12">'
    '<section id="vitals">rien encore</section><nav id="counters"></nav><section id="attention"></section>'
    f'<p id="stale">données d\'il y a {AGE}</p><input id="search">{SEVERAL}<ul id="candidates"><li class="row" '
    f'data-groups="" data-search="">depuis <time data-since="{LOST_AT}"></time></li></ul><p id="nobody"></p></main>'
)


def pulse(words: str) -> Answer:
    return Answer({"now": NOW, "fragments": {"vitals": f'<section id="vitals">{words} {AGE}</section>'}})


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {
            "/board": page(BODY, "shell", "board", html=f'data-now="{NOW}"'),
            "/changements": NOTHING,
            "/pouls": pulse("24 sur 24"),
            "/flux": Answer(status=503),
        }
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    """A board whose clock stands still until it is told to run."""
    with chromium.context((390, 844)) as context:
        tab = context.new_page()
        tab.clock.install(time=NOW)
        tab.goto(f"{stage.origin}/board")
        tab.clock.run_for(5000)
        expect(tab.locator("#vitals")).to_contain_text("24 sur 24")
        tab.evaluate("import('/static/js/clock.js').then(({ tick }) => { setInterval(tick, 1000); })")
        yield tab


def test_the_pulse_is_asked_every_five_seconds(tab: Page, stage: Stage) -> None:
    stage.routes["/pouls"] = pulse("23 sur 24")
    tab.clock.run_for(5000)
    expect(tab.locator("#vitals")).to_contain_text("23 sur 24")


def test_what_changes_is_counted_at_once(tab: Page, stage: Stage) -> None:
    stage.routes |= {"/changements": Answer({"version": 13, "now": NOW, "fragments": {}}), "/pouls": pulse("16 sur 24")}
    tab.evaluate("document.dispatchEvent(new CustomEvent('acted'))")
    expect(tab.locator("#vitals")).to_contain_text("16 sur 24")


def test_another_version_in_the_pulse_is_asked_for_at_the_door_and_told(tab: Page, stage: Stage) -> None:
    """A lower one: a room has gone from the page that follows several."""
    call = '<section id="attention"><p data-announce="Salle C : appel" data-calls></p></section>'
    pieces = {"now": NOW, "fragments": {"attention": call}, "version": 5}
    stage.routes |= {"/pouls": Answer(pieces), "/changements": Answer(pieces)}
    tab.clock.run_for(5000)
    expect(tab.locator("#alarm")).to_contain_text("Salle C")
    eventually(lambda: bool(stage.asked("/changements")))
    asked = len(stage.asked("/changements"))
    tab.clock.run_for(5000)
    eventually(lambda: len(stage.asked("/changements")) > asked)
    assert "since=5" in str(stage.asked("/changements")[-1])


def test_a_page_that_is_hidden_asks_for_no_pulse(tab: Page, stage: Stage) -> None:
    tab.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    asked, polled = len(stage.asked("/pouls")), len(stage.asked("/changements"))
    tab.clock.run_for(11_000)
    tab.evaluate("fetch('/after')")
    eventually(lambda: stage.asked("/after"))
    assert (len(stage.asked("/pouls")), len(stage.asked("/changements"))) == (asked, polled)


def test_the_age_of_what_is_shown_goes_on_and_what_lasts_stops(tab: Page, stage: Stage) -> None:
    lasts, age = tab.locator("#candidates time"), tab.locator("#stale time")
    expect(lasts).to_have_text("0:30")
    stage.routes |= {"/changements": Answer(status=503), "/pouls": Answer(status=503)}
    tab.clock.run_for(14_000)
    expect(lasts).to_have_text(re.compile("0:4[45]"))
    tab.clock.run_for(26_000)
    expect(tab.locator("html[data-stale]")).to_have_count(1)
    expect(age).to_have_text(re.compile("4[012]\u00a0s"))
    expect(lasts).to_have_text(re.compile("0:4[4567]"))
    stage.routes |= {"/changements": NOTHING, "/pouls": pulse("24 sur 24")}
    tab.clock.run_for(5000)
    expect(tab.locator("html[data-stale]")).to_have_count(0)


def test_a_pulse_alone_makes_the_list_no_fresher(tab: Page, stage: Stage) -> None:
    stage.routes["/changements"] = Answer(status=503)
    asked = len(stage.asked("/pouls"))
    tab.clock.run_for(16_000)
    eventually(lambda: len(stage.asked("/pouls")) > asked)
    expect(tab.locator("html[data-stale]")).to_have_count(1)


def test_who_has_left_gets_the_page_that_says_so(tab: Page, stage: Stage) -> None:
    stage.routes |= {"/pouls": Answer({"detail": "Non."}, 404), "/board": Answer("<h1>Session finalisée</h1>")}
    tab.clock.run_for(5000)
    expect(tab.locator("h1")).to_have_text("Session finalisée")
