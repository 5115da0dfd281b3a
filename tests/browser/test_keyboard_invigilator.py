"""An invigilator without a mouse, from their account to the end of a test."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from pwa.clock import utcnow
from pwa.models.tables import Candidate
from tests.browser import states
from tests.browser.keyboard import Keyboard
from tests.browser.visitors import sign_in
from tests.scene import PASSWORD, Scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer


@pytest.fixture(scope="module", params=[(1366, 768), (390, 844)], ids=["computer", "phone"])
def page(request: pytest.FixtureRequest, chromium: Chromium, server: AppServer, arranged: Scene) -> Iterator[Page]:
    with chromium.context(request.param, base_url=server.url, reduced_motion="reduce") as window:
        page = window.new_page()
        page.set_default_timeout(10_000)
        sign_in(page, arranged.claire)
        yield page


@pytest.fixture
def board(page: Page, arranged: Scene) -> Iterator[Keyboard]:
    """The board, opened anew: the focus is nowhere yet."""
    with page.context.new_page() as tab:
        tab.set_default_timeout(10_000)
        tab.goto(f"/sessions/{arranged.session.number}/surveiller")
        tab.locator("[data-heard] time").first.wait_for(state="attached")
        yield Keyboard(tab)


def name_of(candidate: Candidate) -> str:
    return candidate.full_name


def said(page: Page, words: str) -> None:
    expect(page.locator("#announce")).to_contain_text(words)


def test_an_account_then_the_session(chromium: Chromium, server: AppServer, arranged: Scene) -> None:
    with chromium.context((390, 844), base_url=server.url, reduced_motion="reduce") as window:
        page = window.new_page()
        page.goto("/")
        arrive(Keyboard(page), arranged)


def arrive(keys: Keyboard, arranged: Scene) -> None:
    keys.enter("Créer mon compte")
    keys.title_is("Créer un compte")
    for label, text in (("Prénom", "Ada"), ("Nom", "Clavier"), ("Adresse e-mail", "ada@exemple.fr")):
        keys.type_in(label, text)
    keys.type_in("Mot de passe", PASSWORD)
    keys.press("Enter")
    keys.title_is("Calme tant que tout va bien.")
    keys.enter("Surveiller une session")
    keys.title_is("Surveiller une session")
    keys.type_in("Numéro de la session", str(arranged.session.number))
    keys.press("Enter")
    keys.is_at("À corriger")
    keys.enter("Mot de passe de la session")  # the line of the summary, which leads to its field
    keys.is_at("Mot de passe de la session")
    keys.write(arranged.session.password)
    keys.press("Enter")
    keys.title_is(f"Session {arranged.session.number}")


def test_a_presence_is_confirmed_and_taken_back(board: Keyboard, arranged: Scene) -> None:
    name = name_of(arranged.find("MARTIN"))
    board.enter(f"Confirmer la présence de {name}")
    said(board.page, f"Présence confirmée : {name}")
    board.is_at("MARTIN Chloé")
    board.enter("Annuler")
    said(board.page, "Confirmation annulée")
    row = board.page.locator("li.row", has_text="MARTIN")
    expect(row).to_contain_text("attendu")


def test_what_the_toast_undoes_can_be_undone_later(board: Keyboard, arranged: Scene) -> None:
    candidate = arranged.find("NGUYỄN")
    board.enter(f"Confirmer la présence de {name_of(candidate)}")
    said(board.page, "Présence confirmée")
    board.page.locator("#toasts > *").evaluate_all("(toasts) => toasts.forEach((toast) => toast.remove())")
    board.is_at("NGUYỄN")
    board.press("Enter")
    expect(board.page.get_by_role("dialog", name=name_of(candidate))).to_be_visible()
    board.enter(f"Annuler la confirmation de {name_of(candidate)}")
    said(board.page, "Confirmation annulée")
    board.press("Escape")
    board.is_at("NGUYỄN")


def test_an_alert_is_claimed_then_answered(board: Keyboard, arranged: Scene) -> None:
    page = board.page
    board.to("Aller à « À voir »")
    board.press("Enter")
    expect(page.locator("#attention")).to_be_focused()
    board.to(re.compile("^J'y vais"))
    board.press("Enter")
    expect(page.get_by_text("Vous y allez").first).to_be_visible()
    assert board.stop


def test_a_resumption_is_authorised(board: Keyboard, arranged: Scene) -> None:
    """At the computer the one who asks; at the phone another one, who has just come back."""
    candidate = arranged.find(states.ASKS_TO_RESUME)
    name = name_of(candidate)
    if not board.page.get_by_role("button", name=f"Autoriser la reprise de {name}").count():
        candidate, now = arranged.find(states.HIDDEN), utcnow()
        name = name_of(candidate)
        arranged.room.goodbye(candidate, now)
        arranged.room.wait(candidate, now)
        board.page.reload()
    board.enter(f"Autoriser la reprise de {name}")
    said(board.page, "Reprise autorisée")
    assert board.stop
    expect(board.page.locator(f"#candidate-{candidate.id} .row-state")).to_contain_text("reprise autorisée")


def test_a_note_is_written_and_withdrawn(board: Keyboard, arranged: Scene) -> None:
    name = name_of(arranged.find(states.CONNECTED))
    board.enter(re.compile("^ABADIE Léa"))
    board.type_in(f"Note sur {name}", "A changé de table.")
    board.enter(f"Ajouter la note sur {name}")
    note = board.page.locator(".note-text", has_text="A changé de table.")
    expect(note).to_be_visible()
    board.enter(re.compile("^Annuler la note"))
    expect(note).to_have_count(0)
    assert board.stop
    board.press("Escape")
    board.is_at("ABADIE Léa")


def test_a_sheet_opens_traps_nothing_and_gives_the_focus_back(board: Keyboard, arranged: Scene) -> None:
    candidate = arranged.find(states.CONNECTED)
    board.enter(re.compile("^ABADIE Léa"))
    sheet = board.page.get_by_role("dialog", name=name_of(candidate))
    expect(sheet).to_be_visible()
    board.to("Ajouter du temps à Léa ABADIE")
    board.press("Escape")
    expect(sheet).to_be_hidden()
    board.is_at("ABADIE Léa")


def test_a_test_is_ended_by_its_dialog_and_reopened(board: Keyboard, arranged: Scene) -> None:
    candidate = arranged.find(states.UNSTABLE)
    name, page = name_of(candidate), board.page
    board.enter(re.compile("^L'HÉVÉDER"))
    board.enter(f"Terminer le test de {name}")
    board.is_at("Annuler")
    for _ in range(4):  # nothing else is in reach; the browser's own bar may be
        board.press("Tab")
        inside = "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog[open]'))"
        assert page.evaluate(inside)
    board.press("Escape")
    board.is_at(f"Terminer le test de {name}")
    board.press("Enter")
    board.is_at("Annuler")
    board.to("Terminer le test", "Shift+Tab")
    board.press("Enter")
    expect(page.locator(f"#candidate-{candidate.id}")).to_contain_text("terminé par le surveillant")
    assert board.stop  # the focus is somewhere that is seen
    board.enter(f"Rouvrir le test de {name}")
    expect(page.locator(f"#candidate-{candidate.id}")).not_to_contain_text("terminé par le surveillant")
    board.press("Escape")


def test_the_list_is_searched_filtered_and_sorted(board: Keyboard) -> None:
    page = board.page
    board.enter(re.compile("en cours$"))
    expect(page.locator("[data-filter=running]")).to_have_attribute("aria-pressed", "true")
    said(page, "candidats affichés")
    board.press("Enter")
    board.to("Rechercher un candidat")
    board.write("dupont")
    said(page, "2 candidats affichés")
    board.press("Control+A", "Backspace")
    board.to("Trier par")
    board.press("ArrowDown")
    expect(page.locator("#sort")).to_have_value("seat")
    board.press("ArrowUp")


def test_several_are_ticked_and_confirmed_together(board: Keyboard, arranged: Scene) -> None:
    page = board.page
    board.enter("Sélectionner")
    expect(page.locator("#several")).to_be_visible()
    board.to(re.compile("^Sélectionner Stanisław"))
    board.press("Space")
    expect(page.get_by_role("button", name="Confirmer le candidat sélectionné")).to_be_visible()
    board.to("Fermer la sélection")
    board.press("Enter")
    board.is_at("Sélectionner")


def test_the_plan_is_walked_by_arrows(board: Keyboard, arranged: Scene) -> None:
    page = board.page
    board.enter("Plan")
    expect(page.get_by_role("grid")).to_be_visible()
    board.to("Poste 01", "Shift+Tab")
    board.press("ArrowRight")
    board.is_at("Poste 02")
    board.press("ArrowDown")
    board.is_at("Poste 08")
    board.press("Enter")
    expect(page.get_by_role("dialog", name=name_of(arranged.find(states.TIME_OVER)))).to_be_visible()
    board.press("Escape")
    board.is_at("Poste 08")


def test_the_roll_is_called_by_its_buttons_and_its_keys(board: Keyboard, arranged: Scene) -> None:
    page = board.page
    board.enter("Appel")
    title = page.locator(".roll-card[data-current] h2")
    expect(title).to_be_focused()
    first = " ".join((title.text_content() or "").split())
    board.to(re.compile("^Passer"))
    board.press("Enter")
    expect(title).not_to_have_text(first)
    expect(title).to_be_focused()
    board.press("ArrowLeft")
    expect(title).to_have_text(first)
    board.press("Escape")
    expect(page.locator("#candidates")).to_be_visible()


def test_somebody_called_is_present_then_is_called_again(board: Keyboard) -> None:
    """« Présent » leads to the next name, « Annuler » back to the one it was said of."""
    page = board.page
    board.enter("Appel")
    title = page.locator(".roll-card[data-current] h2")
    expect(title).to_be_focused()
    first = " ".join((title.text_content() or "").split())
    board.to(re.compile("^Présent : "))
    board.press("Enter")
    said(page, "Présence confirmée")
    expect(title).not_to_have_text(first)
    expect(title).to_be_focused()
    board.enter("Annuler")
    expect(title).to_have_text(first)
    expect(title).to_be_focused()
    board.press("Escape")
    expect(page.locator("#candidates")).to_be_visible()
