"""Phones of Chromium through their life: notifications refused, a subscription lost and found, another holder.

The messages take the road that `test_push_chromium` tells of.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pwa.adapters.passwords import Passwords
from pwa.clock import utcnow
from pwa.models.base import begin_writing
from pwa.models.tables import Account, Delivery, Device
from pwa.operations import accounts
from tests.acting import act
from tests.browser.phones import SIZE, MakePhone, Phone, ask_to_enter, phones
from tests.browser.visitors import sign_in
from tests.scene import PASSWORD, Scene, SignIn
from tests.tools.chromium import Chromium
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer

ASKS = "demande à entrer"


@pytest.fixture
def make(chromium: Chromium, app_server: AppServer, the_push_service: PushService, stage: Scene) -> Iterator[MakePhone]:
    with phones(chromium, app_server, the_push_service, stage) as make:
        yield make


# Notifications refused


@pytest.fixture
def refused(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[Page]:
    """Claire's phone, which refuses notifications."""
    with chromium.context(SIZE, base_url=app_server.url) as context:
        page = context.new_page()
        sign_in(page, stage.claire)
        assert page.evaluate("Notification.requestPermission()") == "denied"
        yield page


def test_a_phone_that_refuses_notifications_is_told_where_to_allow_them(refused: Page) -> None:
    refused.goto("/appareils")
    expect(refused.locator("main").get_by_text("Les notifications sont refusées.")).to_be_visible()
    expect(
        refused.locator("main").get_by_text("Autorisez-les pour ce site dans les réglages du navigateur")
    ).to_be_visible()
    expect(refused.get_by_role("button", name="Recevoir les alertes sur ce téléphone")).to_be_hidden()


def test_duty_is_not_taken_with_a_phone_that_refuses_notifications(refused: Page, stage: Scene) -> None:
    refused.goto(f"/sessions/{stage.session.number}/surveiller/poste")
    refused.get_by_role("button", name="Commencer").click()
    expect(refused.get_by_text("Ce téléphone n'est pas prêt.")).to_be_visible()
    expect(refused.locator("#step-permission")).to_contain_text("et autorisez les notifications de ce site")
    expect(refused.get_by_role("button", name="Recommencer")).to_be_visible()
    assert stage.all(select(Device)) == []


# Lost and found


def subscribed(stage: Scene) -> list[str]:
    """Where the server would ring."""
    return stage.all(select(Device.endpoint).where(Device.state == "active"))


def make_older(stage: Scene) -> None:
    """A phone is given a second chance while its subscription is young."""
    begin_writing(stage.db)
    for device in stage.db.scalars(select(Device)):
        device.created_at -= timedelta(minutes=2)
    stage.db.commit()


def test_a_subscription_that_was_lost_is_made_again_at_the_next_opening(
    make: MakePhone, stage: Scene, the_push_service: PushService
) -> None:
    phone = make(stage.claire)
    lost, found = (subscription.endpoint for subscription in phone.subscriptions)
    assert subscribed(stage) == [lost]
    make_older(stage)
    the_push_service.expire(lost)
    candidate = ask_to_enter(stage, "MARTIN")
    phone.eventually(lambda: subscribed(stage) == [], "a push service that says « gone »")
    stage.room.confirm(candidate, utcnow())
    page = phone.open("/aide")
    phone.lose_subscription(page)
    page.goto("/")
    phone.eventually(lambda: subscribed(stage) == [found], "another subscription")
    assert len(stage.all(select(Device))) == 1
    ask_to_enter(stage, "DIALLO")
    assert phone.told(ASKS)


# Another holder


@pytest.fixture(scope="module")
def nadia(stage: Scene) -> SignIn:
    """Somebody who watches nothing."""
    person = SignIn("nadia.berger@exemple.fr", PASSWORD)
    act(
        stage.db, accounts.sign_up, Passwords(fast=True), email=person.email, password=PASSWORD,
        first_name="Nadia", last_name="Berger", now=utcnow(),
    )  # fmt: skip
    return person


def hand_to(phone: Phone, person: SignIn, stage: Scene) -> None:
    """Somebody else signs in on the phone, whose former holder has not signed out; the first page tells the server."""
    phone.context.clear_cookies()
    page = phone.open("/connexion")
    sign_in(page, person)
    holder = select(Account.email).join(Device, Device.account_id == Account.id)
    holder = holder.where(Device.endpoint == phone.subscriptions[0].endpoint)
    phone.eventually(lambda: stage.all(holder) == [person.email], f"a phone of {person.email}")
    page.close()


def test_a_phone_that_changed_hands_does_not_ring_for_its_former_holder(
    make: MakePhone, stage: Scene, nadia: SignIn, the_push_service: PushService
) -> None:
    shared, other = make(stage.claire), make(stage.karim)
    hand_to(shared, nadia, stage)
    ask_to_enter(stage, "BERTRAND")
    other.told(ASKS)  # all phones of an alert are called together
    theirs = select(Delivery.id).join(Device).where(Device.endpoint == shared.subscriptions[0].endpoint)
    assert stage.all(theirs) == []
    shared.hand_over()
    assert shared.screen.shown.all() == []


def test_what_rang_before_a_phone_changed_hands_cannot_be_taken_from_it(
    make: MakePhone, stage: Scene, nadia: SignIn
) -> None:
    phone = make(stage.claire)
    ask_to_enter(stage, "ABADIE")
    rung = phone.told(ASKS)
    hand_to(phone, nadia, stage)
    phone.screen.press(rung, "J'y vais")
    refused = phone.screen.wait_for(lambda shown: shown.title == "L'alerte n'a pas pu être prise", since=1)
    assert refused.body.endswith("Ce téléphone a changé de compte depuis cette alerte : elle n'est plus pour lui.")
