"""What a person has set on their machine: colours forced, motion reduced, a page enlarged four times."""

from base64 import b64encode
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from pwa.clock import utcnow
from tests.browser import states
from tests.browser.checks import unreached
from tests.browser.keyboard import Keyboard
from tests.browser.visitors import Visitors
from tests.scene import Scene

Place = Callable[[Visitors, Scene], Page]

DRAWN = """async (shapes) => {
    const colours = new Set();
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(shapes), (one) => one.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    const { data } = canvas.getImageData(0, 0, picture.width, picture.height);
    for (let at = 0; at < data.length; at += 4) colours.add(data.slice(at, at + 3).join());
    return [...colours];
}"""
"""The colours of a picture."""
BORDERLESS = """() => [...document.querySelectorAll(".button")].filter((one) => one.checkVisibility()).filter((one) => {
    const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(one);
    return borderTopStyle === "none" || parseFloat(borderTopWidth) < 1 || borderTopColor === backgroundColor;
}).map((one) => one.outerHTML.slice(0, 120))"""
MOVING = """(limit) => {
    const second = (one) => parseFloat(one) * (one.endsWith("ms") ? 0.001 : 1);
    const seconds = (list) => Math.max(...list.split(", ").map(second));
    const moves = (style) => (style.transitionProperty !== "none" && seconds(style.transitionDuration) > limit)
        || (style.animationName !== "none" && seconds(style.animationDuration) > limit);
    return [...document.querySelectorAll("*")].filter((one) =>
        [null, "::before", "::after", "::backdrop"].some((part) => moves(getComputedStyle(one, part))),
    ).map((one) => one.outerHTML.slice(0, 120));
}"""
"""What would move for more than that many seconds."""
TEN = 0.01


def board(visitors: Visitors, scene: Scene, place: str = "") -> Page:
    page = visitors.page("invigilator")
    page.goto(f"/sessions/{scene.session.number}/surveiller{place}")
    page.locator("[data-heard] time").first.wait_for(state="attached")
    return page


def sheet(visitors: Visitors, scene: Scene) -> Page:
    candidate = scene.find(states.CLOSED)
    page = board(visitors, scene, f"#candidate-{candidate.id}")
    expect(page.get_by_role("dialog", name=candidate.full_name)).to_be_visible()
    return page


def dialog(visitors: Visitors, scene: Scene) -> Page:
    page = board(visitors, scene)
    page.get_by_role("button", name="Terminer le test de").first.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Annuler")).to_be_focused()
    return page


def plan(visitors: Visitors, scene: Scene) -> Page:
    page = board(visitors, scene, "#plan")
    expect(page.get_by_role("grid")).to_be_visible()
    return page


def roll(visitors: Visitors, scene: Scene) -> Page:
    page = board(visitors, scene, "#roll")
    expect(page.locator(".roll-card[data-current] h2")).to_be_visible()
    return page


def running(visitors: Visitors, scene: Scene) -> Page:
    """The test itself, at its first question."""
    candidate = scene.find(states.FREE[0])
    page = visitors.page(states.FREE[0])
    scene.room.confirm(candidate, utcnow())
    scene.room.enter(candidate, utcnow())
    page.goto("/test")
    expect(page.locator("#question form")).to_be_visible()
    return page


def join(visitors: Visitors, _: Scene) -> Page:
    page = visitors.page(states.CONNECTED)
    page.goto("/rejoindre")
    return page


PLACES: dict[str, Place] = {
    place.__name__: place for place in (board, sheet, dialog, plan, roll, running, join)
}  # in a window that asks for less motion: see `Visitors`


@pytest.fixture(scope="module", params=PLACES)
def page(request: pytest.FixtureRequest, visitors: Visitors, arranged: Scene) -> Iterator[Page]:
    """Each place in its turn; the windows are those of other tests too."""
    with PLACES[request.param](visitors, arranged) as page:
        yield page


def test_nothing_moves_for_who_asked_for_less_motion(page: Page) -> None:
    assert page.evaluate(MOVING, TEN) == []


def test_something_moves_for_the_others(visitors: Visitors, arranged: Scene) -> None:
    with sheet(visitors, arranged) as page:
        page.emulate_media(reduced_motion="no-preference")
        assert page.evaluate(MOVING, TEN)


def test_buttons_have_borders_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    assert page.evaluate(BORDERLESS) == []


def test_the_focus_is_marked_in_forced_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    keys = Keyboard(page)
    for _ in range(8):
        keys.press("Tab")
        if not page.evaluate("document.activeElement === document.body"):
            assert keys.stop is not None


def test_all_is_in_reach_when_enlarged_four_times(page: Page) -> None:
    page.emulate_media(forced_colors="none")
    assert unreached(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_state_has_its_shape_and_its_word_in_forced_colours(
    scheme: str, visitors: Visitors, arranged: Scene
) -> None:
    with board(visitors, arranged) as page:
        page.emulate_media(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
        drawn: dict[str, Locator] = {}
        for row in page.locator("#candidates > li").all():
            shape, word = row.locator("svg.signal").first, row.locator(".row-state")
            name = str(shape.locator("use").get_attribute("href")).partition("#")[2]
            assert (word.inner_text() or "").strip()
            drawn.setdefault(name, shape)
        assert len(drawn) >= 6
        for name, shape in drawn.items():
            assert len(page.evaluate(DRAWN, b64encode(shape.screenshot()).decode())) > 1, name
