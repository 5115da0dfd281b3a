"""board.js and what it stands on: bells, changes poured into the page, filters, the way to one candidate."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import NOTHING, Answer, Request, Route, Stage, held, page
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

BUSY = Answer(status=503)


def row(
    number: int, name: str, search: str, groups: str = "expected", action: str = "Confirmer", sheet: str = ""
) -> str:
    return (
        f'<li id="candidate-{number}" data-groups="{groups}" data-search="{search}">'
        f'<button popovertarget="sheet-{number}">{name}</button>'
        f'<form method="post" action="/{action}/{number}" data-act><button>{action} {name}</button></form>'
        f'<div popover id="sheet-{number}">{sheet or "Fiche"}<input id="note-{number}" aria-label="Note"></div>'
        f'<dialog id="end-{number}"><button data-closes>Annuler</button></dialog>'
        f'<input type="checkbox" form="several" name="candidate" value="{number}" aria-label="Choisir {name}"></li>'
    )


MALO = row(1, "Malo", "malo le goff")
MICHELE = row(2, "Mïchèle", "michele desarconnee jean michel jeanmichel oeuvre", "running")
ATTENTION = '<section id="attention"></section>'
BODY = (
    '<main id="board" data-changes="/changements" data-stream="/flux" data-version="12">'
    '<nav id="counters"><button data-filter="all">Tous</button><button data-filter="running">En cours</button></nav>'
    f'<p id="pulse"><b data-heard><time data-age="2020-01-01T00:00:00Z"></time></b></p>{ATTENTION}'
    '<input id="search" type="search" aria-label="Rechercher un candidat">'
    '<button popovertarget="several">Sélectionner</button>'
    '<form id="several" popover="manual" method="post" action="/plusieurs" data-act><button type="button" data-all>Tous'
    '</button><button><i data-when="none">Aucun</i><i data-when="one">Un</i><i data-when="several"><b data-count></b>'
    " à la fois</i></button></form>"
    f'<ul id="candidates" aria-label="Candidats">{MALO}{MICHELE}</ul><p id="nobody" hidden>Personne</p></main>'
)


def changes(version: int, **fragments: str) -> Answer:
    names = {name.replace("_", "-"): html for name, html in fragments.items()}
    return Answer({"version": version, "now": "2030-01-01T08:00:00+00:00", "fragments": names})


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {
            "/board": page(BODY, "shell", "board", attributes='data-sw="/sw.js"'),
            "/changements": NOTHING,
            "/flux": BUSY,
        }
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    with chromium.context((390, 844)) as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/board")
        eventually(lambda: stage.asked("/changements"))
        yield tab


def once(answer: Answer) -> Route:
    answers = [answer]
    return lambda _: answers.pop() if answers else NOTHING


TELL_NOW = 'data => { navigator.serviceWorker.dispatchEvent(new MessageEvent("message", { data })); }'
TELL = """(data) => setTimeout(() =>
    navigator.serviceWorker.dispatchEvent(new MessageEvent("message", { data })))"""


DRAWN_TWICE = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def stop_the_clock(tab: Page) -> None:
    """From now on only the test moves the page's clock: nothing polls meanwhile."""
    tab.clock.install()
    tab.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))


def ring(tab: Page) -> None:
    """As the service worker does when a push comes."""
    tab.evaluate(TELL, {"type": "push"})


def pour(tab: Page, stage: Stage, answer: Answer) -> None:
    stage.routes["/changements"] = once(answer)
    ring(tab)


def test_a_bell_makes_the_page_ask_what_changed_since_its_version(tab: Page, stage: Stage) -> None:
    pour(tab, stage, changes(13, candidate_1=row(1, "Malo", "malo", action="Annuler")))
    expect(tab.locator("text=Annuler Malo")).to_be_visible()
    ring(tab)
    eventually(lambda: stage.asked("/changements")[-1].query == "since=13")


def test_an_older_answer_changes_nothing(tab: Page, stage: Stage) -> None:
    asked = len(stage.asked("/changements"))
    pour(tab, stage, changes(11, candidate_1=row(1, "Malo", "malo", action="Annuler")))
    eventually(lambda: len(stage.asked("/changements")) > asked)
    ring(tab)
    eventually(lambda: len(stage.asked("/changements")) > asked + 1, what="the next question comes after the answer")
    assert stage.asked("/changements")[-1].query == "since=12"
    expect(tab.locator("text=Confirmer Malo")).to_be_visible()


