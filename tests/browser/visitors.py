"""People who come to the pages of an application, and what they do there before anybody looks."""

from collections.abc import Callable
from contextlib import ExitStack

from playwright.sync_api import BrowserContext, Page, expect

from pwa.adapters.languages import SOURCE, translations, translator
from pwa.clock import utcnow
from tests.browser.checks import SIZES
from tests.cast import DATA
from tests.scene import Scene, SignIn
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer

Act = Callable[[Page], None]
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
"""What a browser asks for, by the languages we write."""


def said(page: Page, sentence: str, context: str = "") -> str:
    """One of our sentences in the language of the page; `context` is where it is said, when that changes it."""
    language = page.locator("html").get_attribute("lang")
    return translations(language or "").upgettext(context, sentence) if context else translator(language)(sentence)


class Visitors:
    """A browser window for each person, opened and signed in when they first come."""

    def __init__(self, chromium: Chromium, server: AppServer, stage: Scene, closing: ExitStack) -> None:
        self._chromium, self._server, self._stage, self._closing = chromium, server, stage, closing
        self._windows: dict[tuple[str, str], BrowserContext] = {}
        self._players: dict[str, SignIn] = {}

    def page(self, who: str, language: str = SOURCE) -> Page:
        """A new page of nobody, the staff, the invigilator, a colleague, or the candidate of that last name.

        Their browser asks for the pages in that language.
        """
        if (who, language) not in self._windows:
            self._windows[who, language] = self._open(self._sign_in(who), language)
        return self._windows[who, language].new_page()

    def _sign_in(self, who: str) -> SignIn | None:
        stage = self._stage
        known = {"nobody": None, "staff": stage.staff, "invigilator": stage.claire, "colleague": stage.karim}
        if who in known:
            return known[who]
        if who not in self._players:
            self._players[who] = stage.play(stage.find(who), utcnow())
        return self._players[who]

    def _open(self, person: SignIn | None, language: str) -> BrowserContext:
        window = self._closing.enter_context(
            self._chromium.context(
                SIZES["phone"], base_url=self._server.url, reduced_motion="reduce", locale=LOCALES[language]
            )
        )
        if person:
            with window.new_page() as page:
                sign_in(page, person)
        return window


def sign_in(page: Page, person: SignIn) -> None:
    page.goto("/connexion")
    page.get_by_label(said(page, "Adresse e-mail")).fill(person.email)
    page.get_by_label(said(page, "Mot de passe")).fill(person.password)
    page.get_by_role("button", name=said(page, "Se connecter")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said(page, "Calme tant que tout va bien."))


def nothing(_: Page) -> None:
    """The page as it comes."""


def press(name: str) -> Act:
    return lambda page: page.get_by_role("button", name=said(page, name), exact=True).first.click()


def choose(label: str, *, ticked: bool = True) -> Act:
    return lambda page: page.get_by_label(said(page, label)).set_checked(ticked)


def type_in(button: str, **typed: str) -> Act:
    """Fill fields, named by their labels, and press the button."""

    def act(page: Page) -> None:
        for label, text in typed.items():
            page.get_by_label(said(page, label)).fill(text)
        page.get_by_role("button", name=said(page, button), exact=True).click()
        page.wait_for_load_state()

    return act


def upload(file: str) -> Act:
    def act(page: Page) -> None:
        page.get_by_label(said(page, "Fichier")).set_input_files(DATA / file)
        page.get_by_role("button", name=said(page, "Vérifier le fichier")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(said(page, "Vérifier avant d'importer"))

    return act


def told_columns(page: Page) -> None:
    """The columns of a school's own export, about to be told."""
    upload("school-export.csv")(page)
    page.get_by_role("link", name=said(page, "Dire ce que disent les colonnes")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(said(page, "Ce que disent les colonnes"))


def show(script: str) -> Act:
    """What the page itself would show in a case that is hard to bring about."""
    return lambda page: page.evaluate(script)


def phone_is(state: str, trial: str = "idle") -> Act:
    return show(f"""import('/static/js/words.js').then(({{ setState }}) => {{
        setState(document.getElementById('this-phone'), '{state}');
        setState(document.getElementById('test-state'), '{trial}');
    }})""")


def duty_is(state: str, steps: str) -> Act:
    return show(f"""import('/static/js/words.js').then(({{ setState }}) => {{
        setState(document.getElementById('duty-state'), '{state}');
        for (const step of document.querySelectorAll('.step')) setState(step, '{steps}');
    }})""")


def open_way(system: str) -> Act:
    """On the page that tells how to install, once it knows this device."""

    def act(page: Page) -> None:
        page.locator("[data-own]:visible").wait_for()
        page.locator(f"[data-system={system}] summary").click()

    return act


def search(text: str) -> Act:
    return lambda page: page.get_by_label(said(page, "Rechercher un candidat")).fill(text)


def steps_on(count: int) -> Act:
    """On the showing, which does not play by itself for these visitors: so many steps, the last of which is its end."""

    def act(page: Page) -> None:
        expect(page.locator("#caption")).not_to_be_empty()
        for _ in range(count):
            page.get_by_role("button", name=said(page, "Étape suivante")).click()

    return act
