"""A person without a mouse: keys alone, and at each stop a focus that is there, seen, and not covered."""

import re
from contextlib import suppress

from playwright.sync_api import Error, Page, expect

from tests.tools.waiting import eventually

FARTHEST = 160  # stops after which something is out of reach
STOP = """() => {
    const OWN = "h1, h2, [tabindex='-1'], [type=date], [type=time]"; // led to, not stopped at; or marked by the browser
    const { activeElement: it } = document;
    if (!it || it === document.body) return { name: "", where: "nowhere" };
    it.scrollIntoView({ block: "nearest", behavior: "instant" });
    const { left, right, top, bottom, width, height } = it.getBoundingClientRect();
    const mark = (element) => element && getComputedStyle(element).outlineStyle !== "none";
    const around = it.closest("label, .pick-one, .choice, form[data-order]");
    const label = it.ariaLabel ?? [...(it.labels ?? [])].map((one) => one.innerText).join(" ");
    const words = label || it.innerText || "";
    const middle = (from, to, size) => (Math.max(from, 0) + Math.min(to, size)) / 2;
    const hit = document.elementFromPoint(middle(left, right, innerWidth), middle(top, bottom, innerHeight));
    const isLabel = [...(it.labels ?? [])].some((one) => one.contains(hit));
    const isAround = !hit || it.contains(hit) || hit.contains(it) || hit.closest(".row-pick");
    return {
        name: words.replace(/\\s+/g, " ").trim(),
        where: it.outerHTML.replace(/\\s+/g, " ").slice(0, 120),
        isSeen: width > 0 && height > 0 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
        isMarked: mark(it) || mark(around) || it.matches(OWN),
        over: hit?.outerHTML.slice(0, 120) ?? "",
        isCovered: !isAround && !isLabel,
    };
}"""


class Keyboard:
    """The only way in is `press`; every stop is looked at."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)

    @property
    def stop(self) -> str:
        """The name of what has the focus, which is seen, marked and not covered by anything."""
        at = self.page.evaluate(STOP)
        assert at["where"] != "nowhere", "nothing has the focus"
        assert at["isSeen"], f"out of sight: {at['where']}"
        assert at["isMarked"], f"no mark of the focus: {at['where']}"
        assert not at["isCovered"], f"covered: {at['where']} by {at['over']}"
        return str(at["name"]).replace("\u00a0", " ")

    def to(self, name: str | re.Pattern[str], key: str = "Tab") -> None:
        """Presses Tab until what has that name (its beginning) has the focus."""
        met: list[str] = []
        for _ in range(FARTHEST):
            self.press(key)
            if self._is_nowhere():  # out of the page and round again
                continue
            met.append(self.stop)
            if met[-1].startswith(name) if isinstance(name, str) else name.search(met[-1]):
                return
        raise AssertionError(f"« {name} » is out of reach; met: {met}")

    def type_in(self, name: str, text: str) -> None:
        self.to(name)
        self.write(text)

    def enter(self, name: str | re.Pattern[str]) -> None:
        """Goes there and presses it."""
        self.to(name)
        self.press("Enter")

    def is_at(self, name: str) -> None:
        """Waits until the focus is there."""
        eventually(lambda: self._name().startswith(name), what=f"the focus on « {name} »")

    def title_is(self, words: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(words)
        self.page.wait_for_load_state()

    def _name(self) -> str:
        """Of what has the focus, whatever becomes of the page meanwhile."""
        with suppress(Error):
            return str(self.page.evaluate(STOP)["name"]).replace("\u00a0", " ")
        return ""

    def _is_nowhere(self) -> bool:
        return bool(self.page.evaluate("!document.activeElement || document.activeElement === document.body"))
