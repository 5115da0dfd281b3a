"""The system's Chromium by Playwright, and what only its developer protocol can do."""

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from tests.tools.waiting import eventually

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-background-networking",
]
DESKTOP = (1440, 900)
Size = tuple[int, int]


class Chromium:
    """One browser; each `context()` is a person of its own. Only for the thread that made it."""

    def __init__(self) -> None:
        self._path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if self._path is None:
            raise FileNotFoundError("Chromium is not installed: apt-get install chromium")
        self._playwright = sync_playwright().start()
        try:
            self.browser: Browser = self._playwright.chromium.launch(executable_path=self._path, args=ARGUMENTS)
        except BaseException:
            self._playwright.stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.browser.close()
        self._playwright.stop()

    @contextlib.contextmanager
    def context(self, size: Size = DESKTOP, **options: Any) -> Iterator[BrowserContext]:
        """A window without a past: `size` in CSS pixels, `options` as Browser.new_context takes them."""
        context = self.browser.new_context(**_options(size, options))
        try:
            yield context
        finally:
            context.close()

    @contextlib.contextmanager
    def installed(
        self, size: Size = DESKTOP, bus_address: str | None = None, **options: Any
    ) -> Iterator[BrowserContext]:
        """A browser with a profile on disk: installability, and real notifications on `bus_address`."""
        environment: dict[str, str | float | bool] = {
            **os.environ,
            "DBUS_SESSION_BUS_ADDRESS": bus_address or "disabled:",
        }
        with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as folder:
            context = self._playwright.chromium.launch_persistent_context(
                folder, executable_path=self._path, args=ARGUMENTS, env=environment, **_options(size, options)
            )
            try:
                yield context
            finally:
                context.close()


def _options(size: Size, options: dict[str, Any]) -> dict[str, Any]:
    width, height = size
    return {"viewport": {"width": width, "height": height}, "locale": "fr-FR"} | options


def deliver_push(page: Page, data: str | dict[str, Any], origin: str | None = None) -> None:
    """A push message to the service worker of the page's origin; a dictionary becomes JSON, a text goes as it is.

    With `origin` the page may be any of the browser: no page of that origin has to be open. Returns at once: to ask for
    the shown notifications while one is about to be shown makes Chromium forget it.
    """
    with _developer_session(page) as session:
        _deliver(page, session, origin or _origin(page), data)


def push_and_wait(page: Page, data: str | dict[str, Any], timeout: float = 10.0) -> str:
    """The same, until the worker is done: "Success", or Chromium's word for what went wrong."""
    with _developer_session(page) as session:
        origin = _origin(page)
        done = _completions(session, f"{origin}/")
        _deliver(page, session, origin, data)
        return eventually(lambda: _heard(page, done), timeout, "a worker that is done with its push")[0]


def stop_workers(page: Page) -> None:
    """Every service worker of the browser is stopped; what comes next starts it again."""
    running: dict[str, str] = {}

    def hear(told: dict[str, Any]) -> None:
        running.update({version["versionId"]: version["runningStatus"] for version in told["versions"]})

    with _developer_session(page) as session:
        session.on("ServiceWorker.workerVersionUpdated", hear)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        eventually(lambda: page.evaluate("1") and set(running.values()) == {"stopped"}, what="workers that are stopped")


def _deliver(page: Page, session: CDPSession, origin: str, data: str | dict[str, Any]) -> None:
    text = data if isinstance(data, str) else json.dumps(data)
    order = {"origin": origin, "registrationId": _registration(page, session, origin), "data": text}
    session.send("ServiceWorker.deliverPushMessage", order)


def _origin(page: Page) -> str:
    """Once its service worker is there."""
    return str(page.evaluate("async () => { await navigator.serviceWorker.ready; return location.origin; }"))


def _completions(session: CDPSession, origin: str) -> list[str]:
    """A list that fills with the outcome of each push event of `origin` from now on."""
    outcomes: list[str] = []

    def hear(told: dict[str, Any]) -> None:
        event = told["backgroundServiceEvent"]
        if event["eventName"] == "Push event completed" and event["origin"] == origin:
            outcomes.extend(fact["value"] for fact in event["eventMetadata"] if fact["key"] == "Status")

    session.on("BackgroundService.backgroundServiceEventReceived", hear)
    session.send("BackgroundService.startObserving", {"service": "pushMessaging"})
    session.send("BackgroundService.setRecording", {"service": "pushMessaging", "shouldRecord": True})
    return outcomes


def _heard(page: Page, events: list[str]) -> list[str]:
    """`events`, after Playwright had a moment to hear more: it only listens while it is asked something."""
    page.evaluate("0")
    return events


def shown_notifications(page: Page) -> list[dict[str, Any]]:
    """The notifications of the page's service worker that are on the screen, oldest first."""
    shown: list[dict[str, Any]] = page.evaluate(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
            .map(({title, body, tag, lang, data, icon, badge}) => ({title, body, tag, lang, data, icon, badge}))"""
    )
    return shown


def wait_for_notification(page: Page, title: str, timeout: float = 10.0) -> dict[str, Any]:
    """The shown notification of that title, within `timeout` seconds."""
    return eventually(lambda: next((n for n in shown_notifications(page) if n["title"] == title), None), timeout, title)


def installability_errors(page: Page) -> list[str]:
    """Why the page's application cannot be installed; empty when it can (needs an `installed` context)."""
    with _developer_session(page) as session:
        found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    return [error["errorId"] for error in found]


@contextlib.contextmanager
def _developer_session(page: Page) -> Iterator[CDPSession]:
    session = page.context.new_cdp_session(page)
    try:
        yield session
    finally:
        session.detach()


def _registration(page: Page, session: CDPSession, origin: str) -> str:
    """The number Chromium gave the origin's registration."""
    numbers: list[str] = []

    def hear(event: dict[str, Any]) -> None:
        mine = (found for found in event["registrations"] if found["scopeURL"].startswith(f"{origin}/"))
        numbers.extend(found["registrationId"] for found in mine)

    session.on("ServiceWorker.workerRegistrationUpdated", hear)
    session.send("ServiceWorker.enable")
    return eventually(lambda: _heard(page, numbers), what=f"a service worker at {origin}")[0]
