"""Who may enter, by the site as it runs: asked for, given, undone, run out, taken back, to one and to several."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pwa.clock import utcnow
from pwa.models.tables import Alert, Candidate
from tests.scene import Scene, SignIn
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

SOON = 8000  # milliseconds: the machine may be busy
Open = Callable[[SignIn, str], Page]


@pytest.fixture
def open_as(chromium: Chromium, app_server: AppServer) -> Iterator[Open]:
    """Opens a page in a browser of that person's own, a phone's size."""
    with ExitStack() as closing:

        def enter(person: SignIn, path: str) -> Page:
            page = closing.enter_context(chromium.context((390, 844))).new_page()
            page.goto(f"{app_server.url}/connexion")
            page.get_by_label("Adresse e-mail").fill(person.email)
            page.get_by_label("Mot de passe").fill(person.password)
            page.get_by_role("button", name="Se connecter").click()
            page.wait_for_url(f"{app_server.url}/")
            page.goto(f"{app_server.url}{path}")
            return page

        yield enter


@pytest.fixture
def board(open_as: Open, stage: Scene) -> Page:
    return open_as(stage.claire, f"/sessions/{stage.session.number}/surveiller")


def row(board: Page, candidate: Candidate) -> str:
    return f"#candidate-{candidate.id}"


def alerts(stage: Scene, candidate: Candidate) -> list[str | None]:
    """Why each alert for this candidate was closed, None for one that is open, oldest first."""
    found = stage.all(select(Alert).where(Alert.candidate_id == candidate.id).order_by(Alert.id))
    return [alert.closed_why for alert in found]


def test_a_candidate_who_waits_is_let_in_and_a_slip_is_undone(board: Page, open_as: Open, stage: Scene) -> None:
    candidate = stage.find("ABADIE")
    waiting = open_as(stage.play(candidate, utcnow()), "/test/attente")
    expect(waiting.locator("#waiting")).to_contain_text("Votre surveillant a été prévenu à")
    expect(board.locator("#attention")).to_contain_text("demande à entrer", timeout=SOON)
    board.get_by_role("button", name="Confirmer la présence de Léa ABADIE").first.click()
    undo = board.locator("#toasts").get_by_role("button", name="Annuler")
    expect(undo).to_be_visible()
    waiting.wait_for_url("**/test/code", timeout=SOON)
    undo.click()
    expect(board.locator(row(board, candidate))).to_contain_text("attendu", timeout=SOON)
    expect(board.locator("#toasts")).to_contain_text("Confirmation annulée : Léa ABADIE.")


def test_a_reload_goes_on_asking_and_a_closed_page_does_not(board: Page, open_as: Open, stage: Scene) -> None:
    candidate = stage.find("BÂ")
    waiting = open_as(stage.play(candidate, utcnow()), "/test/attente")
    for _ in range(3):
        with waiting.expect_response("**/api/v1/waiting*"):
            waiting.reload()
    other = stage.find("MARTIN")
    stage.room.wait(other, utcnow())
    stage.room.stop_waiting(other, utcnow())
    eventually(lambda: alerts(stage, other) == ["withdrawn"], 12, what="a later goodbye, so that ours would be due")
    assert alerts(stage, candidate) == [None]
    waiting.close()
    eventually(lambda: alerts(stage, candidate) == ["withdrawn"], 8)
    expect(board.locator(row(board, candidate))).not_to_contain_text("demande à entrer", timeout=SOON)


def test_a_confirmation_runs_out_before_one_s_eyes(board: Page, stage: Scene) -> None:
    candidate = stage.find("FAURE")
    stage.room.confirm(candidate, utcnow() - timedelta(minutes=15) + timedelta(seconds=6))
    state = board.locator(f"{row(board, candidate)} .row-state")
    expect(state).to_have_text(re.compile(r"présent, encore 0:0\d"), timeout=SOON, use_inner_text=True)
    expect(state).to_have_text("confirmation expirée", timeout=SOON, use_inner_text=True)
    expect(board.locator("#attention")).to_contain_text("confirmation expirée", timeout=SOON)


def test_several_are_confirmed_at_once(board: Page, stage: Scene) -> None:
    board.get_by_role("searchbox", name="Rechercher un candidat").fill("dupont")
    board.get_by_role("button", name="Sélectionner", exact=True).click()
    board.get_by_role("button", name="Tout sélectionner").click()
    board.get_by_role("searchbox", name="Rechercher un candidat").fill("")
    other = stage.find("MARTIN")
    board.locator(row(board, other)).get_by_role("checkbox").check()
    board.get_by_role("button", name="Confirmer les 3 sélectionnés").click()
    expect(board.locator("#toasts")).to_contain_text("3 présences confirmées.")
    expect(board.locator(row(board, other))).to_contain_text("présent, encore", timeout=SOON)
    expect(board.get_by_role("button", name="Sélectionner", exact=True)).to_be_focused()
