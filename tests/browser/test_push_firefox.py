"""Real phones: Firefox ESR with real subscriptions, one container each, and what their owners' screens say."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from pwa.adapters.passwords import Passwords
from pwa.clock import utcnow
from pwa.models.base import begin_writing
from pwa.models.tables import Delivery, Device
from pwa.operations import accesses, accounts
from tests.acting import act
from tests.browser.test_candidate_firefox import sign_in
from tests.scene import PASSWORD, Scene, SignIn
from tests.tools.firefox import Firefox
from tests.tools.firefox_page import Page
from tests.tools.notifications import Notification, NotificationBus
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

PATIENCE = 30.0
PHONES = 10
Subscribe = Callable[[str], Page]


@pytest.fixture
def subscribe(firefox: Firefox, app_server: AppServer, stage: Scene, push_service: PushService) -> Iterator[Subscribe]:
    """Gives an invigilator of that first name a phone of their own, which receives alerts."""
    yield from _phones(firefox, app_server, stage)


@pytest.fixture
def subscribe_apart(
    app_server: AppServer, stage: Scene, push_service: PushService, notifications: NotificationBus
) -> Iterator[Subscribe]:
    """The same, in a Firefox of its own: forgotten, it tells no phone any more once a container was thrown away."""
    with Firefox(push_service.browser_url, notifications.address) as browser:
        yield from _phones(browser, app_server, stage)


def _phones(browser: Firefox, server: AppServer, stage: Scene) -> Iterator[Subscribe]:
    with ExitStack() as phones:

        def make(first_name: str) -> Page:
            person = _invigilator(stage, first_name)
            device = phones.enter_context(browser.device())
            device.set_permission(server.url)
            page = device.page()
            sign_in(page, person, server.url)
            page.navigate(f"{server.url}/appareils")
            page.role("button", "Recevoir les alertes sur ce téléphone").click(PATIENCE)
            page.wait_for("document.getElementById('this-phone').dataset.state === 'on'", PATIENCE)
            return page

        yield make
    _forget_phones(stage)


def _invigilator(stage: Scene, first_name: str) -> SignIn:
    person, now = SignIn(f"{first_name}@exemple.fr".lower(), PASSWORD), utcnow()
    account = act(
        stage.db, accounts.sign_up, Passwords(fast=True), email=person.email, password=PASSWORD,
        first_name=first_name, last_name="Martin", now=now,
    )  # fmt: skip
    act(stage.db, accesses.open_session, account, stage.session.id, stage.session.password, now)
    return person


def _forget_phones(stage: Scene) -> None:
    """Nobody of this test is rung by the next one."""
    begin_writing(stage.db)
    for device in stage.db.scalars(select(Device)):
        stage.db.delete(device)
    stage.db.commit()


def told(notifications: NotificationBus, end: str, count: int = 1) -> list[Notification]:
    """The notifications of as many phones whose title ends so, once they are there."""

    def shown() -> list[Notification] | None:
        found = [one for one in notifications.shown.all() if one.title.endswith(end)]
        return found if len({one.number for one in found}) >= count else None

    return eventually(shown, PATIENCE, f"{count} notifications « {end} »; {notifications.shown.all()}")


def endpoint(page: Page) -> str:
    """The subscription that the phone has now."""
    ask = "navigator.serviceWorker.ready.then((ready) => ready.pushManager.getSubscription())"
    return str(page.wait_for(f"{ask}.then((made) => made?.endpoint)", PATIENCE))


def ask_to_enter(stage: Scene, last_name: str) -> None:
    stage.room.wait(stage.find(last_name), utcnow())


def test_a_claim_on_one_of_ten_phones_is_read_on_the_nine_others(
    subscribe: Subscribe, stage: Scene, notifications: NotificationBus
) -> None:
    for number in range(PHONES):
        subscribe(f"Téléphone{number}").close()
    ask_to_enter(stage, "MARTIN")
    rung = told(notifications, "demande à entrer", PHONES)
    pressed = rung[0]
    notifications.press(pressed, "J'y vais")
    others = told(notifications, "s'en occupe", PHONES - 1)
    assert len({one.title for one in others}) == 1
    former = {one.number for one in rung} - {pressed.number}
    eventually(lambda: former <= set(notifications.withdrawn.all()), PATIENCE, "no ring left on the nine others")
    assert others[0].body.endswith("demande à entrer")


def test_what_was_sent_while_a_phone_was_cut_off_reaches_it(
    subscribe: Subscribe, stage: Scene, notifications: NotificationBus, push_service: PushService
) -> None:
    page = subscribe("Coupée")
    push_service.sleep(endpoint(page))
    ask_to_enter(stage, "BERTRAND")
    push_service.wait_for(timeout=PATIENCE)
    assert notifications.shown.all() == []
    push_service.wake(endpoint(page))
    told(notifications, "demande à entrer")


def test_a_phone_that_its_service_forgot_subscribes_again_with_no_page_open_and_rings(
    subscribe_apart: Subscribe, stage: Scene, notifications: NotificationBus, push_service: PushService
) -> None:
    page = subscribe_apart("Oubliée")
    before = endpoint(page)
    page.close()
    push_service.forget_agent(before)
    eventually(lambda: stage.all(select(Device.endpoint)) not in ([before], []), PATIENCE, "another subscription")
    ask_to_enter(stage, "DIALLO")
    told(notifications, "demande à entrer")
    (device,) = stage.all(select(Device))
    assert device.state == "active"
    assert device.key_id is not None


def test_each_phone_reads_its_person_s_language(
    subscribe: Subscribe, stage: Scene, notifications: NotificationBus
) -> None:
    subscribe("Anne").close()
    page = subscribe("Ann")
    page.role("button", "English").click(PATIENCE)
    page.wait_for("document.documentElement.lang === 'en'", PATIENCE)
    page.close()
    ask_to_enter(stage, "BÂ")
    assert told(notifications, "asks to enter")[0].title == "Salle B204 · seat 02 · asks to enter"
    assert told(notifications, "demande à entrer")[0].title == "Salle B204 · poste 02 · demande à entrer"
    assert len(stage.all(select(Delivery).where(Delivery.purpose == "ring"))) == 2
