"""Time, by the site as it runs: the same second on both screens, minutes granted, a test ended and taken back."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from pwa.clock import utcnow
from pwa.models.tables import Candidate
from tests.browser.visitors import sign_in
from tests.scene import Scene, SignIn
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

SOON = 8000  # milliseconds: the machine may be busy
LEFT = timedelta(seconds=110)
LEA = "Léa ABADIE"


@pytest.fixture
def lea(stage: Scene) -> Candidate:
    """Her test, opened long ago on another computer, is in its last two minutes."""
    candidate = stage.find("ABADIE")
    stage.room.start(candidate, utcnow() - timedelta(minutes=105) + LEFT)
    stage.room.resume(candidate, utcnow())
    return candidate


@pytest.fixture
def test_page(chromium: Chromium, app_server: AppServer, stage: Scene, lea: Candidate) -> Iterator[Page]:
    with chromium.context((1366, 768), base_url=app_server.url) as window:
        page = opened(window, stage.play(lea, utcnow()), "/test/code")
        type_code(page, stage)
        yield page


@pytest.fixture
def board(chromium: Chromium, app_server: AppServer, stage: Scene, test_page: Page) -> Iterator[Page]:
    with chromium.context((390, 844), base_url=app_server.url) as window:
        yield opened(window, stage.claire, f"/sessions/{stage.session.number}/surveiller")


def opened(window: BrowserContext, person: SignIn, path: str) -> Page:
    page = window.new_page()
    sign_in(page, person)
    page.goto(path)
    return page


def type_code(page: Page, stage: Scene) -> None:
    page.get_by_label("Code d'accès").fill(stage.session.access_code)
    page.get_by_role("button", name="Commencer mon test").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Question 1"), timeout=SOON)


def seconds(told: str) -> int:
    """« 1:42 » in seconds."""
    minutes, _, rest = told.partition(":")
    return int(minutes) * 60 + int(rest)


def test_minutes_and_ends_reach_the_candidate_who_comes_back(
    board: Page, test_page: Page, stage: Scene, lea: Candidate
) -> None:
    own, row = test_page.locator("#time-left"), board.locator(f"#candidate-{lea.id} .row-time time")
    expect(own).to_have_text(re.compile(r"^1:\d\d$"), timeout=SOON)
    eventually(lambda: seconds(own.inner_text()) == seconds(row.inner_text()) == seconds(own.inner_text()))

    board.locator(f"#candidate-{lea.id} > button").click()
    board.get_by_role("button", name=f"Ajouter du temps à {LEA}").click()
    dialog = board.get_by_role("dialog", name=f"Ajouter du temps à {LEA}")
    expect(dialog.get_by_label("Je confirme que je retire du temps")).to_be_hidden()
    dialog.get_by_label("Autre nombre de minutes").fill("-1")
    expect(dialog.get_by_label("Je confirme que je retire du temps")).to_be_visible()
    dialog.get_by_label("Autre nombre de minutes").fill("")
    dialog.get_by_label("Motif", exact=True).select_option("Coupure du réseau")
    dialog.get_by_role("button", name="Ajouter le temps").click()
    expect(board.locator("#toasts")).to_contain_text(f"10 minutes ajoutées : {LEA}.", timeout=SOON)
    expect(dialog).to_be_hidden()
    expect(test_page.get_by_role("status").filter(has_text="Claire Moreau vous a ajouté 10 minutes")).to_be_visible(
        timeout=SOON
    )
    expect(own).to_have_text(re.compile(r"^11\smin$"))

    board.keyboard.press("Escape")
    board.locator(f"#candidate-{lea.id} > button").click()
    board.get_by_role("button", name=f"Terminer le test de {LEA}").first.click()
    board.get_by_role("dialog").get_by_role("button", name="Terminer le test", exact=True).click()
    undo = board.locator("#toasts").get_by_role("button", name="Annuler")
    expect(undo).to_be_visible(timeout=SOON)
    undo.hover()  # a message under the finger stays
    expect(test_page.get_by_role("heading", level=1)).to_have_text("Test terminé", timeout=SOON)
    expect(test_page.locator("main")).to_contain_text("par Claire Moreau")
    undo.click()
    test_page.wait_for_url("**/test/code", timeout=SOON)
    type_code(test_page, stage)
    expect(test_page.locator("#notice")).to_contain_text("Claire Moreau a rouvert votre test")
    expect(own).to_have_text(re.compile(r"^1[01]\smin$"))
