"""Trainings by the site as it runs: driven to its end on a phone by what its coach says, beside another; then gone."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as TooLate
from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from pwa.clock import utcnow
from pwa.domain import scenario
from pwa.models.tables import Attempt, Base, Training
from pwa.operations import trainings
from tests.acting import act
from tests.browser.checks import Console, problems
from tests.browser.offline import STORES
from tests.browser.visitors import sign_in
from tests.scene import Scene, SignIn
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

LAST = "C'est fini"
SHORT = 1500  # milliseconds: what the coach spoke of may be done by the time it is touched
LONGEST = 240  # seconds
SAYS = "#coach > :not([hidden])"
HEAR = """() => {
    window.told = [];
    const hear = () => {
        const said = document.querySelector("#coach > :not([hidden])").textContent.replaceAll("\u00a0", " ");
        if (!told.includes(said)) told.push(said);
    };
    const any = { subtree: true, childList: true, characterData: true, attributeFilter: ["hidden"] };
    new MutationObserver(hear).observe(document.body, any);
    hear();
}"""
CALM = ("Tout va bien", "Vous allez voir", "Les candidats arrivent")
LATER = timedelta(seconds=20)
SHOWN = "async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ tag }) => tag)"
SHOW = "async (tag) => (await navigator.serviceWorker.ready).showNotification('une alerte', { tag })"


def open_phone(chromium: Chromium, app_server: AppServer, person: SignIn) -> Iterator[BrowserContext]:
    options = {"base_url": app_server.url, "reduced_motion": "reduce", "permissions": ["notifications"]}
    with chromium.context((390, 844), **options) as window:
        with window.new_page() as page:
            sign_in(page, person)
        yield window


@pytest.fixture
def window(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[BrowserContext]:
    yield from open_phone(chromium, app_server, stage.claire)


@pytest.fixture
def other(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[BrowserContext]:
    """Another phone of the same person."""
    yield from open_phone(chromium, app_server, stage.claire)


def begin(window: BrowserContext) -> Page:
    page = window.new_page()
    page.goto("/")
    page.get_by_role("link", name="S'entraîner").click()
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_role("complementary", name="Entraînement")).to_be_visible()
    return page


def number_of(page: Page) -> int:
    return int(page.url.split("/")[-2])


def pass_time(db: Session, number: int) -> None:
    """Where the scenario lets time pass, let it be over: until the next step is due, or the last test."""
    training = db.scalars(select(Training).where(Training.session_id == number)).one()
    step, now = scenario.next_step(training.played), utcnow()
    if step is None:
        return
    left = scenario.due_at(step, training.begun_at, training.speed) - now
    passed = LATER if step.gate is scenario.Gate.OVER else left
    if passed <= timedelta(0):
        return
    training.begun_at -= passed
    running = select(Attempt).where(Attempt.session_id == number, Attempt.state == "running")
    for attempt in db.scalars(running):
        if attempt.started_at and attempt.ends_at:
            attempt.started_at, attempt.ends_at = attempt.started_at - passed, attempt.ends_at - passed
            attempt.look_at = now


class Trainee:
    """Touches what the coach has drawn around, and nothing else; `told` is all that it said."""

    def __init__(self, page: Page, stage: Scene) -> None:
        self.page, self.stage, self.number = page, stage, number_of(page)
        page.evaluate(HEAR)

    @property
    def told(self) -> str:
        return " ".join(self.page.evaluate("told"))

    def obey(self) -> bool:
        """Do the next thing; true once nothing is left to do."""
        says = (self.page.locator(SAYS).text_content() or "").replace("\u00a0", " ").strip()
        if says.startswith(CALM):
            act(self.stage.db, pass_time, self.number)
        elif not says.startswith(LAST):
            self._touch()
        return says.startswith(LAST)

    def _touch(self) -> None:
        """As a finger does, on what can be seen: a place that is hidden is touched in vain."""
        with suppress(TooLate, AssertionError):
            target = self.page.locator("[data-coached]")
            expect(target).to_be_in_viewport(ratio=1, timeout=SHORT)
            target.click(timeout=SHORT)


OF_PEOPLE = ("account", "centre", "seat_plan", "certification_session", "training", "attempt", "answer")


def counted(stage: Scene) -> dict[str, int]:
    """How many rows each table has that names a session, without those of the real one, or people and places."""
    tables = {name: table for name, table in Base.metadata.tables.items() if "session_id" in table.c}
    others = {name: table.c.session_id != stage.session.id for name, table in tables.items()}
    every = {name: true() for name in OF_PEOPLE}
    queries = {
        name: select(func.count()).select_from(Base.metadata.tables[name]).where(which)
        for name, which in (others | every).items()
    }
    return {name: stage.all(query)[0] for name, query in queries.items()}


def test_it_is_driven_to_its_end_by_what_the_coach_says(window: BrowserContext, stage: Scene) -> None:
    """While a colleague practises too."""
    theirs = act(stage.db, trainings.begin, stage.account(stage.karim), "Entraînement", utcnow()).session_id
    page = begin(window)
    console = Console(page)
    assert problems(page) == []
    page.get_by_role("button", name="Plus vite").click()
    expect(page.get_by_role("button", name="Plus vite")).to_have_count(0)
    trainee = Trainee(page, stage)
    eventually(lambda: trainee.obey() or None, LONGEST, "the end of the training", pace=0.3)
    for words in (
        "touchez « Confirmer ».",
        "son nom dans la liste",
        "« Marquer absent »",
        "« Sélectionner »",
        "« Tout sélectionner »",
        "« Confirmer les 20 sélectionnés »",
        "« J'y vais »",
        "« Autoriser »",
        "nouvel ordinateur",
        "est écoulé : touchez son nom",
        "est écoulé : touchez « Terminer le test »",
        "encore « Terminer le test »",
    ):
        assert words in trainee.told
    expect(page.locator("#candidates .state-over")).to_have_count(23)
    settled = "409"  # what the coach spoke of may be over by itself as it is touched
    assert [error for error in console.errors if settled not in error] == []
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_text("il n'en reste rien")).to_be_visible()
    assert stage.all(select(Training.session_id)) == [theirs]
    begun = select(func.count(Attempt.id)).where(Attempt.session_id == theirs)
    assert stage.all(begun) == [0]
    act(stage.db, trainings.stop, stage.account(stage.karim))


def test_a_sheet_that_is_over_what_to_touch_is_to_be_closed_first(window: BrowserContext, stage: Scene) -> None:
    page = begin(window)
    page.locator("#candidates .row-open").last.click()
    expect(page.locator(SAYS)).to_contain_text("Fermez cette fiche")
    page.locator("[data-coached]").click()
    expect(page.locator(".sheet:popover-open")).to_have_count(0)
    expect(page.locator(SAYS)).not_to_contain_text("Fermez")
    act(stage.db, trainings.stop, stage.account(stage.claire))


def test_stopped_on_one_phone_it_is_over_on_the_other_and_no_notification_of_it_stays(
    window: BrowserContext, other: BrowserContext, stage: Scene
) -> None:
    page = begin(window)
    number = number_of(page)
    beside = other.new_page()
    beside.goto(page.url)
    for shown in (page, beside):
        for tag in (f"training-{number}-alert-1", "alert-1"):
            shown.evaluate(SHOW, tag)
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_text("il n'en reste rien")).to_be_visible()
    assert page.evaluate(SHOWN) == ["alert-1"]
    expect(beside.get_by_text("Si c'était un entraînement, il est fini")).to_be_visible(timeout=15_000)
    eventually(lambda: beside.evaluate(SHOWN) == ["alert-1"] or None, 10, "its notifications to be closed")
    beside.get_by_role("link", name="S'entraîner").click()
    expect(beside.get_by_role("button", name="Commencer")).to_be_visible()


def test_what_was_ordered_without_network_in_one_that_is_over_is_told_and_forgotten(
    window: BrowserContext, stage: Scene
) -> None:
    before = counted(stage)
    page = begin(window)
    eventually(lambda: page.evaluate(STORES)["pages"] or None, 15, "the board to be kept")
    window.set_offline(True)
    page.locator("#candidates .row-act button", has_text="Confirmer").last.click()
    eventually(lambda: page.evaluate("localStorage.orders") == "waiting" or None, 10, "the order to wait")
    act(stage.db, trainings.stop, stage.account(stage.claire))
    assert counted(stage) == before
    window.set_offline(False)
    expect(page.get_by_role("dialog", name="Des actions ne sont pas parties")).to_be_visible(timeout=20_000)
    page.get_by_role("button", name="Compris").click()
    expect(page.get_by_text("Si c'était un entraînement, il est fini")).to_be_visible(timeout=15_000)
    eventually(lambda: page.evaluate("localStorage.orders === undefined") or None, 10, "the queue to be empty")
    assert counted(stage) == before
