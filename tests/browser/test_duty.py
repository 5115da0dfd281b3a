"""Duty taken on a phone in Chromium: a real push, shown and tapped; then the phone falls silent and others know."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from pwa.models.tables import Device, SessionAccess
from tests.browser.pushing import PATIENCE, TAP, push
from tests.browser.visitors import sign_in
from tests.scene import Scene
from tests.tools.chromium import Chromium
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer
from tests.tools.subscription import Subscription

SUBSCRIBED = """({ endpoint, keys }) => {
    const subscription = { endpoint, options: {}, toJSON: () => ({ endpoint, keys }), unsubscribe: async () => true };
    PushManager.prototype.getSubscription = async () => subscription;
    PushManager.prototype.subscribe = async () => subscription;
}"""


@pytest.fixture
def phone(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[BrowserContext]:
    """Claire's, which allows notifications."""
    with chromium.context((390, 844), base_url=app_server.url, permissions=["notifications"]) as phone:
        with phone.new_page() as page:
            sign_in(page, stage.claire)
        yield phone


def board_of(stage: Scene) -> str:
    return f"/sessions/{stage.session.number}/surveiller"


def open_duty(phone: BrowserContext, stage: Scene, subscription: Subscription) -> Page:
    """From the board, which says that nobody is ready; the browser's subscription is one of our push service."""
    page = phone.new_page()
    page.goto(board_of(stage))
    expect(page.get_by_text("Aucun téléphone prêt")).to_be_visible()
    page.get_by_role("link", name="Prenez votre poste").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prise de poste")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.evaluate(SUBSCRIBED, subscription.info)
    return page


def step(page: Page, name: str, state: str) -> None:
    expect(page.locator(f"#step-{name}")).to_have_attribute("data-state", state)


def test_duty_is_taken_by_a_push_that_is_shown_and_tapped(
    phone: BrowserContext, stage: Scene, the_push_service: PushService
) -> None:
    subscription = the_push_service.subscribe()
    page = open_duty(phone, stage, subscription)
    page.get_by_role("button", name="Commencer").click()
    sent = the_push_service.wait_for(lambda message: message.endpoint == subscription.endpoint, PATIENCE)
    step(page, "subscription", "ok")
    step(page, "shown", "doing")
    shown = push(page, subscription.payload(sent))
    assert shown["title"] == "Notification d'essai"
    step(page, "shown", "ok")
    expect(page.get_by_text("Touchez maintenant la notification d'essai")).to_be_visible()
    phone.service_workers[0].evaluate(TAP)
    expect(page.get_by_role("heading", name="Téléphone prêt")).to_be_focused()
    step(page, "sound", "ok")
    (device,) = stage.all(select(Device))
    access = stage.all(select(SessionAccess).where(SessionAccess.device_id == device.id))[0]
    assert device.proved_at
    assert access.duty_at
    assert access.duty_at >= device.proved_at
    page.get_by_role("link", name="Revenir à la session").click()
    page.locator("#pulse").click()
    expect(page.get_by_text("1 téléphone prêt sur 2")).to_be_visible()
