"""What every person of a story does in Chromium: make an account, with its labels' names."""

from playwright.sync_api import Page, expect

PASSWORD = "un mot de passe assez long"
PATIENCE = 60.0  # seconds: the machine may be busy
MILLISECONDS = PATIENCE * 1000


def sign_up(page: Page, origin: str, first_name: str, last_name: str) -> None:
    """A new account, signed in."""
    page.goto(f"{origin}/inscription")
    page.get_by_label("Prénom").fill(first_name)
    page.get_by_label("Nom", exact=True).fill(last_name)
    page.get_by_label("Adresse e-mail").fill(address(first_name, last_name))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page).to_have_url(f"{origin}/", timeout=MILLISECONDS)


def address(first_name: str, last_name: str) -> str:
    """An address of their own: accounts outlive a test."""
    local = f"{first_name}.{last_name}".lower().encode("ascii", "ignore").decode()
    return f"{local.replace(' ', '-').replace(chr(39), '-')}@exemple.fr"
