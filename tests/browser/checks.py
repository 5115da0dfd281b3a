"""What every page must hold at every size and in both schemes: no axe violation, no overflow, targets for fingers."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

SIZES = {"phone": (390, 844), "tablet": (768, 1024), "desktop": (1440, 900)}
NARROW = (320, 344, 360, 375)  # the small phones, as wide as they are
LARGE = ("phone", "desktop")
"""Where the text alone is read at twice its size too."""
ENLARGED = (320, 256)
"""A window of 1280 by 1024 enlarged four times (WCAG 1.4.10)."""
Scheme = Literal["light", "dark"]

TOP = """[...document.querySelectorAll("dialog[open], :popover-open")].at(-1) ?? document"""
"""What the person has in front of them: what floats above the page, else the page."""

AXE = """async ([top, rules]) => (await axe.run(top, { resultTypes: ["violations"], ...rules })).violations
    .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).flatMap(({ html, failureSummary }) => [html, failureSummary])])"""

OVERFLOW = """() => {
    const width = document.documentElement.clientWidth;
    const clipped = (element) => element.parentElement.closest(".scroller, #counters, [popover], dialog");
    const wide = [...document.body.querySelectorAll("*")].filter((element) => {
        const { left, right, height } = element.getBoundingClientRect();
        return height > 0 && (right > width + 1 || left < -1) && !clipped(element);
    });
    const floating = [...document.querySelectorAll(":popover-open, dialog[open]")].filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const isOut = left < 0 || right > width || top < 0 || bottom > innerHeight;
        return isOut || element.scrollWidth > element.clientWidth;
    });
    const isWide = document.documentElement.scrollWidth > width;
    return [...(isWide ? wide : []), ...floating].map((element) => element.outerHTML.slice(0, 120));
}"""

UNREACHED = """(top) => {
    const controls = "a, button, input:not([type=hidden]), select, textarea, summary";
    const middle = (from, to, size) => (Math.max(from, 0) + Math.min(to, size)) / 2;
    const isReached = (element) => {
        element.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const hit = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
        return hit && [element, ...(element.labels ?? [])].some((own) => own.contains(hit) || hit.contains(own));
    };
    const visible = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(".skip");
    const hidden = [...top.querySelectorAll(controls)].filter((one) => visible(one) && !isReached(one));
    return hidden.map((element) => element.outerHTML.replace(/\\s+/g, " ").slice(0, 160));
}"""

TARGETS = """(top) => {
    const controls = "button, input:not([type=hidden]), select, textarea, summary, a.button, [role=button]";
    const reaches = (element, x, y) => {
        const hit = document.elementFromPoint(x, y);
        return [element, ...(element.labels ?? [])].some((own) => own.contains(hit));
    };
    const isLarge = (element, box, side) => {
        const [x, y, half] = [box.left + box.width / 2, box.top + box.height / 2, side / 2 - 1.1];
        return [[x - half, y], [x + half, y], [x, y - half], [x, y + half]].every(([x, y]) => reaches(element, x, y));
    };
    const small = (element, side) => {
        element.scrollIntoView({ block: "center", behavior: "instant" });
        const boxes = [element, ...(element.labels ?? [])].map((own) => own.getBoundingClientRect());
        return !boxes.some((box) => isLarge(element, box, side));
    };
    const visible = (element) =>
        element.checkVisibility({ visibilityProperty: true }) && !element.matches(".skip, [inert] *");
    const all = (selector) => [...top.querySelectorAll(selector)].filter(visible);
    const found = all(`${controls}, a`).filter((element) => small(element, element.matches(controls) ? 44 : 24));
    scrollTo({ top: 0, behavior: "instant" });
    return found.map((element) => element.outerHTML.replace(/\\s+/g, " ").slice(0, 160));
}"""


class Console:
    """The errors a page writes to its console, and the exceptions nobody caught."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.errors: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        """The status of the page itself is no error of the page."""
        own = message.location["url"].partition("#")[0] == self._page.url.partition("#")[0]
        if message.type in ("error", "warning") and not (own and "the server responded with a status" in message.text):
            self.errors.append(f"{message.text} ({message.location['url']})")


def problems(page: Page, coloured: Collection[str] = SIZES.keys()) -> list[str]:
    """All that is wrong with the page as it stands; `coloured`: the sizes where contrasts are measured, both schemes.

    They are more than half of the time this takes, and colours are those of every language.
    """
    return [*_layout_problems(page), *_axe_problems(page, coloured)]


def _layout_problems(page: Page) -> Iterator[str]:
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 700})
        yield from (f"{width}: too wide: {found}" for found in page.evaluate(OVERFLOW))
    for name in SIZES:
        resize(page, name)
        yield from (f"{name}: too wide: {found}" for found in page.evaluate(OVERFLOW))
        yield from (f"{name}: too small: {found}" for found in page.evaluate(TARGETS, page.evaluate_handle(TOP)))
    with text_at(page, 32):
        for name in LARGE:
            resize(page, name)
            yield from (f"{name}, text enlarged: too wide: {found}" for found in page.evaluate(OVERFLOW))


def unreached(page: Page) -> list[str]:
    """What cannot be brought into view and touched in the smallest window, or makes it scroll in two directions."""
    width, height = ENLARGED
    page.evaluate("document.activeElement?.blur()")  # a link that skips floats while it has the focus
    page.set_viewport_size({"width": width, "height": height})
    wide = [f"too wide: {found}" for found in page.evaluate(OVERFLOW)]
    return wide + [f"out of reach: {found}" for found in page.evaluate(UNREACHED, page.evaluate_handle(TOP))]


@contextmanager
def text_at(page: Page, size: int) -> Iterator[None]:
    """The browser's own setting: how large text is, in CSS pixels, where nothing is said of it (16 for most people)."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
    try:
        yield
    finally:
        session.send(
            "Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}}
        )  # detached, it would end « offline »


def _axe_problems(page: Page, coloured: Collection[str]) -> Iterator[str]:
    """Every rule in the light; in the dark, where nothing else differs, that of contrast."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(Axe().axe_script)
    for name in SIZES:
        resize(page, name)
        if name not in coloured:
            yield from _violations(page, "light", name, {"rules": {"color-contrast": {"enabled": False}}})
            continue
        yield from _violations(page, "light", name, {})
        yield from _violations(page, "dark", name, {"runOnly": ["color-contrast"]})


def _violations(page: Page, scheme: Scheme, size: str, rules: dict[str, Any]) -> Iterator[str]:
    page.emulate_media(color_scheme=scheme)
    for violation in page.evaluate(AXE, [page.evaluate_handle(TOP), rules]):
        yield f"{scheme}, {size}: {json.dumps(violation, ensure_ascii=False)}"


def resize(page: Page, name: str) -> None:
    width, height = SIZES[name]
    page.set_viewport_size({"width": width, "height": height})
