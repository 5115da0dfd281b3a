"""The centre's side on a phone and by keyboard: sessions changed, found and put away, a team, a password renewed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import Console
from tests.browser.keyboard import Keyboard
from tests.browser.visitors import Visitors
from tests.scene import Scene


@pytest.fixture
def phone(visitors: Visitors) -> Iterator[Page]:
    """The staff's phone, on the list of sessions."""
    with visitors.page("staff") as page:
        console = Console(page)
        page.goto("/centre")
        yield page
        assert console.errors == []


@pytest.fixture
def keys(visitors: Visitors) -> Iterator[Keyboard]:
    with visitors.page("staff") as page:
        page.set_default_timeout(10_000)
        page.goto("/centre")
        yield Keyboard(page)


def tap(page: Page, name: str, role: str = "button") -> None:
    page.get_by_role("link" if role == "link" else "button", name=name, exact=True).last.click()


def told(page: Page, words: str) -> None:
    expect(page.locator(".flash")).to_contain_text(words)


def make(page: Page, arranged: Scene, day: str) -> None:
    """A copy of the day's session, on that day: nobody has joined it."""
    page.goto(f"/centre/sessions/{arranged.session.number}/dupliquer")
    page.get_by_label("Date de début").fill(day)
    page.get_by_label("Inscrire aussi ses candidats").check()
    tap(page, "Créer la session")
    expect(page.get_by_role("heading", name="24 candidats inscrits")).to_be_visible()


def test_a_session_lives_its_life_on_a_phone(phone: Page, arranged: Scene) -> None:
    make(phone, arranged, "2031-01-14")
    tap(phone, "Modifier", "link")
    phone.get_by_label("Nom de la salle").fill("Gymnase")
    tap(phone, "Enregistrer")
    told(phone, "est modifiée.")
    tap(phone, "Archiver")
    told(phone, "est archivée.")
    tap(phone, "Sessions", "link")
    expect(phone.get_by_role("link").filter(has_text="Gymnase")).to_have_count(0)
    phone.get_by_text("Filtrer", exact=True).first.click()
    phone.get_by_label("État").select_option("Archivées")
    phone.get_by_label("Rechercher un site, une salle, un numéro").fill("gymn")
    tap(phone, "Filtrer")
    expect(phone.get_by_text("1 session trouvée")).to_be_visible()
    phone.get_by_role("link").filter(has_text="Gymnase").click()
    tap(phone, "Remettre dans la liste")
    told(phone, "de nouveau dans la liste")
    tap(phone, "Supprimer")
    dialog = phone.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Annuler")).to_be_focused()
    tap(phone, "Supprimer la session")
    told(phone, "est supprimée.")


def test_what_was_typed_comes_back_when_it_is_refused(phone: Page, arranged: Scene) -> None:
    make(phone, arranged, "2031-01-15")
    tap(phone, "Modifier", "link")
    phone.get_by_label("Observations").fill("Porte du fond")
    phone.get_by_label("Nom du site").fill("")
    tap(phone, "Enregistrer")
    expect(phone.locator("#form-errors")).to_be_focused()
    expect(phone.get_by_label("Observations")).to_have_value("Porte du fond")


def test_a_renewed_password_closes_the_board_by_itself(visitors: Visitors, phone: Page, arranged: Scene) -> None:
    number = arranged.session.number
    with visitors.page("colleague") as board:
        board.goto(f"/sessions/{number}/surveiller")
        expect(board.get_by_role("heading", level=1)).to_have_text(f"Session {number}")
        phone.goto(f"/centre/sessions/{number}")
        expect(phone.get_by_text("karim@exemple.fr")).to_be_visible()
        tap(phone, "Renouveler le mot de passe")
        expect(phone.get_by_role("dialog").get_by_role("button", name="Annuler")).to_be_focused()
        tap(phone, "Fermer les accès et renouveler")
        told(phone, "tous les accès sont fermés")
        expect(board.get_by_text("Le centre a renouvelé le mot de passe de la session.")).to_be_visible()
        expect(board.locator("#candidates")).to_have_count(0)


def test_a_session_is_changed_and_renewed_by_keyboard(keys: Keyboard, arranged: Scene) -> None:
    make(keys.page, arranged, "2031-01-16")
    keys.enter("Modifier")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("Modifier la session")
    keys.page.wait_for_load_state()
    keys.to("Surveillants")
    keys.press("Control+a")
    keys.write("Karim Haddad")
    keys.enter("Enregistrer")
    told(keys.page, "est modifiée.")
    keys.enter("Renouveler le mot de passe")
    keys.is_at("Annuler")
    keys.press("Escape")
    keys.is_at("Renouveler le mot de passe")
    keys.enter("Archiver")
    told(keys.page, "est archivée.")


def test_the_list_is_filtered_by_keyboard(keys: Keyboard) -> None:
    keys.enter("Filtrer")
    keys.type_in("Rechercher un site", "b204")
    keys.press("Enter")
    found = keys.page.get_by_text(re.compile("sessions? trouvées?"))
    expect(found).to_be_visible()
    keys.enter("Tout afficher")
    expect(found).to_be_hidden()


def test_somebody_is_invited_and_removed_by_keyboard(keys: Keyboard, visitors: Visitors) -> None:
    keys.enter("Équipe")
    keys.title_is("Équipe")
    keys.enter("Créer un lien d'invitation")
    link = keys.page.locator(".team-link .code").inner_text()
    with visitors.page("colleague") as guest:
        theirs = Keyboard(guest)
        guest.goto(link)
        theirs.title_is("Lycée Camille Guérin")
        theirs.enter("Rejoindre l'équipe")
        told(guest, "Vous faites partie du centre")
        keys.page.goto("/centre")
        keys.enter("Équipe")
        keys.title_is("Équipe")
        keys.enter("Nommer Karim Haddad administrateur")
        told(keys.page, "Le rôle est changé.")
        keys.enter("Retirer Karim Haddad de l'équipe")
        keys.is_at("Annuler")
        keys.press("Shift+Tab", "Enter")
        told(keys.page, "n'a plus accès au centre")
        guest.goto("/centre")
        expect(guest.get_by_role("heading", level=1)).to_have_text("Page introuvable")


def test_the_only_administrator_is_told_why_they_stay(phone: Page) -> None:
    tap(phone, "Équipe", "link")
    tap(phone, "Quitter le centre")
    tap(phone, "Quitter pour de bon")
    expect(phone.get_by_text("Un centre garde au moins un administrateur")).to_be_visible()
