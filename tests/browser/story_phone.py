"""The invigilator's phone: a real Firefox, its notifications on the operating system's bus, a finger."""

from tests.browser.story_people import PASSWORD, PATIENCE, address
from tests.browser.story_staff import Codes
from tests.tools.firefox import PHONE, Device
from tests.tools.firefox_page import Page


class Phone:
    """`page` is the tab in front."""

    def __init__(self, device: Device, origin: str) -> None:
        self.device = device
        self._origin = origin
        device.set_permission(origin)
        self.page: Page = device.page(origin)

    def tap(self, role: str, name: str, inside: str | None = None) -> None:
        self.page.role(role, name, inside).click(PATIENCE)

    def sign_up(self, first_name: str, last_name: str) -> None:
        self.tap("link", "Créer mon compte")
        self._fill("Prénom", first_name)
        self._fill("Nom", last_name)
        self._fill("Adresse e-mail", address(first_name, last_name))
        self._fill("Mot de passe", PASSWORD)
        self.tap("button", "Créer mon compte")
        self._wait_for_place("/")

    def watch(self, codes: Codes) -> None:
        """Opens the session's board."""
        self.go("/surveiller")
        self._fill("Numéro de la session", str(codes.number))
        self._fill("Mot de passe de la session", codes.password)
        self.tap("button", "Surveiller la session")
        self._wait_for_place(f"/sessions/{codes.number}/surveiller")

    def receive_alerts(self) -> None:
        """From the board to this phone's page, where one tap says yes."""
        self.tap("button", "Menu de la session")
        self.tap("link", "Alertes sur ce téléphone")
        self._wait_for_place("/appareils")
        self.tap("button", "Recevoir les alertes sur ce téléphone")
        self.expect_text("#this-phone", "Ce téléphone reçoit les alertes.")

    def go(self, path: str) -> None:
        self.page.navigate(f"{self._origin}{path}")

    def close_page(self) -> None:
        """No page of ours is open any more; the browser is."""
        self.page.close()

    def follow(self, path: str) -> None:
        """To the tab that a tap on a notification opens."""
        self.page = self.device.wait_for_page(path, PATIENCE)
        self.page.set_viewport(*PHONE)

    def tabs_at(self, path: str) -> int:
        return sum(path in page.url for page in self.device.pages())

    def expect_text(self, selector: str, text: str) -> None:
        """Waits until what a person sees of an element contains `text`."""
        shown = f"document.querySelector({selector!r})?.innerText.replace(/\\s+/g, ' ')"
        self.page.wait_for(f"{shown}.includes({text!r})", PATIENCE)

    def _fill(self, label: str, text: str) -> None:
        """The field of that label."""
        wanted = f"[...document.querySelectorAll('label')].find((l) => l.innerText === {label!r})?.htmlFor"
        self.page.css(f"#{self.page.wait_for(wanted, PATIENCE)}").fill(text)

    def _wait_for_place(self, path: str) -> None:
        self.page.wait_for(f"document.readyState === 'complete' && location.pathname === {path!r}", PATIENCE)