def test_the_focus_and_the_typed_words_stay(tab: Page, stage: Stage) -> None:
    tab.click("text=Malo >> nth=0")
    tab.fill("#note-1", "en retard")
    pour(tab, stage, changes(13, candidate_1=row(1, "Malo", "malo", sheet="Nouvelle fiche")))
    expect(tab.locator("#sheet-1")).to_contain_text("Nouvelle fiche")
    expect(tab.locator("#sheet-1")).to_be_visible()
    expect(tab.locator("#note-1")).to_have_value("en retard")
    expect(tab.locator("#note-1")).to_be_focused()


def test_an_open_dialog_stays_open(tab: Page, stage: Stage) -> None:
    tab.evaluate("document.getElementById('end-1').showModal()")
    pour(tab, stage, changes(13, candidate_1=row(1, "Malo Le Goff", "malo")))
    expect(tab.locator("#candidate-1 > button")).to_have_text("Malo Le Goff")
    expect(tab.locator("#end-1")).to_be_visible()


def test_a_focus_that_goes_away_falls_on_the_row(tab: Page, stage: Stage) -> None:
    tab.focus("text=Confirmer Malo")
    gone = row(1, "Malo", "malo").replace(
        '<form method="post" action="/Confirmer/1" data-act><button>Confirmer Malo</button></form>', ""
    )
    pour(tab, stage, changes(13, candidate_1=gone))
    expect(tab.locator("#candidate-1 > button")).to_be_focused()


def test_nothing_moves_under_a_finger(tab: Page, stage: Stage) -> None:
    tab.hover("#search")
    tab.mouse.down()
    with tab.expect_response("**/changements*") as told:
        pour(tab, stage, changes(13, candidate_1=row(1, "Malo", "malo", action="Annuler")))
    told.value.finished()
    tab.evaluate(DRAWN_TWICE)
    expect(tab.locator("text=Confirmer Malo")).to_be_visible()
    tab.mouse.up()
    expect(tab.locator("text=Annuler Malo")).to_be_visible()


def test_the_second_of_a_double_tap_is_not_the_next_ones(tab: Page, stage: Stage) -> None:
    stage.routes["/Confirmer/1"] = Answer({"message": None})
    stop_the_clock(tab)
    stage.routes["/changements"] = once(changes(13, candidates=f'<ul id="candidates">{row(3, "Inès", "ines")}</ul>'))
    box = tab.locator("text=Confirmer Malo").bounding_box()
    assert box is not None
    with tab.expect_response("**/changements*") as told:
        tab.mouse.click(box["x"] + 5, box["y"] + 5)
    told.value.finished()
    tab.mouse.click(box["x"] + 5, box["y"] + 5)
    tab.clock.run_for(400)
    expect(tab.locator("text=Confirmer Inès")).to_be_visible()
    assert len(stage.asked("/Confirmer/1")) == 1
    assert not stage.asked("/Confirmer/3")


def test_one_question_at_a_time_and_one_more_for_the_bells_that_rang(tab: Page, stage: Stage) -> None:
    stop_the_clock(tab)
    answered = threading.Event()
    stage.routes["/changements"] = held(NOTHING, answered)
    before = len(stage.asked("/changements"))
    for _ in range(10):
        tab.evaluate(TELL_NOW, {"type": "push"})
    answered.set()
    eventually(lambda: len(stage.asked("/changements")) == before + 2)
    tab.evaluate(TELL_NOW, {"type": "push"})
    eventually(lambda: len(stage.asked("/changements")) >= before + 3)
    assert len(stage.asked("/changements")) == before + 3


def test_the_stream_rings_when_its_version_is_newer(tab: Page, stage: Stage) -> None:
    stage.routes["/changements"] = once(changes(13, candidate_1=row(1, "Malo", "malo", action="Annuler")))
    stage.routes["/flux"] = Answer("retry: 60000\ndata: 13\n\n", type="text/event-stream")
    expect(tab.locator("text=Annuler Malo")).to_be_visible(timeout=8000)


