"""Pushes handed to a page's service worker by Chromium, and taps on what it shows."""

from typing import Any

from playwright.sync_api import Page

from tests.tools.chromium import deliver_push, shown_notifications
from tests.tools.waiting import eventually

PATIENCE = 30.0  # seconds: the machine may be busy
HEARD = """() => {
    window.heard = [];
    navigator.serviceWorker.addEventListener("message", ({ data }) => heard.push(data.type));
}"""
TAP = """async () => {
    const [notification] = await registration.getNotifications();
    dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


def push(tab: Page, data: str | dict[str, Any]) -> dict[str, Any]:
    """What is shown once the worker has told the page (asking Chromium earlier can make it forget what it shows)."""
    tab.evaluate(HEARD)
    deliver_push(tab, data)
    eventually(lambda: tab.evaluate("heard.includes('push')"), PATIENCE)
    shown: dict[str, Any] = eventually(lambda: shown_notifications(tab), PATIENCE)[-1]
    return shown
