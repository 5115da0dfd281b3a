"""The candidate's side of a story: one person, one computer, windows that open and close."""

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.story_people import MILLISECONDS, sign_up

COMPUTER = (1366, 768)
TOTAL = 20


@dataclass(frozen=True)
class Identity:
    """A candidate as enrolled, and how they type it themselves."""

    first_name: str
    last_name: str
    birth_date: str
    typed: tuple[str, str]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class Candidate:
    """Signed up and at the home page; `page` is the window that is open."""

    def __init__(self, context: BrowserContext, origin: str, who: Identity) -> None:
        self.who = who
        self._context = context
        self.origin = origin
        self.page: Page = context.new_page()
        sign_up(self.page, origin, *who.typed)

    def join(self, number: int) -> None:
        """Says who they are; waits to be let in."""
        self.page.get_by_role("link", name="Rejoindre une session").click()
        self.page.get_by_label("Numéro de session").fill(str(number))
        self.page.get_by_label("Prénom").fill(self.who.typed[0])
        self.page.get_by_label("Nom de naissance").fill(self.who.typed[1])
        self.page.get_by_label("Date de naissance").fill(self.who.birth_date)
        self.page.get_by_role("button", name="Rejoindre la session").click()
        self.expect_waiting("Votre surveillant n'a pas encore confirmé votre présence.")

    def expect_waiting(self, sentence: str) -> None:
        expect(self.title).to_have_text("En attente du surveillant", timeout=MILLISECONDS)
        expect(self.page.get_by_text(sentence)).to_be_visible()

    def enter(self, access_code: str) -> None:
        """Once the page has unlocked by itself: the code, then the question."""
        self.page.get_by_label("Code d'accès").fill(access_code, timeout=MILLISECONDS)
        self.page.get_by_role("button", name="Commencer mon test").click()

    def expect_question(self, number: int) -> str:
        """The statement of the question shown, which must be that one."""
        expect(self.title).to_have_text(f"Question {number} sur {TOTAL}", timeout=MILLISECONDS)
        return self.page.locator(".statement").inner_text()

    def answer(self, number: int) -> None:
        """Answers question `number`, whatever its kind; the next one (or the end) is there at the return."""
        self.expect_question(number)
        form = self.page.locator("#answer")
        text, choices = form.get_by_role("textbox"), form.locator("[name=choice]")
        if text.count():
            text.fill("dans une feuille à part")
        else:
            choices.first.check()
        self.page.get_by_role("button", name="Valider ma réponse").click()
        after = "Test terminé" if number == TOTAL else f"Question {number + 1} sur {TOTAL}"
        expect(self.title).to_have_text(after, timeout=MILLISECONDS)

    def close_window(self) -> None:
        self.page.close()

    def reopen(self, path: str) -> None:
        """A new window of the same browser, at an address it remembers."""
        self.page = self._context.new_page()
        self.page.goto(f"{self.origin}{path}")

    def lose_network(self) -> None:
        self._context.set_offline(True)

    def find_network(self) -> None:
        self._context.set_offline(False)

    @property
    def title(self) -> Locator:
        return self.page.get_by_role("heading", level=1)
