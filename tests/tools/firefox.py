"""Firefox ESR driven by WebDriver BiDi: one user context is one device, all in one browser."""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, Self

from tests.tools import firefox_profile
from tests.tools.bidi import Bidi, BidiError
from tests.tools.child import Child
from tests.tools.firefox_page import Page
from tests.tools.record import Record
from tests.tools.waiting import eventually

LISTENING = "WebDriver BiDi listening on "
PHONE = (390, 844)


class Device:
    """A phone or a computer of its own: its cookies, service workers, subscriptions and permissions."""

    def __init__(self, bidi: Bidi) -> None:
        self._bidi = bidi
        self.id: str = bidi.send("browser.createUserContext")["userContext"]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def page(self, url: str | None = None, size: tuple[int, int] = PHONE) -> Page:
        """A new tab of `size` CSS pixels, at `url` once it is loaded."""
        made = self._bidi.send("browsingContext.create", type="tab", userContext=self.id)
        page = Page(self._bidi, made["context"])
        page.set_viewport(*size)
        if url:
            page.navigate(url)
        return page

    def pages(self) -> list[Page]:
        """Its open tabs, those opened by a service worker too."""
        tree = self._bidi.send("browsingContext.getTree", maxDepth=0)["contexts"]
        return [Page(self._bidi, tab["context"]) for tab in tree if tab["userContext"] == self.id]

    def wait_for_page(self, url: str, timeout: float = 10.0) -> Page:
        """The first tab whose address contains `url`, open or to be opened within `timeout` seconds."""

        def found() -> Page | None:
            tree = self._bidi.send("browsingContext.getTree", maxDepth=0)["contexts"]
            mine = (tab for tab in tree if tab["userContext"] == self.id and url in tab["url"])
            return next((Page(self._bidi, tab["context"]) for tab in mine), None)

        return eventually(found, timeout, f"a page at {url}")

    def set_permission(self, origin: str, name: str = "notifications", state: str = "granted") -> None:
        """Answers a permission question in advance: `state` is granted, denied or prompt."""
        self._bidi.send(
            "permissions.setPermission", descriptor={"name": name}, state=state, origin=origin, userContext=self.id
        )

    def offline(self, yes: bool = True) -> None:
        """Cuts the device's network (pages and workers), or gives it back; its push connection stays."""
        conditions = {"type": "offline"} if yes else None
        self._bidi.send("emulation.setNetworkConditions", networkConditions=conditions, userContexts=[self.id])

    def close(self) -> None:
        """Closes its tabs and forgets all it stored."""
        with contextlib.suppress(BidiError):
            self._bidi.send("browser.removeUserContext", userContext=self.id)


class Firefox:
    """A browser with a profile in a temporary folder; `console` holds its pages' console entries."""

    def __init__(self, push_url: str | None = None, bus_address: str | None = None, languages: str = "fr") -> None:
        self.console: Record[dict[str, Any]] = Record("console entry")
        self._folder = Path(tempfile.mkdtemp(prefix="firefox-"))
        firefox_profile.write(self._folder, push_url, bus_address is not None, languages)
        self._child = Child(self._command(), self._environment(bus_address))
        self._cleaning = contextlib.ExitStack()
        self._cleaning.callback(self._clean)
        with self._cleaning:
            self._bidi = self._connect()
            self._cleaning = self._cleaning.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def log(self) -> str:
        """What the browser itself wrote to its terminal."""
        return self._child.text

    def device(self) -> Device:
        return Device(self._bidi)

    def close(self) -> None:
        with contextlib.suppress(BidiError, TimeoutError):
            self._bidi.send("browser.close", timeout=5)
        self._cleaning.close()

    def _connect(self) -> Bidi:
        line = self._child.log.wait_for(lambda line: LISTENING in line, timeout=60)
        bidi = Bidi(line.partition(LISTENING)[2].strip() + "/session", self._hear)
        self._cleaning.callback(bidi.close)
        bidi.send("session.new", timeout=60, capabilities={})
        bidi.send("session.subscribe", events=["log.entryAdded"])
        return bidi

    def _clean(self) -> None:
        self._child.wait(5)
        self._child.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _command(self) -> list[str]:
        profile = ["--profile", str(self._folder), "--no-remote"]
        return ["firefox-esr", *profile, "--headless", "--remote-debugging-port=0"]

    def _environment(self, bus_address: str | None) -> dict[str, str]:
        own = {
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder),
            "DBUS_SESSION_BUS_ADDRESS": bus_address or "disabled:",
            "MOZ_CRASHREPORTER_DISABLE": "1",
        }
        return {**os.environ, **own}

    def _hear(self, method: str, params: dict[str, Any]) -> None:
        if method == "log.entryAdded":
            self.console.add(params)
