"""Notes on the site as it runs: a draft that nothing takes away, the count of what is left, a slip undone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from pwa.clock import utcnow
from tests.browser.checks import Console, problems
from tests.browser.visitors import sign_in
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer

LEA = "Léa ABADIE"


@pytest.fixture(scope="module")
def stage(server: AppServer) -> Iterator[Scene]:
    with scene(server.database_url, utcnow()) as stage:
        yield stage


@pytest.fixture
def sheet(chromium: Chromium, server: AppServer, stage: Scene) -> Iterator[Page]:
    """Claire's phone, Léa's sheet open."""
    with chromium.context((390, 844), base_url=server.url, reduced_motion="reduce") as window:
        page = window.new_page()
        sign_in(page, stage.claire)
        page.goto(f"/sessions/{stage.session.number}/surveiller#candidate-{stage.find('ABADIE').id}")
        expect(page.get_by_role("dialog", name=LEA)).to_be_visible()
        yield page


def test_a_draft_survives_what_changes_on_the_sheet(sheet: Page, stage: Scene) -> None:
    field = sheet.get_by_role("textbox", name=f"Note sur {LEA}")
    field.fill("Arrivée sans pièce")
    stage.room.mark_absent(stage.find("ABADIE"), utcnow(), by=stage.account(stage.karim))
    expect(sheet.get_by_role("dialog", name=LEA)).to_contain_text("Marqué absent")
    stage.room.note(stage.find("ABADIE"), utcnow(), "Vue dans le couloir.", by=stage.account(stage.karim))
    expect(sheet.get_by_role("dialog", name=LEA)).to_contain_text("Vue dans le couloir.")
    expect(field).to_have_value("Arrivée sans pièce")
    expect(field).to_be_focused()


def test_a_note_is_added_and_a_slip_undone_from_its_message(sheet: Page) -> None:
    sheet.get_by_role("textbox", name=f"Note sur {LEA}").fill("Téléphone sur la table.")
    sheet.get_by_role("button", name=f"Ajouter la note sur {LEA}").click()
    note = sheet.locator(".note-text", has_text="Téléphone sur la table.")
    expect(note).to_be_visible()
    expect(sheet.get_by_role("textbox", name=f"Note sur {LEA}")).to_have_value("")
    sheet.locator("#toasts").get_by_role("button", name="Annuler").click()
    expect(note).to_have_count(0)


def test_what_is_left_is_told_once_little_is(sheet: Page) -> None:
    field, left = sheet.get_by_role("textbox", name=f"Note sur {LEA}"), sheet.get_by_text("caractères restants").first
    field.fill("x" * 400)
    expect(left).to_be_hidden()
    field.fill("x" * 480)
    expect(left).to_have_text("20 caractères restants")


def test_the_sheet_with_notes_and_its_journal_is_in_order(sheet: Page, stage: Scene) -> None:
    console = Console(sheet)
    stage.room.note(stage.find("ABADIE"), utcnow(), "Une note assez longue pour aller à la ligne. " * 3)
    sheet.locator("details.journal summary").first.click()
    expect(sheet.locator(".journal[open]")).to_contain_text("Note ajoutée")
    assert problems(sheet) + console.errors == []
