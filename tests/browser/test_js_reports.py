"""reports.js: told at once or not at all; on hold no answer leaves, and the page goes on whatever it missed."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import NOTHING, Answer, Request, Stage, page
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

BODY = (
    '<main id="test" data-token="t0" data-hello="/hello" data-beat="/beat" data-goodbye="/goodbye"'
    ' data-answer="/answer" data-report="/report" data-look="/question"'
    ' data-worker="/static/js/heartbeat-worker.js">'
    '<time id="time-left" data-until></time><p id="notice" role="status"></p><div id="question" tabindex="-1"></div>'
    '<p id="saving" role="status" data-state="idle"><span data-when="saved" hidden>Enregistré</span></p></main>'
    '<dialog id="report"><div data-told="failed"><p data-when="failed" hidden>Pas de réseau</p></div>'
    '<form method="post"><button>Prévenir</button></form><button type="button" data-closes>Annuler</button></dialog>'
)
TIMES = {"now": "2030-01-01T08:00:00+00:00", "ends_at": "2030-01-01T09:12:30+00:00"}


def question(id: str = "one", number: int = 1, *, held: bool = False, told: str = "") -> dict[str, Any]:
    said = f"<p data-said>{'En pause' if held else told}</p>" if held or told else ""
    off, on_hold = (" disabled", " data-held") if held else ("", "")
    form = (
        f'<form id="answer" method="post" data-number="{number}" data-question="{id}"{on_hold}>'
        f'<h1>Question {number}</h1>{said}<label><input type="radio" name="choice" value="2"{off}>Rouge</label>'
        '<button>Valider ma réponse</button><button type="button" data-opens="report">Signaler</button></form>'
    )
    return {"number": number, "total": 20, "id": id, "held": held, "question": form}


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {
            "/test": page(BODY, "shell", "candidate"),
            "/hello": Answer({"granted": True, "pace": 1, **TIMES, **question()}),
            "/beat": Answer({**TIMES, "pace": 0.5, "go": None}),
            "/goodbye": NOTHING,
            "/answer": Answer({**TIMES, **question("two", 2)}),
            "/report": Answer({**TIMES, **question(held=True)}),
            "/question": Answer({**TIMES, **question(held=True)}),
        }
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test")
        expect(tab.locator("h1")).to_have_text("Question 1")
        yield tab


def report(tab: Page) -> None:
    tab.get_by_role("button", name="Signaler").click()
    tab.get_by_role("button", name="Prévenir").click()


def answer(tab: Page) -> None:
    tab.get_by_label("Rouge").check()
    tab.get_by_role("button", name="Valider ma réponse").click()


def refused(code: str) -> Answer:
    return Answer({"status": 409, "code": code, "detail": f"Refusé : {code}."}, 409)


def test_a_report_names_the_page_and_the_question_and_is_told(tab: Page, stage: Stage) -> None:
    report(tab)
    expect(tab.locator("[data-said]")).to_have_text("En pause")
    expect(tab.locator("#announce")).to_have_text("En pause")
    expect(tab.get_by_role("dialog")).to_be_hidden()
    expect(tab.locator("h1")).to_be_focused()
    [sent] = stage.asked("/report")
    assert (sent.json["token"], sent.json["number"]) == ("t0", 1)
    assert sent.json["epoch"]


def test_on_hold_it_looks_again_and_goes_on(tab: Page, stage: Stage) -> None:
    report(tab)
    eventually(lambda: len(stage.asked("/question")) >= 2)
    stage.routes["/question"] = Answer({**TIMES, **question("spare", told="Une autre")})
    expect(tab.locator("[data-said]")).to_have_text("Une autre")
    expect(tab.locator("#announce")).to_have_text("Une autre")
    looks = len(stage.asked("/question"))
    eventually(lambda: len(stage.asked("/beat")) >= 6)
    assert len(stage.asked("/question")) <= looks + 1  # nothing waits any more


@pytest.mark.parametrize("trouble", [Answer("", 503), Answer("<h1>Panne</h1>", 500)])
def test_trouble_does_not_stop_it_looking(tab: Page, stage: Stage, trouble: Answer) -> None:
    stage.routes["/question"] = trouble
    report(tab)
    eventually(lambda: len(stage.asked("/question")) >= 2)
    stage.routes["/question"] = Answer({**TIMES, **question(told="Continuez")})
    expect(tab.locator("[data-said]")).to_have_text("Continuez")


def test_the_end_leads_away(tab: Page, stage: Stage) -> None:
    stage.routes["/test/fin"] = Answer("<h1>Test terminé</h1>")
    stage.routes["/question"] = Answer({"go": "/test/fin"})
    report(tab)
    expect(tab.locator("h1")).to_have_text("Test terminé")


def test_without_an_answer_nothing_is_kept(tab: Page, stage: Stage) -> None:
    stage.routes["/question"] = Answer({**TIMES, **question()})
    tab.context.set_offline(True)
    report(tab)
    expect(tab.locator("[data-when=failed]")).to_be_visible()
    tab.context.set_offline(False)
    eventually(lambda: len(stage.asked("/beat")) >= 4)
    assert stage.asked("/report") == []
    tab.get_by_role("button", name="Annuler").click()
    tab.get_by_role("button", name="Signaler").click()
    expect(tab.locator("[data-when=failed]")).to_be_hidden()


def test_one_whose_answer_was_lost_is_found_on_hold(tab: Page, stage: Stage) -> None:
    stage.routes["/report"] = Answer("", 503)
    report(tab)
    expect(tab.locator("[data-when=failed]")).to_be_visible()
    expect(tab.locator("[data-said]")).to_have_text("En pause")
    expect(tab.get_by_role("dialog")).to_be_hidden()
    expect(tab.locator("h1")).to_be_focused()


def test_the_question_that_comes_next_is_not_reported_for_the_one_before(tab: Page, stage: Stage) -> None:
    stage.routes["/answer"] = Answer("", 503)
    answer(tab)
    eventually(lambda: stage.asked("/answer"))
    tab.evaluate("document.getElementById('report').showModal()")
    stage.routes["/answer"] = Answer({**TIMES, **question("two", 2)})
    expect(tab.locator("h1")).to_have_text("Question 2", timeout=15_000)
    expect(tab.get_by_role("dialog")).to_be_hidden()
    expect(tab.locator("h1")).to_be_focused()


def test_a_refusal_is_said(tab: Page, stage: Stage) -> None:
    stage.routes["/report"] = refused("already_answered")
    report(tab)
    expect(tab.get_by_text("Refusé : already_answered.").first).to_be_visible()
    expect(tab.get_by_role("dialog")).to_be_hidden()


def test_an_answer_names_its_question(tab: Page, stage: Stage) -> None:
    answer(tab)
    expect(tab.locator("h1")).to_have_text("Question 2")
    assert stage.asked("/answer")[0].json["question"] == "one"


def test_a_page_that_missed_the_report_learns_of_it_from_its_answer(tab: Page, stage: Stage) -> None:
    stage.routes["/answer"] = refused("on_hold")
    answer(tab)
    expect(tab.locator("[data-said]")).to_have_text("En pause")
    expect(tab.get_by_label("Rouge")).to_be_checked()
    stage.routes["/answer"] = Answer({**TIMES, **question("two", 2)})
    stage.routes["/question"] = Answer({**TIMES, **question(told="Continuez")})
    expect(tab.locator("[data-said]")).to_have_text("Continuez")
    expect(tab.get_by_label("Rouge")).to_be_checked()
    assert len(stage.asked("/answer")) == 1  # a draft again: it leaves when it is validated again
    tab.get_by_role("button", name="Valider ma réponse").click()
    expect(tab.locator("h1")).to_have_text("Question 2")
    keys = [request.json["key"] for request in stage.asked("/answer")]
    assert len(set(keys)) == 2


def test_an_answer_to_the_question_replaced_is_dropped(tab: Page, stage: Stage) -> None:
    stage.routes["/answer"] = refused("question_replaced")
    stage.routes["/question"] = Answer({**TIMES, **question("spare", told="Une autre")})
    answer(tab)
    expect(tab.locator("[data-said]")).to_have_text("Une autre")
    expect(tab.get_by_label("Rouge")).not_to_be_checked()
    expect(tab.get_by_text("Refusé : question_replaced.").first).to_be_visible()


def test_a_draft_of_the_question_replaced_is_not_put_into_the_other(tab: Page, stage: Stage) -> None:
    tab.get_by_label("Rouge").check()
    stage.routes["/question"] = Answer({**TIMES, **question("spare")})
    report(tab)
    expect(tab.locator("#answer[data-question=spare]")).to_be_visible()
    expect(tab.get_by_label("Rouge")).not_to_be_checked()


def test_an_answer_kept_by_a_page_of_before_is_no_answer_on_hold(tab: Page, stage: Stage) -> None:
    def lost(_: Request) -> Answer:
        return Answer("", 503)

    stage.routes["/answer"] = lost
    answer(tab)
    eventually(lambda: stage.asked("/answer"))
    stage.routes["/hello"] = Answer({"granted": True, "pace": 1, **TIMES, **question(held=True)})
    tab.reload()
    expect(tab.locator("[data-said]")).to_have_text("En pause")
    expect(tab.get_by_label("Rouge")).to_be_checked()
    before = len(stage.asked("/answer"))
    eventually(lambda: len(stage.asked("/question")) >= 2)
    assert len(stage.asked("/answer")) == before