def test_without_a_stream_the_page_polls(tab: Page, stage: Stage) -> None:
    before = len(stage.asked("/changements"))
    eventually(lambda: len(stage.asked("/changements")) > before, timeout=7)


def test_the_page_says_when_it_no_longer_knows(tab: Page, stage: Stage) -> None:
    tab.clock.install()
    tab.reload()
    tab.clock.run_for(100)
    expect(tab.locator("#pulse time")).to_have_text("0\u00a0s")
    stage.routes["/changements"] = BUSY
    tab.clock.run_for(11_000)
    expect(tab.locator("html[data-stale]")).to_have_count(0)
    tab.clock.run_for(5000)
    expect(tab.locator("html[data-stale]")).to_have_count(1)
    stage.routes["/changements"] = NOTHING
    ring(tab)
    expect(tab.locator("html[data-stale]")).to_have_count(0)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_who_has_no_right_any_more_gets_the_page_that_says_so(tab: Page, stage: Stage, status: int) -> None:
    stage.routes |= {"/changements": Answer({"detail": "Non."}, status), "/board": Answer("<h1>Session finalisée</h1>")}
    ring(tab)
    expect(tab.locator("h1")).to_have_text("Session finalisée")


def test_a_new_row_loads_the_page_again_but_never_in_a_loop(tab: Page, stage: Stage) -> None:
    stage.routes["/changements"] = changes(13, candidate_9=row(9, "Inès", "ines"))
    ring(tab)
    eventually(lambda: len(stage.asked("/board")) == 2)
    asked = len(stage.asked("/changements"))
    eventually(lambda: len(stage.asked("/changements")) > asked)
    ring(tab)
    eventually(lambda: len(stage.asked("/changements")) > asked + 1, what="the page has lived with that answer")
    assert len(stage.asked("/board")) == 2
    assert stage.asked("/changements")[-1].query == "since=12", "what has no place yet is still asked for"


@pytest.mark.parametrize("typed", ["michele desarconnee", "MÏCHÈLE", "jean-michel", "desar", "Œuv"])
def test_the_search_matches_the_beginning_of_any_word(tab: Page, typed: str) -> None:
    tab.fill("#search", typed)
    expect(tab.locator("#candidate-1")).to_be_hidden()
    expect(tab.locator("#candidate-2")).to_be_visible()


def test_a_search_that_finds_nobody_says_so(tab: Page) -> None:
    tab.fill("#search", "ichele")
    expect(tab.locator("#nobody")).to_be_visible()


def test_a_counter_filters_until_it_is_pressed_again(tab: Page, stage: Stage) -> None:
    tab.click("text=En cours")
    expect(tab.locator("#candidate-1")).to_be_hidden()
    expect(tab.locator("[data-filter=running]")).to_have_attribute("aria-pressed", "true")
    pour(
        tab,
        stage,
        changes(13, candidate_1=row(1, "Malo B", "malo", "running"), candidate_2=row(2, "Mïchèle", "michele", "over")),
    )
    expect(tab.locator("#candidate-1")).to_be_visible()
    expect(tab.locator("#candidate-2")).to_be_hidden()
    tab.click("text=En cours")
    expect(tab.locator("#candidate-2")).to_be_visible()


