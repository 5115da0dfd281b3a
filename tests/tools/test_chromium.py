"""Chromium runs our service workers, and says whether we can be installed."""

import json
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.tools.chromium import (
    Chromium,
    deliver_push,
    installability_errors,
    push_and_wait,
    shown_notifications,
    wait_for_notification,
)
from tests.tools.fixture_site import FixtureSite
from tests.tools.notifications import NotificationBus

PAGE = """<!doctype html><title>App</title><link rel="manifest" href="/manifest.json">
<script>navigator.serviceWorker.register('/sw.js')</script>"""
WORKER = """
addEventListener('fetch', event => event.respondWith(fetch(event.request).catch(() => new Response('hors ligne'))));
addEventListener('activate', event => event.waitUntil(clients.claim()));
addEventListener('push', event => {
  let told = {title: 'Alerte'};
  try { told = event.data.json(); } catch {}
  if (told.told) fetch(told.told, {method: 'POST'});
  if (told.fail) return event.waitUntil(Promise.reject());
  event.waitUntil(registration.showNotification(told.title, {body: told.body, tag: told.tag}));
});
"""


def png(side: int) -> bytes:
    """A black square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\0" + b"\0" * 3 * side) * side
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


MANIFEST: dict[str, Any] = {
    "name": "App",
    "start_url": "/",
    "display": "standalone",
    "icons": [{"src": "/icon.png", "sizes": "192x192", "type": "image/png"}],
}


@pytest.fixture
def site() -> Iterator[FixtureSite]:
    pages: dict[str, str | bytes] = {
        "/": PAGE,
        "/sw.js": WORKER,
        "/manifest.json": json.dumps(MANIFEST),
        "/icon.png": png(192),
    }
    with FixtureSite(pages) as site:
        yield site


@pytest.fixture
def page(chromium: Chromium, site: FixtureSite) -> Iterator[Page]:
    with chromium.context(permissions=["notifications"]) as context:
        page = context.new_page()
        page.goto(site.origin)
        yield page


def test_a_push_reaches_the_service_worker(page: Page) -> None:
    assert push_and_wait(page, {"title": "Zoé — à voir", "body": "Siège 4", "tag": "a"}) == "Success"
    assert wait_for_notification(page, "Zoé — à voir")["body"] == "Siège 4"
    assert len(shown_notifications(page)) == 1


def test_garbage_can_be_pushed(page: Page) -> None:
    push_and_wait(page, "\0 pas du JSON")
    assert wait_for_notification(page, "Alerte")


def test_a_push_can_be_left_to_itself(page: Page, site: FixtureSite) -> None:
    deliver_push(page, {"title": "a", "told": "/told"})
    site.requests.wait_for(lambda request: request == "POST /told")


def test_a_worker_that_fails_is_told(page: Page) -> None:
    assert push_and_wait(page, {"title": "a", "tag": "a", "fail": True}) != "Success"


def test_offline_cuts_the_service_worker_too(page: Page) -> None:
    page.wait_for_function("navigator.serviceWorker.controller")
    page.context.set_offline(True)
    page.reload()
    assert page.inner_text("body") == "hors ligne"


def test_closing_a_page_says_goodbye(page: Page, site: FixtureSite) -> None:
    page.evaluate("addEventListener('pagehide', () => navigator.sendBeacon('/goodbye', 'bye'))")
    page.close()
    site.requests.wait_for(lambda request: request == "POST /goodbye bye")


def test_people_do_not_share_a_window(chromium: Chromium, site: FixtureSite) -> None:
    with chromium.context((390, 844)) as one, chromium.context() as other:
        first, second = one.new_page(), other.new_page()
        first.goto(site.origin)
        second.goto(site.origin)
        first.evaluate("document.cookie = 'who=one'")
        assert second.evaluate("[document.cookie, innerWidth]") == ["", 1440]
        assert first.evaluate("[innerWidth, navigator.language]") == [390, "fr-FR"]


def test_an_application_can_be_installed(chromium: Chromium, site: FixtureSite) -> None:
    with chromium.installed() as context:
        page = context.new_page()
        page.goto(site.origin)
        assert installability_errors(page) == []


def test_what_hinders_installation_is_named(chromium: Chromium, site: FixtureSite) -> None:
    site.pages = {**site.pages, "/manifest.json": json.dumps(MANIFEST | {"icons": []})}
    with chromium.installed() as context:
        page = context.new_page()
        page.goto(site.origin)
        assert "manifest-missing-suitable-icon" in installability_errors(page)


def test_a_notification_reaches_the_system(
    chromium: Chromium, site: FixtureSite, notifications: NotificationBus
) -> None:
    with chromium.installed(bus_address=notifications.address, permissions=["notifications"]) as context:
        page = context.new_page()
        page.goto(site.origin)
        push_and_wait(page, {"title": "Anna", "body": "Siège 2"})
        shown = notifications.wait_for(lambda shown: shown.title == "Anna")
        assert "Siège 2" in shown.body
