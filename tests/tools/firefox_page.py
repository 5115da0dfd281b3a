"""A tab of Firefox, and the elements a person touches in it."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

from tests.tools.bidi import Bidi, BidiError
from tests.tools.waiting import eventually

TOUCHABLE = """async (element) => {
  element.scrollIntoView({ block: 'center', behavior: 'instant' });
  const before = element.getBoundingClientRect();
  await new Promise((resume) => setTimeout(resume, 30));
  const { x, y, width, height } = element.getBoundingClientRect();
  const isStill = before.x === x && before.y === y;
  return isStill && element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


class Page:
    """A tab; each call waits for the browser, BidiError when it refuses."""

    def __init__(self, bidi: Bidi, context: str) -> None:
        self._bidi = bidi
        self.context = context

    @property
    def url(self) -> str:
        return str(self.evaluate("location.href"))

    def navigate(self, url: str) -> None:
        """Goes to `url` and waits for its load event."""
        self._bidi.send("browsingContext.navigate", context=self.context, url=url, wait="complete")

    def reload(self) -> None:
        self._bidi.send("browsingContext.reload", context=self.context, wait="complete")

    def evaluate(self, expression: str, user_activation: bool = False) -> Any:
        """The value of a JavaScript expression, awaited, as JSON would carry it; BidiError when it throws."""
        answer = self._bidi.send(
            "script.evaluate",
            expression=f"(async () => JSON.stringify(await ({expression})))()",
            target={"context": self.context},
            awaitPromise=True,
            userActivation=user_activation,
        )
        if answer["type"] == "exception":
            raise BidiError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def wait_for(self, expression: str, timeout: float = 10.0) -> Any:
        """The first true value of a JavaScript expression; a page on its way elsewhere just is not there yet."""
        return eventually(lambda: self._try(expression), timeout, expression)

    def css(self, selector: str) -> "Element":
        return Element(self, {"type": "css", "value": selector})

    def role(self, role: str, name: str, inside: str | None = None) -> "Element":
        """The element of that ARIA role and exact accessible name, in the element that `inside` selects, if given."""
        return Element(self, {"type": "accessibility", "value": {"role": role, "name": name}}, inside)

    def press(self, key: str) -> None:
        """A key, or a text typed key by key, to the element in focus."""
        strokes = [{"type": kind, "value": letter} for letter in key for kind in ("keyDown", "keyUp")]
        self.act({"type": "key", "id": "keyboard", "actions": strokes})

    def act(self, source: dict[str, Any]) -> None:
        self._bidi.send("input.performActions", context=self.context, actions=[source])

    def set_viewport(self, width: int, height: int) -> None:
        """In CSS pixels."""
        size = {"width": width, "height": height}
        self._bidi.send("browsingContext.setViewport", context=self.context, viewport=size)

    def screenshot(self, path: Path | None = None, full: bool = False) -> bytes:
        """A PNG of the viewport (of the whole document if `full`), also written to `path`."""
        origin = "document" if full else "viewport"
        shot = self._bidi.send("browsingContext.captureScreenshot", context=self.context, origin=origin)
        png = b64decode(shot["data"])
        if path:
            path.write_bytes(png)
        return png

    def offline(self, yes: bool = True) -> None:
        """Cuts this tab's network, or gives it back (Device.offline cuts its service worker's too)."""
        conditions = {"type": "offline"} if yes else None
        self._bidi.send("emulation.setNetworkConditions", networkConditions=conditions, contexts=[self.context])

    def activate(self) -> None:
        """Brings the tab to the front: visible and in focus."""
        self._bidi.send("browsingContext.activate", context=self.context)

    def close(self) -> None:
        """As a person closes it. On a busy machine Firefox may drop the page's last words: see `leave`."""
        self._bidi.send("browsingContext.close", context=self.context)

    def locate(self, locator: dict[str, Any], inside: str | None = None) -> list[dict[str, Any]]:
        where: dict[str, Any] = {"context": self.context}
        if inside:
            where["startNodes"] = self.locate({"type": "css", "value": inside})[:1]
        if inside and not where["startNodes"]:
            return []
        return list(self._bidi.send("browsingContext.locateNodes", locator=locator, **where)["nodes"])

    def call(self, function: str, node: dict[str, Any]) -> Any:
        """The JSON-able result of a JavaScript function of one located element."""
        answer = self._bidi.send(
            "script.callFunction",
            functionDeclaration=f"async (node) => JSON.stringify(await ({function})(node) ?? null)",
            target={"context": self.context},
            arguments=[{"sharedId": node["sharedId"]}],
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise BidiError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def _try(self, expression: str) -> Any:
        try:
            return self.evaluate(expression)
        except BidiError:
            return None


class Element:
    """A way to an element, looked up anew at each use: a page that redraws itself does no harm."""

    def __init__(self, page: Page, locator: dict[str, Any], inside: str | None = None) -> None:
        self._page = page
        self._locator = locator
        self._inside = inside

    @property
    def count(self) -> int:
        return len(self._page.locate(self._locator, self._inside))

    @property
    def text(self) -> str:
        """Its rendered text."""
        return str(self.call("e => e.innerText"))

    def call(self, function: str, timeout: float = 10.0) -> Any:
        """What a JavaScript function says of it, once it is there."""
        return self._page.call(function, self.wait(timeout))

    def wait(self, timeout: float = 10.0) -> dict[str, Any]:
        """Its handle, once it is there and visible within `timeout` seconds."""
        return eventually(self._visible, timeout, f"{self._locator}")

    def wait_gone(self, timeout: float = 10.0) -> None:
        """Returns once it is not there, or not visible any more."""
        eventually(lambda: self._visible() is None, timeout, f"no more {self._locator}")

    def click(self, timeout: float = 10.0) -> None:
        """A trusted click or tap in its middle, once it is there, at rest, with nothing over it."""
        node = eventually(self._touchable, timeout, f"a touchable {self._locator}")
        here = {"type": "element", "element": {"sharedId": node["sharedId"]}}
        move = {"type": "pointerMove", "x": 0, "y": 0, "origin": here}
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._page.act({"type": "pointer", "id": "finger", "actions": [move, *press]})

    def fill(self, text: str) -> None:
        """Types `text` in place of what the field holds."""
        self.call("e => { e.focus(); e.select?.(); }")
        self._page.press(text)

    def _touchable(self) -> dict[str, Any] | None:
        try:
            node = self._visible()
            return node if node and self._page.call(TOUCHABLE, node) else None
        except BidiError:
            return None

    def _visible(self) -> dict[str, Any] | None:
        try:
            nodes = self._page.locate(self._locator, self._inside)
            return next((node for node in nodes if self._page.call("e => e.checkVisibility()", node)), None)
        except BidiError:
            return None
