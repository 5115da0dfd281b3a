"""clock.js: what people read, by the server's time."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.stage import Stage, page
from tests.tools.chromium import Chromium

FORMATS = """([attribute, seconds]) => import("/static/js/clock.js").then(({ now, tick }) => {
    const time = document.createElement("time");
    time.setAttribute(attribute, new Date(now() + seconds * 1000).toISOString());
    document.body.append(time);
    tick();
    return [time.textContent.replaceAll("\\u00a0", " "), time.hasAttribute("data-over")];
})"""


@pytest.mark.parametrize(
    ("attribute", "seconds", "text"),
    [
        ("data-until", 4321, "1 h 12"),
        ("data-until", 2300, "38 min"),
        ("data-until", 120.5, "2 min"),
        ("data-until", 101.5, "1:42"),
        ("data-since", -42.5, "0:42"),
        ("data-since", -130, "2 min"),
        ("data-since", 3, "0:00"),
        ("data-age", -3.5, "3 s"),
        ("data-age", -240, "4 min"),
    ],
)
def test_a_time_is_told_as_people_read_it(chromium: Chromium, attribute: str, seconds: float, text: str) -> None:
    with Stage() as stage, chromium.context() as context:
        stage.routes["/"] = page("")
        tab = context.new_page()
        tab.goto(stage.origin)
        assert tab.evaluate(FORMATS, [attribute, seconds]) == [text, False]


def test_the_end_is_marked(chromium: Chromium) -> None:
    with Stage() as stage, chromium.context() as context:
        stage.routes["/"] = page("")
        tab = context.new_page()
        tab.goto(stage.origin)
        assert tab.evaluate(FORMATS, ["data-until", -5]) == ["0", True]


def test_the_server_decides_what_time_it_is(chromium: Chromium) -> None:
    server = datetime.now(UTC) + timedelta(hours=5)
    end = server + timedelta(seconds=90)
    with Stage() as stage, chromium.context() as context:
        body = f'<time id="left" data-until="{end.isoformat()}"></time><time id="none" data-until></time>'
        stage.routes["/"] = page(body, "shell", html=f'data-now="{server.isoformat()}"')
        tab = context.new_page()
        tab.goto(stage.origin)
        expect(tab.locator("#left")).to_have_text(re.compile("^1:2"))
        assert tab.inner_text("#none") == ""
