"""Someone of a centre without a mouse: a session made, a file imported, people seated, a session closed for good."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.keyboard import Keyboard
from tests.browser.visitors import Visitors
from tests.cast import DATA
from tests.scene import Scene


@pytest.fixture
def keys(visitors: Visitors) -> Iterator[Keyboard]:
    with visitors.page("staff") as page:
        page.set_default_timeout(10_000)
        page.goto("/centre")
        yield Keyboard(page)


def test_a_session_is_made(keys: Keyboard) -> None:
    keys.enter("Créer une session")
    keys.title_is("Créer une session")
    for label, text in (("Nom du site", "Lycée Camille Guérin"), ("Nom de la salle", "C101")):
        keys.type_in(label, text)
    keys.to("Date de début")
    keys.write("11112030")  # whichever of day and month comes first
    keys.to("Heure de début")
    keys.write("1130A")  # on twelve hours or twenty-four
    keys.type_in("Surveillants", "Claire Moreau")
    keys.enter("Créer la session")
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text("Session")


def test_a_file_is_imported(keys: Keyboard) -> None:
    keys.page.on("filechooser", lambda _: None)  # asked for at once: on a busy machine the browser takes a while
    keys.enter("Importer un fichier")
    keys.title_is("Importer un fichier")
    keys.to("Fichier")
    with keys.page.expect_file_chooser() as opened:
        keys.press("Enter")
    opened.value.set_files(DATA / "sessions-utf8-bom.csv")
    keys.enter("Vérifier le fichier")
    keys.title_is("Vérifier avant d'importer")
    keys.to("Confirmer l'importation")


def test_somebody_is_enrolled_then_removed(keys: Keyboard, arranged: Scene) -> None:
    keys.page.goto(f"/centre/sessions/{arranged.session.number}/candidats")
    keys.enter("Inscrire un candidat")
    keys.title_is("Inscrire un candidat")
    known = {
        "Nom de naissance": "ROUX",
        "Prénom": "Nina",
        "Date de naissance": "01/03/2009",
        "Sexe": "F",
        "Code INSEE": "86194",
    }
    for label, text in known.items():
        keys.type_in(label, text)
    keys.enter("Inscrire")
    keys.title_is("Candidats")
    keys.enter("ROUX Nina")
    keys.title_is("Nina ROUX")
    keys.enter("Retirer")
    keys.to("Accessibilité")
    expect(keys.page.get_by_role("dialog")).to_have_count(0)
    keys.to("Retirer", "Shift+Tab")
    keys.press("Enter")
    keys.is_at("Annuler")
    keys.press("Shift+Tab", "Enter")
    keys.title_is("Candidats")
    expect(keys.page.get_by_text("Inscription retirée : Nina ROUX.")).to_be_visible()


def test_somebody_is_seated_by_keys(keys: Keyboard, arranged: Scene) -> None:
    """Taken, let go, taken again, and put on another seat: who sat there takes theirs."""
    keys.page.goto(f"/centre/sessions/{arranged.session.number}/places")
    keys.page.locator("#seat-01").wait_for()
    said = keys.page.locator("#announce")
    keys.to("Poste 01")
    keys.press("Enter")
    expect(said).to_contain_text("choisissez un poste")
    keys.press("Escape")
    expect(said).to_have_text("Personne ne change de place.")
    keys.press("Enter")
    keys.press("ArrowRight")
    keys.is_at("Poste 02")
    keys.press("Enter")
    expect(said).to_have_text("Léa ABADIE : poste 02.")
    keys.is_at("Poste 02, Léa ABADIE")
    assert [arranged.find(name).seat for name in ("ABADIE", "BÂ")] == ["02", "01"]


def test_a_session_is_closed_for_good(keys: Keyboard, arranged: Scene) -> None:
    """What is missing is told and reached; each test that was not finished is given its reason; then it is done."""
    page = keys.page
    page.goto(f"/centre/sessions/{arranged.session.number}/finaliser")
    keys.enter("Finaliser la session")
    keys.is_at("À corriger")
    for _ in range(page.locator(".unfinished select").count()):
        keys.to(re.compile("."))
        while page.evaluate("document.activeElement.tagName") != "SELECT":
            keys.press("Tab")
        keys.press("ArrowDown")
    keys.enter("Finaliser la session")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Session {arranged.session.number}")
    expect(page.locator("#announce")).to_have_text(f"La session {arranged.session.number} est finalisée.")
