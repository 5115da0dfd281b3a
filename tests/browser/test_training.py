"""A training by the site as it runs: driven to its end on a phone by what its coach says, then gone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as TooLate
from sqlalchemy import select

from pwa.models.tables import CertificationSession
from tests.browser.checks import Console, problems
from tests.browser.visitors import sign_in
from tests.scene import Scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

LAST = "C'est fini"
SHORT = 1500  # milliseconds: what the coach spoke of may be done by the time it is touched
LONGEST = 240  # seconds


@pytest.fixture(scope="module")
def phone(chromium: Chromium, app_server: AppServer, stage: Scene) -> Iterator[Page]:
    with chromium.context((390, 844), base_url=app_server.url, reduced_motion="reduce") as window:
        page = window.new_page()
        sign_in(page, stage.claire)
        yield page


class Trainee:
    """Does what the coach says, and nothing else; `told` is all that it said."""

    def __init__(self, page: Page) -> None:
        self.page, self.told = page, list[str]()

    def obey(self) -> bool:
        """Do the next thing; true once nothing is left to do."""
        says = (self.page.locator("#coach").text_content() or "").replace("\u00a0", " ").strip()
        if says not in self.told:
            self.told.append(says)
        try:
            self._do(says)
        except TooLate:
            self.page.keyboard.press("Escape")
        return says.startswith(LAST)

    def _do(self, says: str) -> None:
        target = "#" + (self.page.locator("#coach").get_attribute("data-target") or "nothing")
        if "Sélectionner" in says:
            for button in (".search-pick", "[data-all]", "#several button.wide"):
                self.page.locator(button).click(timeout=SHORT)
        elif "Marquer absent" in says:
            self._in_sheet(f"{target} .row-open", "Marquer absent")
        elif "changé d'ordinateur" in says:
            self._in_sheet(f"{target} .alert-open", "Donner le test au nouvel ordinateur")
        elif "Terminer le test" in says:
            self._in_sheet(f"{target} .alert-open", "Terminer")
        elif re.search("« (Confirmer|Autoriser|J'y vais) »", says):
            self.page.locator(f"{target} .alert-act button").click(timeout=SHORT)

    def _in_sheet(self, opener: str, name: str) -> None:
        """What the sheet offers; an end asks again in its dialog."""
        self.page.locator(opener).click(timeout=SHORT)
        self.page.locator(".sheet:popover-open").get_by_role("button", name=name).first.click(timeout=SHORT)
        if name == "Terminer":
            self.page.locator("dialog[open]").get_by_role("button", name="Terminer").last.click(timeout=SHORT)
        self.page.keyboard.press("Escape")


def test_it_is_driven_to_its_end_by_what_the_coach_says(phone: Page, stage: Scene) -> None:
    console = Console(phone)
    phone.goto("/")
    phone.get_by_role("link", name="S'entraîner").click()
    phone.get_by_role("button", name="Commencer").click()
    expect(phone.get_by_role("complementary", name="Entraînement")).to_be_visible()
    assert problems(phone) == []
    phone.get_by_role("button", name="Plus vite").click()
    trainee = Trainee(phone)
    eventually(trainee.obey, LONGEST, "the end of the training", pace=0.3)
    said = " ".join(trainee.told)
    for words in (
        "« Confirmer »",
        "Marquer absent",
        "Sélectionner",
        "J'y vais",
        "« Autoriser »",
        "ordinateur",
        "écoulé",
    ):
        assert words in said
    expect(phone.locator("#candidates .state-over")).to_have_count(23)
    phone.get_by_role("button", name="Arrêter").click()
    expect(phone.get_by_text("il n'en reste rien")).to_be_visible()
    assert stage.all(select(CertificationSession).where(CertificationSession.training)) == []
    assert console.errors == []
