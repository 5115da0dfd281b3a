"""Lost time, by the site as it runs: an outage given back to all by one tap, seen at once on their pages."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from pwa.clock import utcnow
from pwa.domain.spans import Cause
from pwa.models.tables import Candidate
from tests.browser.checks import Console, problems
from tests.browser.test_time import opened, type_code
from tests.scene import Scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer

SOON = 8000  # milliseconds: the machine may be busy
CUT, LENGTH = timedelta(minutes=10), timedelta(seconds=130)
LEA = "Léa ABADIE"


@pytest.fixture(scope="module")
def lea(stage: Scene) -> Candidate:
    """She and two others lost the network ten minutes ago; the third has not come back."""
    now = utcnow()
    for place, name in enumerate(("ABADIE", "BÂ", "BERTRAND")):
        candidate, began = stage.find(name), now - CUT + timedelta(seconds=3 * place)
        attempt = stage.room.start(candidate, now)
        if place == 2:
            attempt.connectivity, attempt.connectivity_since, attempt.last_heartbeat_at = "lost", began, began
            stage.db.commit()
        stage.room.lose(candidate, began, began + LENGTH if place < 2 else None, Cause.UNKNOWN)
    lea = stage.find("ABADIE")
    stage.room.resume(lea, now)
    return lea


@pytest.fixture(scope="module")
def test_page(chromium: Chromium, app_server: AppServer, stage: Scene, lea: Candidate) -> Iterator[Page]:
    with chromium.context((1366, 768), base_url=app_server.url, reduced_motion="reduce") as window:
        page = opened(window, stage.play(lea, utcnow()), "/test/code")
        type_code(page, stage)
        yield page


@pytest.fixture(scope="module")
def board(chromium: Chromium, app_server: AppServer, stage: Scene, test_page: Page) -> Iterator[Page]:
    with chromium.context((390, 844), base_url=app_server.url, reduced_motion="reduce") as window:
        yield opened(window, stage.claire, f"/sessions/{stage.session.number}/surveiller")


def test_an_outage_is_given_back_to_all_by_one_tap(board: Page, test_page: Page, lea: Candidate, stage: Scene) -> None:
    console = Console(board)
    board.locator(f"#candidate-{lea.id} > button").click()
    sheet = board.get_by_role("dialog", name=LEA)
    ledger = sheet.get_by_role("region", name="Temps perdu")
    expect(ledger).to_contain_text("2 min 10 s")
    expect(ledger.get_by_role("button", name=f"Accorder 3 min à {LEA}")).to_be_visible()
    assert problems(board) == []

    board.set_viewport_size({"width": 390, "height": 844})
    ledger.get_by_role("button", name=re.compile("Accorder leur temps perdu aux 2 candidats de la coupure")).click()
    expect(board.locator("#toasts")).to_contain_text("Temps perdu accordé à 2 candidats.", timeout=SOON)
    expect(board.locator("#toasts")).to_contain_text("n'est pas encore revenu")
    expect(ledger).to_contain_text("par Claire Moreau", timeout=SOON)
    expect(ledger.get_by_role("button")).to_have_count(0)
    told = test_page.get_by_role("status").filter(has_text="Claire Moreau vous a ajouté 3 minutes")
    expect(told).to_contain_text("Motif : Temps perdu.", timeout=SOON)

    board.goto(f"/sessions/{stage.session.number}/surveiller/temps")
    expect(board.get_by_role("region", name="Coupures")).to_contain_text("3 candidats touchés")
    assert problems(board) == []
    assert console.errors == []


def test_the_page_that_finalises_reaches_everybody(
    chromium: Chromium, app_server: AppServer, board: Page, test_page: Page, stage: Scene
) -> None:
    board.goto(f"/sessions/{stage.session.number}/surveiller")
    with chromium.context((1440, 900), base_url=app_server.url, reduced_motion="reduce") as window:
        page = opened(window, stage.staff, f"/centre/sessions/{stage.session.number}/finaliser")
        page.get_by_role("button", name="Finaliser la session").click()
        expect(page.locator("#form-errors")).to_contain_text("Choisissez pourquoi ce test n'a pas été achevé.")
        assert problems(page) == []
        for choice in page.get_by_role("combobox").all():
            choice.select_option("Problème technique")
        page.get_by_role("button", name="Finaliser la session").click()
        expect(page.locator("main")).to_contain_text("est finalisée.")
    expect(test_page.get_by_role("heading", level=1)).to_have_text("Test terminé", timeout=SOON)
    expect(test_page.locator("main")).to_contain_text("Le centre a clos la session.")
    expect(board.locator("main")).to_contain_text("La session a été finalisée.", timeout=2 * SOON)
