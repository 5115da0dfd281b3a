"""filling.js: what was typed comes back, a form leaves once, and a file says how far it is."""

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import Answer, Stage, held, page
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

DRAFTED = """<main id="main">
<p data-restored hidden>Revenu <button type="button">Effacer</button></p>
<form method="post" action="/make" data-draft="essai">
  <input type="hidden" name="csrf_token" value="jeton"><label>Nom <input name="name"></label>
  <label>Sorte <select name="kind"><option value="a">A</option><option value="b">B</option></select></label>
  <label>Oui <input type="checkbox" name="yes" value="1"></label>
  <label>Secret <input type="password" name="secret"></label>
  <button>Envoyer</button><p data-busy><span hidden>Envoi en cours</span></p></form></main>"""
UPLOAD = """<main id="main"><form method="post" action="/import" enctype="multipart/form-data" data-upload>
  <label>Fichier <input type="file" name="file" id="file"></label><button>Envoyer</button>
  <div data-progress data-state="idle"><progress max="1" value="0" data-when="sending reading" hidden></progress>
  <p data-when="sending" hidden>Envoi <span data-share></span></p><p data-when="reading" hidden>Lecture</p></div>
</form></main>"""
REFUSED = """<main id="main"><div id="form-errors" tabindex="-1" autofocus>Fichier illisible</div>
<form method="post" action="/import" data-upload><input type="file" id="file" aria-invalid="true">
<div data-progress><progress></progress></div><button>Envoyer</button></form></main>"""


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes["/"] = page(DRAFTED, "shell")
        stage.routes["/make"] = page("<main><h1>Fait</h1></main>", "shell")
        stage.routes["/upload"] = page(UPLOAD, "shell")
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    with chromium.context(base_url=stage.origin) as context:
        tab = context.new_page()
        tab.goto("/")
        tab.wait_for_load_state("networkidle")
        yield tab


def fill(tab: Page) -> None:
    tab.get_by_label("Nom").fill("Salle 12")
    tab.get_by_label("Sorte").select_option("b")
    tab.get_by_label("Oui").check()
    tab.get_by_label("Secret").fill("motdepasse")


def send(tab: Page) -> None:
    tab.get_by_role("button", name="Envoyer").click()


def test_what_was_typed_survives_a_reload_but_for_secrets(tab: Page) -> None:
    fill(tab)
    tab.reload()
    expect(tab.get_by_label("Nom")).to_have_value("Salle 12")
    expect(tab.get_by_label("Sorte")).to_have_value("b")
    expect(tab.get_by_label("Oui")).to_be_checked()
    expect(tab.get_by_label("Secret")).to_have_value("")
    expect(tab.locator("[data-restored]")).to_be_visible()
    assert "motdepasse" not in tab.evaluate("JSON.stringify(sessionStorage)")


def test_it_may_be_thrown_away(tab: Page) -> None:
    fill(tab)
    tab.reload()
    tab.get_by_role("button", name="Effacer").click()
    expect(tab.get_by_label("Nom")).to_have_value("")
    expect(tab.get_by_label("Nom")).to_be_focused()
    expect(tab.locator("[data-restored]")).to_be_hidden()
    tab.reload()
    expect(tab.get_by_label("Nom")).to_have_value("")


def test_it_survives_a_network_that_fails(tab: Page, stage: Stage) -> None:
    fill(tab)
    tab.context.set_offline(True)
    with tab.expect_event("requestfailed"):
        send(tab)
    tab.wait_for_load_state()
    tab.context.set_offline(False)
    tab.goto("/")
    expect(tab.get_by_label("Nom")).to_have_value("Salle 12")


def test_once_taken_it_is_forgotten(tab: Page) -> None:
    fill(tab)
    send(tab)
    expect(tab.get_by_role("heading")).to_have_text("Fait")
    eventually(lambda: tab.evaluate("sessionStorage.length") == 0)
    tab.goto("/")
    expect(tab.get_by_label("Nom")).to_have_value("")


