"""The centre's side of a story: a member imports sessions and reads their codes to people."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.story_people import MILLISECONDS
from tests.tools.servers import AppServer

EMAIL = "helene.pasquier@exemple.fr"
CENTRE = "Lycée Camille Guérin"


@dataclass(frozen=True)
class Codes:
    """What the centre gives out: the number to all, the password to invigilators, the code to candidates."""

    number: int
    password: str
    access_code: str


class Staff:
    """The first member of a new centre, signed in."""

    def __init__(self, page: Page, server: AppServer) -> None:
        self.page = page
        printed = server.flask("centre", "add", CENTRE, "--email", EMAIL)
        self._sign_in(server.url, printed.rpartition(" : ")[2].strip())

    def upload(self, file: Path) -> None:
        """Up to the preview: nothing is written yet."""
        self.page.get_by_role("link", name="Espace centre").click()
        self.page.get_by_role("link", name="Importer un fichier").click()
        self.page.get_by_label("Fichier CSV, XLSX ou ODS").set_input_files(file)
        self.page.get_by_role("button", name="Vérifier le fichier").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(
            "Vérifier avant d'importer", timeout=MILLISECONDS
        )

    def names(self) -> list[str]:
        """The people on the page, as « NOM Prénom »."""
        return self.page.locator(".people .name").all_inner_texts()

    def confirm(self) -> None:
        self.page.get_by_role("button", name="Confirmer l'importation").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Sessions", timeout=MILLISECONDS)

    def open_session(self, room: str) -> Codes:
        """The session's page: the values that its copy buttons copy."""
        self.page.get_by_role("link").filter(has_text=room).click()
        number, access_code, password = (
            self._copied(name) for name in ("le numéro de session", "le code d'accès", "le mot de passe de session")
        )
        return Codes(int(number), password, access_code)

    def _copied(self, name: str) -> str:
        return self.page.get_by_role("button", name=f"Copier {name}").get_attribute("data-copy") or ""

    def _sign_in(self, origin: str, password: str) -> None:
        self.page.goto(f"{origin}/connexion")
        self.page.get_by_label("Adresse e-mail").fill(EMAIL)
        self.page.get_by_label("Mot de passe").fill(password)
        self.page.get_by_role("button", name="Se connecter").click()
        expect(self.page).to_have_url(f"{origin}/", timeout=MILLISECONDS)
