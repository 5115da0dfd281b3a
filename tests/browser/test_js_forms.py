"""forms.js, buttons.js, words.js: one tap, one answer, and the focus where people expect it."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Answer, Stage, held, page
from tests.tools.chromium import Chromium

BODY = """
<ul><li id="candidate-1"><button popovertarget="sheet-1">Malo</button>
  <form method="post" action="/confirm" data-act><input type="hidden" name="csrf_token" value="jeton">
    <button>Confirmer</button></form>
  <div popover id="sheet-1"><button data-opens="end-1">Terminer</button></div>
  <dialog id="end-1"><button data-closes>Annuler</button>
    <form method="post" action="/end" data-act><button>Terminer le test</button></form></dialog>
</li></ul>
<button id="copy" data-copy="AB12"><span data-when="copied" hidden>Copié</span></button>
<form method="post" action="/deconnexion" data-sign-out><button>Se déconnecter</button></form>
"""


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes["/"] = page(BODY, "shell")
        stage.routes["/confirm"] = Answer({"version": 2, "message": "Présence confirmée."})
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    with chromium.context(permissions=["clipboard-read", "clipboard-write"]) as context:
        tab = context.new_page()
        tab.goto(stage.origin)
        yield tab


def test_an_action_answers_with_a_toast_and_the_page_stays(tab: Page, stage: Stage) -> None:
    tab.click("text=Confirmer")
    expect(tab.locator("#toasts [data-kind=info]")).to_contain_text("Présence confirmée.")
    [request] = stage.asked("/confirm")
    assert "jeton" in request.body
    assert request.headers["Accept"] == "application/json"
    tab.click("#toasts [data-closes]")
    expect(tab.locator("#toasts [data-kind]")).to_have_count(0)


UNDO = {"version": 2, "message": "Présence confirmée.", "undo": {"url": "/annuler", "label": "Revenir en arrière"}}


def test_a_toast_undoes_and_gives_the_focus_back(tab: Page, stage: Stage) -> None:
    stage.routes |= {"/confirm": Answer(UNDO), "/annuler": Answer({"version": 3, "message": None})}
    tab.focus("text=Confirmer")
    tab.keyboard.press("Enter")
    expect(tab.locator("#toasts button", has_text="Revenir en arrière")).to_be_visible()
    tab.focus("text=Malo")
    tab.keyboard.press("Tab")
    expect(tab.locator("#toasts button", has_text="Revenir en arrière")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.locator("#toasts [data-kind]")).to_have_count(0)
    expect(tab.locator("text=Malo")).to_be_focused()
    assert len(stage.asked("/annuler")) == 1


def test_an_undo_lasts_six_seconds_and_as_long_as_it_is_held(tab: Page, stage: Stage) -> None:
    stage.routes["/confirm"] = Answer(UNDO)
    tab.clock.install()
    tab.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    undo = tab.locator("#toasts button", has_text="Revenir en arrière")
    tab.click("text=Confirmer")
    undo.focus()
    tab.clock.run_for(20_000)
    expect(undo).to_be_focused()
    tab.focus("text=Malo")
    tab.clock.run_for(1000)
    expect(undo).to_have_count(0)
    tab.click("text=Confirmer")
    expect(undo).to_be_visible()
    tab.mouse.move(0, 0)
    tab.clock.run_for(5900)
    expect(undo).to_be_visible()
    tab.clock.run_for(200)
    expect(undo).to_have_count(0)


def test_a_new_toast_takes_the_place_of_the_one_before(tab: Page, stage: Stage) -> None:
    stage.routes["/confirm"] = Answer(UNDO)
    tab.clock.install()
    tab.click("text=Confirmer")
    expect(tab.locator("#toasts [data-kind=info]")).to_contain_text("Présence confirmée.")
    tab.clock.run_for(600)
    stage.routes["/confirm"] = Answer({"version": 3, "message": "Absence notée."})
    tab.click("text=Confirmer")
    expect(tab.locator("#toasts [data-kind=info]")).to_have_text(re.compile("Absence notée."))


def test_an_act_that_cannot_be_undone_offers_nothing(tab: Page) -> None:
    tab.click("text=Confirmer")
    expect(tab.locator("#toasts [data-kind=info]")).to_be_visible()
    expect(tab.locator("#toasts form")).to_be_hidden()


def test_a_refusal_says_why(tab: Page, stage: Stage) -> None:
    stage.routes["/confirm"] = Answer({"detail": "Le test est déjà terminé."}, 409)
    tab.click("text=Confirmer")
    expect(tab.locator("#toasts [data-kind=error]")).to_contain_text("Le test est déjà terminé.")


def test_a_double_tap_acts_once(tab: Page, stage: Stage) -> None:
    answered = threading.Event()
    stage.routes["/confirm"] = held(Answer({"version": 2, "message": None}), answered)
    tab.dblclick("text=Confirmer", delay=80)
    answered.set()
    expect(tab.locator("[aria-busy]")).to_have_count(0)
    tab.evaluate("fetch('/fence')")
    assert len(stage.asked("/confirm")) == 1


def test_the_button_keeps_its_focus_while_the_form_is_busy(tab: Page, stage: Stage) -> None:
    answered = threading.Event()
    stage.routes["/confirm"] = held(Answer({"message": None}), answered)
    tab.focus("text=Confirmer")
    tab.keyboard.press("Enter")
    expect(tab.locator("form[action='/confirm']")).to_have_attribute("aria-busy", "true")
    expect(tab.locator("text=Confirmer")).to_be_focused()
    answered.set()
    expect(tab.locator("form[action='/confirm']")).not_to_have_attribute("aria-busy", "true")


def test_without_network_the_page_says_so(tab: Page) -> None:
    tab.context.set_offline(True)
    expect(tab.locator("html[data-offline]")).to_have_count(1)
    tab.click("text=Confirmer")
    expect(tab.locator("#toasts [data-kind=error]")).to_contain_text("Sans réseau")


def test_a_page_that_answers_instead_of_json_is_loaded_again(tab: Page, stage: Stage) -> None:
    stage.routes["/confirm"] = Answer(location="/", status=303)
    with tab.expect_event("load"):
        tab.click("text=Confirmer")


def test_cancelling_the_end_gives_the_focus_back_to_the_row(tab: Page) -> None:
    tab.click("text=Malo")
    tab.click("text=Terminer >> nth=0")
    expect(tab.locator("#end-1")).to_be_visible()
    tab.click("text=Annuler")
    expect(tab.locator("#end-1")).to_be_hidden()
    expect(tab.locator("text=Malo")).to_be_focused()


def test_ending_closes_the_dialog(tab: Page, stage: Stage) -> None:
    stage.routes["/end"] = Answer({"version": 3, "message": "Test terminé."})
    tab.click("text=Malo")
    tab.click("text=Terminer >> nth=0")
    tab.click("text=Terminer le test")
    expect(tab.locator("#end-1")).to_be_hidden()
    expect(tab.locator("#toasts")).to_contain_text("Test terminé.")


def test_a_copy_is_made_and_said(tab: Page) -> None:
    tab.click("#copy", force=True)
    expect(tab.locator("#copy span")).to_be_visible()
    expect(tab.locator("#announce")).to_have_text("Copié")
    assert tab.evaluate("navigator.clipboard.readText()") == "AB12"


def test_signing_out_empties_the_caches_first(tab: Page, stage: Stage) -> None:
    stage.routes["/deconnexion"] = Answer("<h1>Au revoir</h1>")
    tab.evaluate("caches.open('shell-0').then((cache) => cache.put('/x', new Response('x')))")
    tab.click("text=Se déconnecter")
    expect(tab.locator("h1")).to_have_text("Au revoir")
    assert "shell-0" not in tab.evaluate("caches.keys()")
