"""The help on a phone: read without network after one visit of any page, and left as it was entered."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from pwa.adapters.languages import LANGUAGES
from pwa.clock import utcnow
from pwa.models.base import begin_writing
from pwa.models.tables import Centre
from pwa.web.help_table import PAGES
from tests.browser.checks import problems
from tests.browser.offline import open_board
from tests.browser.visitors import LOCALES, said, sign_in
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

KEPT = """async (addresses) => {
    const found = await Promise.all(addresses.map((address) => caches.match(address)));
    return found.every(Boolean);
}"""
TITLES = {"/aide": "Aide"} | {f"/aide/{page.slug}": str(page.title) for page in PAGES}
NEXT = {"fr": "Ensuite Un candidat est déconnecté", "en": "Next A candidate is disconnected"}
SOON = 15  # seconds: an install asks for some eighty files


@pytest.fixture
def phone(chromium: Chromium, server: AppServer) -> Iterator[BrowserContext]:
    with chromium.context((390, 844), base_url=server.url) as phone:
        yield phone


@pytest.fixture(params=LANGUAGES)
def spoken_to(request: pytest.FixtureRequest, chromium: Chromium, server: AppServer) -> Iterator[BrowserContext]:
    """A phone of each language."""
    with chromium.context((390, 844), base_url=server.url, locale=LOCALES[request.param]) as phone:
        yield phone


@pytest.fixture(scope="module")
def stage(server: AppServer) -> Iterator[Scene]:
    with scene(server.database_url, utcnow()) as stage:
        yield stage


def test_all_the_help_is_read_without_network_after_one_visit(spoken_to: BrowserContext) -> None:
    page = spoken_to.new_page()
    page.goto("/connexion")
    language = page.locator("html").get_attribute("lang") or ""
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    eventually(lambda: page.evaluate(KEPT, list(TITLES)), SOON)
    spoken_to.set_offline(True)
    for address, title in TITLES.items():
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_have_text(said(page, title))
        assert page.locator("html").get_attribute("lang") == language
    page.goto("/aide/pendant")
    page.get_by_role("link", name=NEXT[language]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said(page, "Un candidat est déconnecté"))
    assert problems(page) == []


def test_the_help_takes_the_sheet_s_place_and_back_finds_the_board(phone: BrowserContext, stage: Scene) -> None:
    page, lea = phone.new_page(), stage.find("ABADIE")
    sign_in(page, stage.claire)
    board = f"/sessions/{stage.session.number}/surveiller"
    page.goto(board)
    before = page.evaluate("history.length")
    page.locator(f"#candidate-{lea.id} [popovertarget]").click()
    sheet(page, lea.full_name).get_by_role("link", name="Que faire ? Faire entrer les candidats").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Faire entrer les candidats")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Session {stage.session.number}")
    expect(page.locator(".sheet:popover-open")).to_have_count(0)
    page.locator(f"#candidate-{lea.id} [popovertarget]").click()
    expect(sheet(page, lea.full_name)).to_be_visible()


def test_whom_to_call_and_what_to_do_are_there_without_network(phone: BrowserContext, stage: Scene) -> None:
    begin_writing(stage.db)
    stage.db.get_one(Centre, stage.session.centre_id).contact = "Accueil : 01 49 52 10 10"
    stage.db.commit()
    board = open_board(phone, stage.claire, stage)
    eventually(lambda: board.page.evaluate(KEPT, list(TITLES)), SOON)
    board.cut()
    board.page.reload()
    board.page.get_by_role("button", name="Menu de la session").click()
    expect(board.page.get_by_role("link", name="01 49 52 10 10")).to_have_attribute("href", "tel:0149521010")
    assert problems(board.page) == []
    board.page.goto(f"{board.path}#candidate-{stage.find('ABADIE').id}")
    sheet(board.page, stage.find("ABADIE").full_name).get_by_role("link", name="Que faire ?").click()
    expect(board.page.get_by_role("heading", level=1)).to_have_text("Faire entrer les candidats")


def sheet(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog", name=name)
