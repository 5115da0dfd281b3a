"""Phones of Chromium: a profile of their own on disk, their owner's screen on a bus of its own, fingers on it.

Only the maker's push service is played: what our watcher sends is accepted by the tests' own, decrypted with the keys
that the page gave us, and handed to the service worker by the browser.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from pwa.clock import utcnow
from pwa.models.base import begin_writing
from pwa.models.tables import Alert, Candidate, Device
from tests.browser.pushing import PATIENCE
from tests.browser.visitors import sign_in
from tests.scene import Scene, SignIn
from tests.tools.chromium import Chromium, deliver_push, stop_workers
from tests.tools.notifications import Notification, NotificationBus
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

T = TypeVar("T")
SIZE = (390, 844)
SUBSCRIPTIONS = 2
PLAYED = """((given) => {
    if (!window.PushManager) return;
    const count = () => Number(localStorage.getItem("subscribed"));
    const made = () => {
        const { endpoint, keys } = given[count() - 1];
        return { endpoint, options: {}, toJSON: () => ({ endpoint, keys }), unsubscribe };
    };
    const unsubscribe = async () => { localStorage.removeItem("held"); return true; };
    PushManager.prototype.getSubscription = async () => (localStorage.getItem("held") ? made() : null);
    PushManager.prototype.subscribe = async () => {
        if (!localStorage.getItem("held")) localStorage.setItem("subscribed", count() + 1);
        localStorage.setItem("held", "yes");
        return made();
    };
})"""
"""A browser that subscribes with the push service of the tests: the first of `given`, then the next."""
SHOWN = "async () => (await registration.getNotifications()).map(({ title, tag }) => ({ title, tag }))"

MakePhone = Callable[..., "Phone"]


class Phone:
    """`home` is the tab that stays when every page of ours is closed; `screen` holds what the person reads."""

    def __init__(self, context: BrowserContext, screen: NotificationBus, service: PushService, origin: str) -> None:
        self.context, self.screen = context, screen
        self.home = context.pages[0]
        self.subscriptions = [service.subscribe() for _ in range(SUBSCRIPTIONS)]
        self._service, self._origin, self._handed = service, origin, 0
        infos = json.dumps([subscription.info for subscription in self.subscriptions])
        context.add_init_script(f"{PLAYED}({infos})")

    def open(self, path: str = "/") -> Page:
        """A page whose service worker is there."""
        page = self.context.new_page()
        page.goto(path)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return page

    def take_up(self, person: SignIn) -> None:
        """Signed in, with alerts wanted on this phone; then every page is closed."""
        page = self.open("/connexion")
        sign_in(page, person)
        page.goto("/appareils")
        page.get_by_role("button", name="Recevoir les alertes sur ce téléphone").click()
        page.locator("#this-phone[data-state=on]").wait_for()
        page.close()

    def stop_worker(self) -> None:
        """As a phone does after a while: the next push has to start it."""
        stop_workers(self.home)

    def told(self, end: str, since: int = 0) -> Notification:
        """The notification whose title ends so, sent by our watcher and shown by the service worker."""

        def shown() -> Notification | None:
            self.hand_over()
            return next((one for one in self.screen.shown.all()[since:] if one.title.endswith(end)), None)

        return eventually(shown, PATIENCE, f"« {end} »; {self.screen.shown.all()}")

    def hand_over(self) -> None:
        """Gives the service worker what the push service has accepted for this phone meanwhile."""
        waiting = self._service.messages.all()[self._handed :]
        self._handed += len(waiting)
        for message in waiting:
            for subscription in self.subscriptions:
                if message.accepted and message.endpoint == subscription.endpoint:
                    deliver_push(self.home, subscription.payload(message), self._origin)

    def shown(self) -> list[dict[str, Any]]:
        """What is on the screen, as the service worker knows it."""
        worker = self.eventually(lambda: next(iter(self.context.service_workers), None), "a service worker")
        shown: list[dict[str, Any]] = worker.evaluate(SHOWN)
        return shown

    def lose_subscription(self, page: Page) -> None:
        """The browser drops it without a word, as for an app that was not opened for long."""
        page.evaluate("localStorage.removeItem('held')")

    def eventually(self, probe: Callable[[], T | None], what: str = "") -> T:
        """The first true answer of `probe`; the browser is listened to meanwhile."""

        def listen() -> T | None:
            self.home.evaluate("0")
            return probe()

        return eventually(listen, PATIENCE, what)

    def page_at(self, path: str) -> Page:
        """The first page whose address contains `path`, open or to be opened."""
        return self.eventually(lambda: next(iter(self.pages(path)), None), f"a page at {path}")

    def pages(self, path: str = "http") -> list[Page]:
        return [page for page in self.context.pages if path in page.url]


def ask_to_enter(stage: Scene, last_name: str) -> Candidate:
    """What rings everybody's phone at once."""
    candidate = stage.find(last_name)
    stage.room.wait(candidate, utcnow())
    return candidate


def close_window(stage: Scene, last_name: str) -> Candidate:
    """What rings everybody's phone once it is sure that it is no reload."""
    candidate = stage.find(last_name)
    stage.seat(candidate, utcnow())
    stage.room.goodbye(candidate, utcnow())
    return candidate


def answer_all(stage: Scene) -> None:
    """Nobody of the room needs anybody any more."""
    needs = select(Candidate).join(Alert, Alert.candidate_id == Candidate.id)
    needs = needs.where(Alert.session_id == stage.session.id, Alert.closed_at.is_(None))
    for candidate in stage.all(needs.where(Alert.kind == "entry_requested")):
        stage.room.confirm(candidate, utcnow())
    for candidate in stage.all(needs):
        stage.room.end(candidate, utcnow())


def forget_phones(stage: Scene) -> None:
    """Nobody is rung any more."""
    begin_writing(stage.db)
    for device in stage.db.scalars(select(Device)):
        stage.db.delete(device)
    stage.db.commit()


@contextmanager
def phones(chromium: Chromium, server: AppServer, service: PushService, stage: Scene) -> Iterator[MakePhone]:
    """Makes phones; in the end they are gone, and nobody needs anybody."""
    with ExitStack() as closing:
        closing.callback(answer_all, stage)
        closing.callback(forget_phones, stage)

        def make(person: SignIn | None = None, **options: Any) -> Phone:
            screen = closing.enter_context(NotificationBus())
            given = {"base_url": server.url, "permissions": ["notifications"]} | options
            context = closing.enter_context(chromium.installed(SIZE, screen.address, **given))
            phone = Phone(context, screen, service, server.url)
            if person:
                phone.take_up(person)
            return phone

        yield make
