"""One test, two computers, by the site as it runs: the older goes on, the invigilator chooses, in two taps."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pwa.clock import utcnow
from pwa.models.tables import Alert, Candidate
from tests.browser.checks import Console, problems
from tests.scene import Scene, SignIn
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

SOON = 8000  # milliseconds: the machine may be busy
Open = Callable[..., Page]


@pytest.fixture
def open_as(chromium: Chromium, app_server: AppServer) -> Iterator[Open]:
    """Opens a page in a browser of its own: another machine each time."""
    with ExitStack() as closing:

        def enter(person: SignIn, path: str, size: tuple[int, int] = (1366, 768)) -> Page:
            context = closing.enter_context(chromium.context(size, reduced_motion="reduce"))
            page = context.new_page()
            page.goto(f"{app_server.url}/connexion")
            page.get_by_label("Adresse e-mail").fill(person.email)
            page.get_by_label("Mot de passe").fill(person.password)
            page.get_by_role("button", name="Se connecter").click()
            page.wait_for_url(f"{app_server.url}/")
            page.goto(f"{app_server.url}{path}")
            return page

        yield enter


@pytest.fixture
def board(open_as: Open, stage: Scene) -> Page:
    return open_as(stage.claire, f"/sessions/{stage.session.number}/surveiller", (390, 844))


def type_code(page: Page, stage: Scene) -> None:
    page.get_by_label("Code d'accès").fill(stage.session.access_code)
    page.get_by_role("button", name="Commencer mon test").click()
    expect(page.locator("h1")).to_contain_text("Question", timeout=SOON)


def begin(open_as: Open, stage: Scene, candidate: Candidate) -> tuple[SignIn, Page]:
    person = stage.play(candidate, utcnow())
    stage.room.confirm(candidate, utcnow())
    page = open_as(person, "/test/code")
    type_code(page, stage)
    return person, page


def open_sheet(board: Page, candidate: Candidate) -> None:
    board.locator("#attention .alert", has_text=candidate.last_name).locator(".alert-open").click()


def open_alerts(stage: Scene, candidate: Candidate) -> list[str]:
    query = select(Alert.kind).where(Alert.candidate_id == candidate.id, Alert.closed_at.is_(None))
    return stage.all(query)


def miss_another(stage: Scene, last_name: str) -> None:
    """Another window is closed and missed: whatever was due before has been looked at."""
    witness = stage.find(last_name)
    stage.room.start(witness, utcnow())
    stage.room.goodbye(witness, utcnow())
    eventually(lambda: open_alerts(stage, witness) == ["window_closed"], 12)
    stage.room.end(witness, utcnow())


def test_a_changed_computer_takes_two_taps(board: Page, open_as: Open, stage: Scene) -> None:
    candidate = stage.find("ABADIE")
    person, older = begin(open_as, stage, candidate)
    newer = open_as(person, "/test")
    newer.wait_for_url("**/test/attente", timeout=SOON)
    expect(board.locator("#attention")).to_contain_text("test ouvert sur un autre ordinateur", timeout=SOON)
    expect(older.locator("h1")).to_contain_text("Question")
    open_sheet(board, candidate)
    assert problems(board) == []
    board.set_viewport_size({"width": 390, "height": 844})
    board.get_by_role("button", name="Donner le test au nouvel ordinateur").click()
    newer.wait_for_url("**/test/code", timeout=SOON)
    type_code(newer, stage)
    older.wait_for_url("**/test/ailleurs", timeout=SOON)
    expect(older.locator("main")).to_contain_text("Votre test continue sur un autre poste ou dans une autre fenêtre.")
    assert problems(older) == []
    miss_another(stage, "KONÉ")
    assert open_alerts(stage, candidate) == []
    older.get_by_role("link", name="Demander à reprendre ici").click()
    older.wait_for_url("**/test/attente")
    expect(board.locator("#attention")).to_contain_text("test ouvert sur un autre ordinateur", timeout=SOON)


def test_the_older_window_is_kept(board: Page, open_as: Open, stage: Scene) -> None:
    candidate = stage.find("BÂ")
    person, older = begin(open_as, stage, candidate)
    console = Console(older)
    newer = open_as(person, "/test/attente")
    expect(board.locator("#attention .alert", has_text="BÂ")).to_contain_text("autre ordinateur", timeout=SOON)
    open_sheet(board, candidate)
    board.get_by_role("button", name="Garder la fenêtre actuelle de Aïssatou BÂ").click()
    newer.wait_for_url("**/test/ailleurs", timeout=SOON)
    expect(newer.locator("main")).to_contain_text("Votre test continue là où il était ouvert.")
    miss_another(stage, "PETIT")
    assert open_alerts(stage, candidate) == []
    expect(older.locator("h1")).to_contain_text("Question")
    newer.get_by_role("link", name="Demander à nouveau").click()
    newer.wait_for_url("**/test/attente")
    assert console.errors == []


def test_both_screens_show_the_same_sign(board: Page, open_as: Open, stage: Scene) -> None:
    candidate = stage.find("FAURE")
    person = stage.play(candidate, utcnow())
    waiting = open_as(person, "/test/attente")
    theirs = waiting.locator(".screen-sign")
    expect(theirs).to_have_attribute("data-shown", "", timeout=SOON)
    board.locator(f"#candidate-{candidate.id} .row-open").click()
    ours = board.locator(f"#sheet-{candidate.id} .screen-sign")
    expect(ours).to_have_attribute("data-shown", "", timeout=SOON)
    for part in ("[data-digits]", "[data-name]"):
        expect(ours.locator(part)).to_have_text(theirs.locator(part).inner_text(), timeout=SOON)
    assert problems(waiting) == []
