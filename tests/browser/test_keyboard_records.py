"""Someone of a centre without a mouse, afterwards: what is reported, the record taken away, a person's data, erased."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from pwa.clock import utcnow
from pwa.domain.finalisation import Why
from pwa.models.tables import Candidate
from pwa.operations import finalisation
from tests.browser import states
from tests.browser.keyboard import Keyboard
from tests.browser.visitors import Visitors
from tests.scene import Scene
from tests.tools.waiting import eventually


@pytest.fixture
def keys(visitors: Visitors) -> Iterator[Keyboard]:
    with visitors.page("staff") as page:
        page.set_default_timeout(10_000)
        yield Keyboard(page)


@pytest.fixture
def closed(arranged: Scene) -> Scene:
    """The room, once it is finalised."""
    session, room = arranged.session, arranged.room
    arranged.db.rollback()
    if not session.finalised_at:
        lines = finalisation.unfinished(arranged.db, session)
        room.close(utcnow(), {line.candidate_id: Why.TECHNICAL for line in lines}, arranged.account(arranged.staff))
    return arranged


def address(scene: Scene, more: str) -> str:
    return f"/centre/sessions/{scene.session.number}/{more}"


def lea(scene: Scene) -> Candidate:
    return scene.find(states.CONNECTED)


def correct(keys: Keyboard, name: str) -> None:
    """From what is told above the form to its field, by its link."""
    keys.is_at("À corriger")
    keys.enter(name)
    field = "document.activeElement.matches('input, select')"
    eventually(lambda: keys.page.evaluate(field), what=f"the focus in the field « {name} »")


def take(keys: Keyboard, name: str, suffix: str) -> None:
    """A file is taken, whose name says nothing of anybody."""
    keys.to(name)
    with keys.page.expect_download() as taken:
        keys.press("Enter")
    file = taken.value.suggested_filename
    assert file.endswith(suffix)
    assert states.CONNECTED not in file.upper()


def test_something_is_reported_and_taken_back(keys: Keyboard, arranged: Scene) -> None:
    keys.page.goto(address(arranged, "finaliser"))
    keys.enter("Signaler quelque chose d'un candidat")
    keys.title_is(f"Signalements de la session {arranged.session.number}")
    keys.enter("Ajouter le signalement")
    correct(keys, "Candidat")
    keys.press("ArrowDown")
    keys.to("Signalement")
    keys.press("ArrowDown")
    keys.type_in("Précisions", "Né le 18/05/2008.")
    keys.enter("Ajouter le signalement")
    expect(keys.page.locator("#announce")).to_have_text("Le signalement est ajouté.")
    keys.enter("Retirer le signalement C1 de Léa ABADIE")
    expect(keys.page.locator("#announce")).to_have_text("Le signalement est retiré.")
    expect(keys.page.get_by_text("Aucun signalement.")).to_be_visible()


def test_how_long_is_set(keys: Keyboard, arranged: Scene) -> None:
    keys.page.goto("/centre")
    keys.enter("Données personnelles")
    keys.title_is("Données personnelles")
    keys.to("Jours de conservation")
    keys.press("Control+A")
    keys.write("0")
    keys.enter("Enregistrer")
    correct(keys, "Jours de conservation")
    keys.press("Control+A")
    keys.write("60")
    keys.enter("Enregistrer")
    expect(keys.page.locator("#announce")).to_have_text("Enregistré.")
    expect(keys.page.get_by_label("Jours de conservation")).to_have_value("60")


def test_a_record_is_read_and_taken_away(keys: Keyboard, closed: Scene) -> None:
    keys.page.goto(f"/centre/sessions/{closed.session.number}")
    keys.enter("Compte rendu")
    keys.title_is(f"Compte rendu de la session {closed.session.number}")
    for name, suffix in (
        ("Compte rendu (PDF)", ".pdf"),
        ("Compte rendu (CSV)", ".csv"),
        ("Journal à vérifier", ".jsonl"),
    ):
        take(keys, name, suffix)
    keys.enter("Léa ABADIE")
    keys.title_is("Léa ABADIE")
    take(keys, "Compte rendu (PDF)", ".pdf")
    take(keys, "Journal (CSV)", ".csv")


def test_a_person_is_given_their_data_then_erased(keys: Keyboard, closed: Scene) -> None:
    candidate_id = lea(closed).id
    keys.page.goto(address(closed, f"compte-rendu/{candidate_id}"))
    keys.enter("Données de cette personne")
    keys.title_is("Données d'une personne")
    take(keys, "Tout ce qui est gardé (JSON)", ".json")
    keys.enter("Effacer pour toujours")
    keys.title_is(f"Compte rendu de la session {closed.session.number}")
    expect(keys.page.locator("#announce")).to_have_text("Cette personne est effacée de 1 session.")
    keys.enter(f"Personne effacée ({candidate_id})")
    keys.title_is("Personne effacée")
    assert not closed.all(select(Candidate.id).where(Candidate.last_name == states.CONNECTED))
