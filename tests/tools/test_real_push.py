"""The whole road of a Web Push through a real Firefox: subscribe, send, show, tap, open."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.tools.firefox import Device, Firefox
from tests.tools.firefox_page import Page
from tests.tools.fixture_site import FixtureSite
from tests.tools.notifications import NotificationBus
from tests.tools.push_service import PushService
from tests.tools.sender import Sender

PAGE = (
    """<!doctype html><title>Téléphone</title><button id="enable">Recevoir</button><script src="/page.js"></script>"""
)
SCRIPT = """
const key = new URLSearchParams(location.search).get('key');
document.querySelector('#enable').onclick = async () => {
  const worker = await navigator.serviceWorker.register('/sw.js');
  await navigator.serviceWorker.ready;
  const made = await worker.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: key});
  window.subscription = made.toJSON();
};"""
WORKER = """
addEventListener('push', event => {
  const {title, body, url, tag} = event.data.json();
  const actions = [{action: 'claim', title: "J'y vais"}];
  event.waitUntil(registration.showNotification(title, {body, tag, data: url, actions}));
});
addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(clients.openWindow(event.notification.data + '?action=' + event.action));
});
addEventListener('pushsubscriptionchange', event => event.waitUntil(fetch('/changed', {method: 'POST'})));
"""


@pytest.fixture
def site() -> Iterator[FixtureSite]:
    with FixtureSite({"/": PAGE, "/page.js": SCRIPT, "/sw.js": WORKER, "/board": "<h1>Salle</h1>"}) as site:
        yield site


@pytest.fixture
def device(firefox: Firefox, site: FixtureSite) -> Iterator[Device]:
    with firefox.device() as device:
        device.set_permission(site.origin)
        yield device


@pytest.fixture
def sender() -> Sender:
    return Sender()


def subscribe(device: Device, site: FixtureSite, sender: Sender) -> tuple[Page, dict[str, Any]]:
    page = device.page(f"{site.origin}/?key={sender.key}")
    page.role("button", "Recevoir").click()
    return page, page.wait_for("window.subscription")


def alert(title: str, tag: str = "a") -> dict[str, str]:
    return {"title": title, "body": "Siège 4 · fenêtre fermée", "url": "/board", "tag": tag}


def test_a_push_is_shown_and_its_tap_opens_a_window(
    device: Device, site: FixtureSite, sender: Sender, push_service: PushService, notifications: NotificationBus
) -> None:
    page, info = subscribe(device, site, sender)
    page.close()
    assert sender.send(info, alert("Zoé D. — à voir")) == 201
    shown = notifications.wait_for()
    assert (shown.title, shown.body) == ("Zoé D. — à voir", "Siège 4 · fenêtre fermée")
    message = push_service.wait_for()
    assert message.claims["sub"] == "mailto:tests@example.org"
    assert push_service.wait_for_ack(message).code == 100
    notifications.tap(shown)
    board = device.wait_for_page("/board")
    assert board.wait_for("document.querySelector('h1')?.innerText") == "Salle"


def test_an_action_button_is_told_to_the_worker(
    device: Device, site: FixtureSite, sender: Sender, notifications: NotificationBus
) -> None:
    _, info = subscribe(device, site, sender)
    sender.send(info, alert("Anna"))
    notifications.press(notifications.wait_for(), "J'y vais")
    assert device.wait_for_page("/board").url.endswith("?action=claim")


def test_each_device_has_its_own_notifications(
    firefox: Firefox, site: FixtureSite, sender: Sender, notifications: NotificationBus
) -> None:
    for number in range(5):
        with firefox.device() as device:
            device.set_permission(site.origin)
            _, info = subscribe(device, site, sender)
            sender.send(info, alert(f"Téléphone {number}"))
            notifications.wait_for(lambda shown, title=f"Téléphone {number}": shown.title == title)  # type: ignore[misc]
    assert len(notifications.shown.all()) == 5


def test_a_sleeping_phone_gets_only_the_last_of_a_topic(
    device: Device, site: FixtureSite, sender: Sender, push_service: PushService, notifications: NotificationBus
) -> None:
    _, info = subscribe(device, site, sender)
    push_service.sleep(info["endpoint"])
    for title in ("avant", "après"):
        sender.send(info, alert(title), Topic="a" * 32)
    push_service.wake(info["endpoint"])
    assert notifications.wait_for().title == "après"


def test_a_cut_phone_comes_back_and_gets_its_message(
    device: Device, site: FixtureSite, sender: Sender, push_service: PushService, notifications: NotificationBus
) -> None:
    _, info = subscribe(device, site, sender)
    push_service.disconnect(info["endpoint"])
    sender.send(info, alert("retour"))
    assert notifications.wait_for(timeout=20).title == "retour"


def test_a_forgotten_phone_tells_its_worker(
    device: Device, site: FixtureSite, sender: Sender, push_service: PushService
) -> None:
    _, info = subscribe(device, site, sender)
    push_service.forget_agent(info["endpoint"])
    site.requests.wait_for(lambda request: request == "POST /changed", timeout=20)