def test_the_address_opens_the_candidate_s_sheet(tab: Page, stage: Stage) -> None:
    tab.fill("#search", "malo")
    tab.evaluate("location.hash = '#candidate-2'")
    expect(tab.locator("#sheet-2")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#candidate-2 > button")).to_be_focused()
    tab.goto(f"{stage.origin}/board#candidate-1")
    expect(tab.locator("#sheet-1")).to_be_visible()


def test_the_address_opens_an_alert_s_sheet_among_those_folded_away(tab: Page, stage: Stage) -> None:
    sheet = '<div popover id="sheet-alert-9">9 absents</div>'
    card = f'<button id="alert-9" popovertarget="sheet-alert-9">Salle</button>{sheet}'
    folded = f'<section id="attention"><details><summary>+ 1 autre</summary>{card}</details></section>'
    pour(tab, stage, changes(13, attention=folded))
    expect(tab.locator("#alert-9")).to_be_attached()
    tab.evaluate("location.hash = '#alert-9'")
    expect(tab.locator("#sheet-alert-9")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.locator("#alert-9")).to_be_focused()


def test_a_tapped_notification_opens_the_same_candidate_again(tab: Page, stage: Stage) -> None:
    for _ in range(2):
        tab.evaluate(TELL, {"type": "open", "url": "/board#candidate-2"})
        expect(tab.locator("#sheet-2")).to_be_visible()
        tab.keyboard.press("Escape")
    stage.routes["/appareils"] = Answer("<h1>Appareils</h1>")
    tab.evaluate(TELL, {"type": "open", "url": "/appareils"})
    expect(tab.locator("h1")).to_have_text("Appareils")


def test_new_alerts_are_said_once(tab: Page, stage: Stage) -> None:
    lost = '<p data-announce="Poste 12 : signal perdu">x</p>'
    pour(tab, stage, changes(13, attention=f'<section id="attention">{lost}</section>'))
    expect(tab.locator("#announce")).to_have_text("Poste 12 : signal perdu")
    asks = '<p data-announce="Poste 3 : demande à reprendre">y</p>'
    pour(tab, stage, changes(14, attention=f'<section id="attention">{lost}{asks}</section>'))
    expect(tab.locator("#announce")).to_have_text("Poste 3 : demande à reprendre")


def test_an_action_rings_too(tab: Page, stage: Stage) -> None:
    def confirm(_: Request) -> Answer:
        stage.routes["/changements"] = once(changes(13, candidate_1=row(1, "Malo", "malo", action="Annuler")))
        return Answer({"version": 13, "message": None})

    stage.routes["/Confirmer/1"] = confirm
    tab.click("text=Confirmer Malo")
    expect(tab.locator("text=Annuler Malo")).to_be_visible(timeout=2000)


def test_those_ticked_are_counted_and_sent_together(tab: Page, stage: Stage) -> None:
    stage.routes["/plusieurs"] = Answer({"version": 12, "message": "2 présences confirmées."})
    tab.click("text=Sélectionner")
    expect(tab.locator("#several")).to_contain_text("Aucun")
    tab.check("[aria-label='Choisir Malo']")
    expect(tab.locator("#several [data-when=one]")).to_be_visible()
    tab.check("[aria-label='Choisir Mïchèle']")
    tab.click("text=2 à la fois")
    expect(tab.locator("#toasts")).to_contain_text("2 présences confirmées.")
    expect(tab.locator("#several")).to_be_hidden()
    expect(tab.locator("text=Sélectionner")).to_be_focused()
    expect(tab.locator(":checked")).to_have_count(0)
    [request] = stage.asked("/plusieurs")
    assert request.body.count('name="candidate"') == 2


def test_all_that_the_filter_shows_are_ticked(tab: Page) -> None:
    tab.click("text=Sélectionner")
    tab.fill("#search", "malo")
    tab.click("text=Tous >> nth=-1")
    tab.fill("#search", "")
    expect(tab.locator("[aria-label='Choisir Malo']")).to_be_checked()
    expect(tab.locator("[aria-label='Choisir Mïchèle']")).not_to_be_checked()


def test_a_tick_stays_when_its_row_changes_and_is_forgotten_with_the_bar(tab: Page, stage: Stage) -> None:
    tab.click("text=Sélectionner")
    tab.check("[aria-label='Choisir Malo']")
    pour(tab, stage, changes(13, candidate_1=row(1, "Malo", "malo", action="Annuler")))
    expect(tab.locator("text=Annuler Malo")).to_be_visible()
    expect(tab.locator("[aria-label='Choisir Malo']")).to_be_checked()
    tab.click("text=Sélectionner")
    expect(tab.locator("[aria-label='Choisir Malo']")).not_to_be_checked()


def test_what_was_refused_of_several_is_said_longer(tab: Page, stage: Stage) -> None:
    stage.routes["/plusieurs"] = Answer({"version": 12, "message": "1 présence confirmée.", "detail": "Malo : non."})
    tab.click("text=Sélectionner")
    tab.click("text=Aucun")
    expect(tab.locator("#toasts [data-kind=info]")).to_contain_text("1 présence confirmée.")
    expect(tab.locator("#toasts [data-kind=error]")).to_contain_text("Malo : non.")