def test_what_the_server_gives_back_wins(tab: Page, stage: Stage) -> None:
    fill(tab)
    answered = DRAFTED.replace('name="name"', 'name="name" value="Salle"')
    stage.routes["/"] = page('<p id="form-errors">À corriger</p>' + answered, "shell")
    tab.goto("/")
    tab.wait_for_load_state("networkidle")
    expect(tab.get_by_label("Nom")).to_have_value("Salle")
    expect(tab.locator("[data-restored]")).to_be_hidden()


TWICE = """() => {
    const [button, words] = ["form button", "[data-busy] span"].map((part) => document.querySelector(part));
    button.click();
    button.click();
    return [button.getAttribute("aria-busy"), words.hidden];
}"""


def test_a_form_is_busy_and_leaves_once(tab: Page, stage: Stage) -> None:
    answered = threading.Event()
    stage.routes["/make"] = held(page("<h1>Fait</h1>"), answered)
    eventually(lambda: tab.evaluate("performance.getEntriesByType('resource').some(({ name }) => /busy/.test(name))"))
    assert tab.evaluate(TWICE) == ["true", False]
    answered.set()
    expect(tab.get_by_role("heading")).to_have_text("Fait")
    assert len(stage.asked("/make")) == 1


def choose(tab: Page) -> None:
    tab.goto("/upload")
    tab.wait_for_load_state("networkidle")
    tab.get_by_label("Fichier").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b"nom;prenom"})


def test_a_file_that_has_left_is_being_read(tab: Page, stage: Stage) -> None:
    answered = threading.Event()
    stage.routes["/import"] = held(Answer(location="/make", status=303), answered)
    choose(tab)
    send(tab)
    expect(tab.get_by_text("Lecture")).to_be_visible()
    expect(tab.get_by_role("progressbar")).to_be_visible()
    answered.set()
    expect(tab.get_by_role("heading")).to_have_text("Fait")


def test_a_refused_file_stays_chosen(tab: Page, stage: Stage) -> None:
    stage.routes["/import"] = Answer(REFUSED, 422)
    choose(tab)
    send(tab)
    expect(tab.locator("#form-errors")).to_be_focused()
    assert tab.evaluate("document.getElementById('file').files[0].name") == "a.csv"
    expect(tab.locator("#file")).to_have_attribute("aria-invalid", "true")


def test_a_file_whose_page_is_told_is_read_there_once(tab: Page, stage: Stage) -> None:
    stage.routes["/import"] = Answer(location="/make", status=201)
    choose(tab)
    send(tab)
    expect(tab.get_by_role("heading")).to_have_text("Fait")
    assert len(stage.asked("/make")) == 1


def test_a_refusal_that_is_no_form_is_said_and_the_file_stays(tab: Page, stage: Stage) -> None:
    stage.routes["/import"] = Answer('<main id="main"><p class="lead">Trop lourd</p></main>', 413)
    choose(tab)
    send(tab)
    expect(tab.locator("#toasts [data-kind=error]")).to_contain_text("Trop lourd")
    assert tab.evaluate("document.getElementById('file').files.length") == 1


def test_a_file_too_heavy_is_not_even_sent(tab: Page, stage: Stage) -> None:
    choose(tab)
    tab.evaluate("Object.assign(document.getElementById('file').dataset, { most: '3', heavy: 'Plus léger' })")
    send(tab)
    expect(tab.locator("#toasts [data-kind=error]")).to_contain_text("Plus léger")
    assert stage.asked("/import") == []


def test_without_network_the_file_stays_and_it_is_said(tab: Page) -> None:
    choose(tab)
    tab.context.set_offline(True)
    send(tab)
    expect(tab.locator("#toasts [data-kind=error]")).to_contain_text("Sans réseau")
    assert tab.evaluate("document.getElementById('file').files.length") == 1
    expect(tab.get_by_role("button", name="Envoyer")).not_to_have_attribute("aria-busy", "true")
