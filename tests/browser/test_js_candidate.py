"""candidate.js and what it stands on: waiting, hello, signs of life, answers that are never lost, goodbye."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import NOTHING, Answer, Request, Stage, page
from tests.tools.chromium import Chromium
from tests.tools.waiting import eventually

BODY = (
    '<main id="test" data-token="t0" data-hello="/hello" data-beat="/beat" data-goodbye="/goodbye" '
    'data-answer="/answer" data-worker="/static/js/heartbeat-worker.js">'
    '<time id="time-left" data-until></time><p hidden><span data-mark="15">Il reste 15 minutes.</span></p>'
    '<p id="notice" role="status"></p><div id="question" tabindex="-1"></div>'
    '<p id="saving" role="status" data-state="idle"><span data-when="saving" hidden>Enregistrement</span>'
    '<span data-when="saved" hidden>Enregistré</span><span data-when="offline" hidden>Hors ligne</span>'
    '<span data-when="kept" hidden>Réponse gardée</span><span data-when="changed" hidden>Modifiée</span>'
    '<span data-when="back" hidden>Revenu</span><span data-when="all" hidden>Tout est là</span>'
    '<span data-when="refused" hidden>Refusé</span></p></main>'
)
TIMES = {"now": "2030-01-01T08:00:00+00:00", "ends_at": "2030-01-01T09:12:30+00:00"}


def question(number: int, fields: str = "") -> dict[str, Any]:
    choices = fields or '<label><input type="radio" name="choice" value="2">Rouge</label>'
    form = (
        f'<form id="answer" method="post"><h1>Question {number}</h1>{choices}<button>Valider ma réponse</button></form>'
    )
    return {"number": number, "total": 20, "question": form}


def granted(number: int = 1, fields: str = "", pace: float = 1) -> Answer:
    return Answer({"granted": True, "pace": pace, **TIMES, **question(number, fields)})


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        stage.routes |= {
            "/test": page(BODY, "shell", "candidate"),
            "/hello": granted(),
            "/beat": Answer({**TIMES, "pace": 0.5, "go": None}),
            "/goodbye": NOTHING,
            "/answer": Answer({**TIMES, **question(2)}),
            "/test/fin": Answer("<h1>Test terminé</h1>"),
        }
        yield stage


@pytest.fixture
def tab(stage: Stage, chromium: Chromium) -> Iterator[Page]:
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test")
        expect(tab.locator("h1")).to_have_text("Question 1")
        yield tab


def answer(tab: Page) -> None:
    tab.check("input[name=choice]")
    tab.click("text=Valider ma réponse")


def test_the_waiting_page_goes_on_by_itself(stage: Stage, chromium: Chromium) -> None:
    asked: list[Request] = []

    def poll(request: Request) -> Answer:
        asked.append(request)
        return Answer({"go": "/test/fin" if len(asked) > 1 else None})

    stage.routes |= {
        "/test/attente": page('<main id="waiting" data-poll="/poll" data-goodbye="/goodbye"></main>', "candidate"),
        "/poll": poll,
    }
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test/attente")
        expect(tab.locator("h1")).to_have_text("Test terminé")


def test_a_waiting_page_that_is_closed_says_so(stage: Stage, chromium: Chromium) -> None:
    main = '<main id="waiting" data-poll="/poll" data-goodbye="/goodbye" data-token="t0" data-page="p0"></main>'
    stage.routes |= {"/test/attente": page(main, "candidate"), "/poll": Answer({"go": None})}
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test/attente")
        eventually(lambda: stage.asked("/poll"))
        tab.close()
        [farewell] = eventually(lambda: stage.asked("/goodbye"))
    assert farewell.json == {"token": "t0", "page": "p0"}


def test_a_page_says_hello_and_shows_its_question(tab: Page, stage: Stage) -> None:
    expect(tab.locator("#question h1")).to_be_focused()
    expect(tab.locator("#time-left")).to_have_text("1\u00a0h\u00a012")
    [hello] = stage.asked("/hello")
    assert hello.json["token"] == "t0"
    assert hello.json["previous"] is None


def test_a_reload_names_the_document_before_it(tab: Page, stage: Stage) -> None:
    tab.reload()
    expect(tab.locator("h1")).to_have_text("Question 1")
    first, second = (hello.json for hello in stage.asked("/hello"))
    assert second["previous"] == first["epoch"] != second["epoch"]
    assert [goodbye.json["epoch"] for goodbye in stage.asked("/goodbye")] == [first["epoch"]]


def test_a_page_that_must_wait_asks_again(stage: Stage, chromium: Chromium) -> None:
    answers = [granted(3), Answer({"granted": False, "retry_in": 0.2})]
    stage.routes["/hello"] = lambda _: answers.pop()
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test")
        expect(tab.locator("h1")).to_have_text("Question 3")
    assert len({hello.json["epoch"] for hello in stage.asked("/hello")}) == 1


def test_a_page_that_may_not_enter_is_sent_away_without_goodbye(stage: Stage, chromium: Chromium) -> None:
    stage.routes["/hello"] = Answer({"granted": False, "go": "/test/fin"})
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test")
        expect(tab.locator("h1")).to_have_text("Test terminé")
    assert not stage.asked("/goodbye")


def test_it_beats_at_the_pace_it_is_given(tab: Page, stage: Stage) -> None:
    eventually(lambda: len(stage.asked("/beat")) >= 3, timeout=4)
    beats = [beat.json for beat in stage.asked("/beat")]
    assert [beat["seq"] for beat in beats[:3]] == [1, 2, 3]
    assert {beat["epoch"] for beat in beats} == {stage.asked("/hello")[0].json["epoch"]}
    assert beats[2]["mono"] - beats[1]["mono"] == pytest.approx(500, abs=250)
    assert beats[0] | {"visible": True, "missed": 0} == beats[0]


def test_it_tells_at_once_when_it_is_hidden(tab: Page, stage: Stage) -> None:
    stage.routes["/beat"] = Answer({**TIMES, "pace": 60, "go": None})
    eventually(lambda: len(stage.asked("/beat")) >= 2)
    count = len(stage.asked("/beat"))
    tab.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    eventually(lambda: len(stage.asked("/beat")) > count, timeout=2)
    assert stage.asked("/beat")[-1].json["visible"] is False


def test_it_beats_at_once_when_the_network_returns(stage: Stage, chromium: Chromium) -> None:
    stage.routes |= {"/hello": granted(pace=60), "/beat": Answer({**TIMES, "pace": 60, "go": None})}
    with chromium.context() as context:
        context.new_page().goto(f"{stage.origin}/test")
        eventually(lambda: len(stage.asked("/beat")) == 1)
        context.set_offline(True)
        context.set_offline(False)
        eventually(lambda: len(stage.asked("/beat")) == 2)


def test_it_beats_although_the_network_failed_as_its_worker_was_fetched(stage: Stage, chromium: Chromium) -> None:
    stage.routes["/static/js/heartbeat-worker.js"] = Answer(status=503)
    with chromium.context() as context:
        context.new_page().goto(f"{stage.origin}/test")
        eventually(lambda: len(stage.asked("/static/js/heartbeat-worker.js")) >= 2)
        del stage.routes["/static/js/heartbeat-worker.js"]
        eventually(lambda: len(stage.asked("/beat")) >= 2)
    assert len(stage.asked("/hello")) == 1


def test_it_counts_the_beats_that_were_missed(tab: Page, stage: Stage) -> None:
    stage.routes["/beat"] = Answer(status=503)
    expect(tab.locator("#saving")).to_contain_text("Hors ligne")
    expect(tab.locator("text=Hors ligne")).to_be_visible()
    eventually(lambda: stage.asked("/beat")[-1].json["missed"] >= 2)
    stage.routes["/beat"] = Answer({**TIMES, "pace": 0.5, "go": None})
    expect(tab.locator("text=Hors ligne")).to_be_hidden()
    beats = [beat.json["missed"] for beat in stage.asked("/beat")]
    eventually(lambda: stage.asked("/beat")[-1].json["missed"] == 0)
    assert max(beats) >= 2


def test_an_order_to_go_is_obeyed(tab: Page, stage: Stage) -> None:
    stage.routes["/beat"] = Answer({**TIMES, "pace": 0.5, "go": "/test/fin"})
    expect(tab.locator("h1")).to_have_text("Test terminé")
    assert tab.evaluate("history.length") == 2  # about:blank, and the test's own place


def test_what_was_done_to_the_time_is_told_once_and_stays(tab: Page, stage: Stage) -> None:
    later = {**TIMES, "ends_at": "2030-01-01T09:22:30+00:00", "notice": "10 minutes ajoutées"}
    stage.routes["/beat"] = Answer({**later, "pace": 0.5, "go": None})
    expect(tab.locator("#notice")).to_have_text("10 minutes ajoutées")
    expect(tab.locator("#time-left")).to_have_text("1\u00a0h\u00a022")
    tab.evaluate(
        "new MutationObserver(() => { document.title = 'dit deux fois'; })"
        ".observe(document.getElementById('notice'), { childList: true })"
    )
    count = len(stage.asked("/beat"))
    eventually(lambda: len(stage.asked("/beat")) > count + 2)
    expect(tab).to_have_title("Essai")


def test_an_end_that_may_be_taken_back_is_looked_at(stage: Stage, chromium: Chromium) -> None:
    asked: list[Request] = []

    def poll(request: Request) -> Answer:
        asked.append(request)
        return Answer({"go": "/test/code" if len(asked) > 1 else None})

    end = page('<main><p data-poll="/reopened">Fin</p></main>', "candidate")
    stage.routes |= {"/test/fin": end, "/reopened": poll, "/test/code": Answer("<h1>Prêt à commencer</h1>")}
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test/fin")
        expect(tab.locator("h1")).to_have_text("Prêt à commencer")
    assert not stage.asked("/undefined")


def test_an_answer_brings_the_next_question(tab: Page, stage: Stage) -> None:
    answer(tab)
    expect(tab.locator("h1")).to_have_text("Question 2")
    expect(tab.locator("#question h1")).to_be_focused()
    expect(tab.locator("text=Enregistré")).to_be_visible()
    [sent] = stage.asked("/answer")
    assert sent.json | {"number": 1, "choices": [2], "token": "t0"} == sent.json


def test_a_text_is_sent_as_it_is_typed(stage: Stage, chromium: Chromium) -> None:
    stage.routes["/hello"] = granted(1, '<label>Extension<input name="text"></label>')
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test")
        tab.fill("[name=text]", " ods ")
        tab.click("text=Valider ma réponse")
        expect(tab.locator("h1")).to_have_text("Question 2")
    assert stage.asked("/answer")[0].json["text"] == " ods "


def test_a_refused_answer_may_be_changed(tab: Page, stage: Stage) -> None:
    stage.routes["/answer"] = Answer({"detail": "Choisissez une réponse."}, 422)
    tab.click("text=Valider ma réponse")
    expect(tab.locator("#toasts")).to_contain_text("Choisissez une réponse.")
    expect(tab.locator("#saving")).to_have_attribute("data-state", "idle")
    stage.routes["/answer"] = Answer({**TIMES, **question(2)})
    answer(tab)
    expect(tab.locator("h1")).to_have_text("Question 2")
    keys = [sent.json["key"] for sent in stage.asked("/answer")]
    assert len(set(keys)) == 2


def test_without_network_the_answer_is_kept_and_sent_later_under_the_same_key(tab: Page, stage: Stage) -> None:
    tries: list[Request] = []

    def broken(request: Request) -> Answer:
        tries.append(request)
        return Answer(status=503)

    stage.routes["/answer"] = broken
    answer(tab)
    expect(tab.locator("text=Réponse gardée")).to_be_visible()
    eventually(lambda: len(tries) >= 2)
    expect(tab.locator("input[name=choice]")).to_be_disabled()
    stage.routes["/answer"] = Answer({**TIMES, **question(2)})
    expect(tab.locator("h1")).to_have_text("Question 2")
    assert len({sent.json["key"] for sent in stage.asked("/answer")}) == 1
    tab.check("input[name=choice]")


def test_without_signs_of_life_an_answer_is_not_tried_and_may_be_changed(stage: Stage, chromium: Chromium) -> None:
    choices = "".join(f'<label><input type="radio" name="choice" value="{value}">n{value}</label>' for value in (1, 2))
    stage.routes |= {"/hello": granted(1, choices, pace=0.3), "/beat": Answer(status=503)}
    with chromium.context() as context:
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test")
        expect(tab.locator("text=Hors ligne")).to_be_visible()
        tab.check("[value='1']")
        tab.click("text=Valider ma réponse")
        expect(tab.locator("text=Réponse gardée")).to_be_visible()
        tab.check("[value='2']")
        expect(tab.locator("text=Modifiée")).to_be_visible()
        given = tab.evaluate("Date.now()")
        tab.click("text=Valider ma réponse")
        expect(tab.locator("text=Réponse gardée")).to_be_visible()
        assert not stage.asked("/answer")
        stage.routes["/beat"] = Answer({**TIMES, "pace": 0.3, "go": None})
        expect(tab.locator("h1")).to_have_text("Question 2")
        expect(tab.locator("text=Tout est là")).to_be_visible()
    [sent] = stage.asked("/answer")
    assert sent.json["choices"] == [2]
    assert sent.json["kept_at"] == pytest.approx(given, abs=2000)


def test_missed_signs_of_life_are_sent_later_and_only_once(tab: Page, stage: Stage) -> None:
    epoch = stage.asked("/hello")[0].json["epoch"]
    stage.routes["/beat"] = Answer(status=503)
    eventually(lambda: len(stage.asked("/beat")) > 3)
    stage.routes["/beat"] = Answer({**TIMES, "pace": 0.2, "go": None})
    eventually(
        lambda: [beat for beat in stage.asked("/beat") if beat.json["missed"] == 0 and not beat.json["late"]][2:]
    )
    kept = max((beat.json["late"] for beat in stage.asked("/beat")), key=len)
    assert len(kept) >= 2
    assert {(beat["epoch"], beat["visible"]) for beat in kept} == {(epoch, True)}
    assert [beat["wall"] for beat in kept] == sorted(beat["wall"] for beat in kept)
    assert kept[1]["mono"] - kept[0]["mono"] == pytest.approx(kept[1]["wall"] - kept[0]["wall"], abs=50)
    assert stage.asked("/beat")[-1].json["late"] == []


def test_of_a_silence_of_hours_both_ends_are_kept(tab: Page) -> None:
    walls = tab.evaluate("""async () => {
        const { keep, keepBeat, keptOf } = await import("/static/js/kept.js");
        for (let wall = 0; wall < 720; wall += 1) await keep("beats", { token: "t", wall });
        await keepBeat({ token: "t", wall: 720 });
        return (await keptOf("beats", "t")).map(({ wall }) => wall);
    }""")
    assert (walls[:60], walls[-60:]) == (list(range(60)), list(range(661, 721)))
    assert 400 < len(walls) < 450


@pytest.mark.parametrize("refusal", ["undefined", "{ open() { throw new Error('refused'); } }"])
def test_a_browser_that_keeps_nothing_still_takes_the_test(stage: Stage, chromium: Chromium, refusal: str) -> None:
    stage.routes["/answer"] = Answer(status=503)
    with chromium.context() as context:
        context.add_init_script(f"Object.defineProperty(window, 'indexedDB', {{ value: {refusal} }})")
        tab = context.new_page()
        tab.goto(f"{stage.origin}/test")
        answer(tab)
        expect(tab.locator("text=Réponse gardée")).to_be_visible()
        stage.routes["/answer"] = Answer({**TIMES, **question(2)})
        expect(tab.locator("h1")).to_have_text("Question 2")


def test_a_hidden_page_whose_timers_stop_goes_on_beating(tab: Page, stage: Stage) -> None:
    tab.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    tab.evaluate("for (let id = setTimeout(() => {}); id; id -= 1) clearTimeout(id)")
    tab.evaluate("for (const name of ['setTimeout', 'setInterval']) window[name] = () => 0")
    count = len(stage.asked("/beat"))
    eventually(lambda: len(stage.asked("/beat")) > count + 3)
    assert stage.asked("/beat")[-1].json["visible"] is False


def test_a_computer_that_slept_comes_back_as_the_same_window(tab: Page, stage: Stage) -> None:
    eventually(lambda: stage.asked("/beat"))
    session = tab.context.new_cdp_session(tab)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    count = len(stage.asked("/beat"))
    session.send("Page.setWebLifecycleState", {"state": "active"})
    eventually(lambda: len(stage.asked("/beat")) > count + 1)
    assert len(stage.asked("/hello")) == 1
    assert not stage.asked("/goodbye")
    assert len({beat.json["epoch"] for beat in stage.asked("/beat")}) == 1


def test_a_page_reloaded_before_it_was_answered_passes_on_its_name(tab: Page, stage: Stage) -> None:
    held = threading.Event()

    def late(_: Request) -> Answer:
        held.wait(5)
        return granted()

    stage.routes["/hello"] = late
    tab.reload()
    eventually(lambda: len(stage.asked("/hello")) == 2)
    tab.reload()
    eventually(lambda: len(stage.asked("/hello")) == 3)
    held.set()
    expect(tab.locator("h1")).to_have_text("Question 1")
    first, second, third = (hello.json for hello in stage.asked("/hello"))
    assert (second["epoch"], second["previous"]) == (third["epoch"], third["previous"])
    assert third["previous"] == first["epoch"] != third["epoch"]


def test_the_marks_of_the_time_left_are_said_once(tab: Page, stage: Stage) -> None:
    stage.routes["/beat"] = Answer({**TIMES, "now": "2030-01-01T08:57:28+00:00", "pace": 60, "go": None})
    said = tab.locator("#announce")
    expect(tab.locator("#time-left")).to_have_text("15\u00a0min")
    expect(said).to_have_text("Il reste 15 minutes.")


def test_an_answer_on_its_way_survives_a_reload(tab: Page, stage: Stage) -> None:
    stage.routes["/answer"] = Answer(status=503)
    answer(tab)
    expect(tab.locator("text=Réponse gardée")).to_be_visible()
    stage.routes["/answer"] = Answer({**TIMES, **question(2)})
    tab.reload()
    expect(tab.locator("h1")).to_have_text("Question 2")
    assert len({sent.json["key"] for sent in stage.asked("/answer")}) == 1


def test_the_last_answer_leads_to_the_end(tab: Page, stage: Stage) -> None:
    stage.routes["/answer"] = Answer({"go": "/test/fin"})
    answer(tab)
    expect(tab.locator("h1")).to_have_text("Test terminé")


def test_a_closed_window_says_goodbye_and_beats_no_more(tab: Page, stage: Stage) -> None:
    eventually(lambda: stage.asked("/beat"))
    tab.close(run_before_unload=False)
    [goodbye] = eventually(lambda: stage.asked("/goodbye"))
    assert goodbye.json == {"token": "t0", "epoch": stage.asked("/hello")[0].json["epoch"]}
    assert goodbye.headers["Content-Type"] == "application/json"


def test_a_waiting_page_and_a_test_page_name_the_same_machine(stage: Stage, chromium: Chromium) -> None:
    stage.routes |= {
        "/test/attente": page('<main id="waiting" data-poll="/poll?page=p0"></main>', "candidate"),
        "/poll": Answer({"go": None}),
    }
    with chromium.context() as context:
        for path in ("/test", "/test/attente"):
            context.new_page().goto(f"{stage.origin}{path}")
        [poll, *_] = eventually(lambda: stage.asked("/poll"))
        [hello, *_] = eventually(lambda: stage.asked("/hello"))
    assert len(hello.json["machine"]) == 36
    assert poll.query == f"page=p0&machine={hello.json['machine']}"


def test_without_storage_a_machine_has_no_name(stage: Stage, chromium: Chromium) -> None:
    refuse = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } })"
    with chromium.context() as context:
        context.add_init_script(refuse)
        context.new_page().goto(f"{stage.origin}/test")
        [hello, *_] = eventually(lambda: stage.asked("/hello"))
    assert hello.json["machine"] is None
