"""A candidate without network, by the site as it runs: nothing is lost, nothing is doubled, and they are told."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from pwa.clock import utcnow
from pwa.models.tables import Alert, Answer, Attempt, Candidate, JournalLine
from tests.browser.visitors import sign_in
from tests.scene import Scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

SOON = 12_000  # milliseconds: the machine may be busy


@pytest.fixture
def window(chromium: Chromium, app_server: AppServer) -> Iterator[BrowserContext]:
    with chromium.context((1366, 768), base_url=app_server.url) as window:
        yield window


@pytest.fixture
def candidate(stage: Scene, request: pytest.FixtureRequest) -> Candidate:
    return stage.find(request.param)


@pytest.fixture
def tab(window: BrowserContext, stage: Scene, candidate: Candidate) -> Page:
    """The candidate's first question, on a page that the service worker controls."""
    tab = window.new_page()
    sign_in(tab, stage.play(candidate, utcnow()))
    tab.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    stage.room.confirm(candidate, utcnow())
    tab.goto("/test/code")
    enter(tab, stage)
    expect_question(tab, 1)
    return tab


def enter(tab: Page, stage: Scene) -> None:
    tab.get_by_label("Code d'accès").fill(stage.session.access_code, timeout=SOON)
    tab.get_by_role("button", name="Commencer mon test").click()


def expect_question(tab: Page, number: int) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text(re.compile(f"Question {number} "), timeout=SOON)


def expect_told(tab: Page, words: str) -> None:
    expect(tab.locator("#saving")).to_contain_text(words, use_inner_text=True, timeout=SOON)


def answer(tab: Page) -> None:
    tab.get_by_role("radio").or_(tab.get_by_role("checkbox")).first.check()
    validate(tab)


def validate(tab: Page) -> None:
    tab.get_by_role("button", name="Valider ma réponse").click()


def answers(stage: Scene, candidate: Candidate) -> list[Answer]:
    own = select(Attempt.id).where(Attempt.candidate_id == candidate.id).scalar_subquery()
    return stage.all(select(Answer).where(Answer.attempt_id == own).order_by(Answer.number))


def alerts(stage: Scene, candidate: Candidate) -> list[str]:
    """The kinds of alert that were raised for this candidate once the test was on."""
    found = stage.all(select(Alert).where(Alert.candidate_id == candidate.id).order_by(Alert.id))
    return [alert.kind for alert in found if alert.kind != "entry_requested"]


@pytest.mark.parametrize("candidate", ["ABADIE"], indirect=True)
def test_an_answer_given_without_network_survives_a_reload_and_is_sent_once(
    tab: Page, window: BrowserContext, stage: Scene, candidate: Candidate
) -> None:
    window.set_offline(True)
    expect_told(tab, "Hors ligne")
    before = utcnow()
    answer(tab)
    expect_told(tab, "Hors ligne : votre réponse est gardée. Elle sera envoyée dès que le réseau revient.")
    after = utcnow()
    tab.reload()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Hors ligne")
    expect(tab.get_by_text("Votre dernière réponse est gardée sur cet ordinateur.")).to_be_visible()
    window.set_offline(False)
    come_back(tab, stage, candidate)
    expect_question(tab, 2)
    expect_told(tab, "Tout est enregistré.")
    [kept] = answers(stage, candidate)
    assert kept.kept_at
    assert before.timestamp() - 1 < kept.kept_at.timestamp() <= after.timestamp()
    assert kept.answered_at > kept.kept_at


def come_back(tab: Page, stage: Scene, candidate: Candidate) -> None:
    """Past four seconds it is a new entry, which the invigilator allows."""
    expect(tab.get_by_role("heading", level=1)).to_have_text("En attente du surveillant", timeout=SOON)
    stage.room.resume(candidate, utcnow())
    enter(tab, stage)


@pytest.mark.parametrize("candidate", ["BERTRAND"], indirect=True)
def test_what_was_not_validated_is_found_again(tab: Page, stage: Scene, candidate: Candidate) -> None:
    second = tab.get_by_role("radio").or_(tab.get_by_role("checkbox")).nth(1)
    second.check()
    eventually(lambda: tab.evaluate(KEPT) == 1)
    tab.reload()
    expect_question(tab, 1)
    expect(second).to_be_checked()
    assert answers(stage, candidate) == []
    validate(tab)
    expect_question(tab, 2)
    expect(tab.locator("#answer :checked")).to_have_count(0)
    assert tab.evaluate(KEPT) == 0


KEPT = """async () => {
    const { keptOf } = await import("/static/js/kept.js");
    return (await keptOf("answers", document.getElementById("test").dataset.token)).length;
}"""


@pytest.mark.parametrize("candidate", ["CHEVALIER-LEFÈVRE"], indirect=True)
def test_an_answer_whose_receipt_was_lost_is_one_answer(tab: Page, stage: Scene, candidate: Candidate) -> None:
    tries: list[Route] = []

    def swallow(route: Route) -> None:
        tries.append(route)
        route.fetch()
        route.abort()

    tab.route("**/attempts/answer", swallow, times=2)
    answer(tab)
    expect_told(tab, "Tout est enregistré.")
    expect_question(tab, 2)
    assert len(tries) == 2
    assert [kept.number for kept in answers(stage, candidate)] == [1]


@pytest.mark.parametrize("candidate", ["DIALLO"], indirect=True)
def test_a_network_that_returns_does_not_disturb_who_is_typing(
    tab: Page, window: BrowserContext, stage: Scene, candidate: Candidate
) -> None:
    window.set_offline(True)
    expect_told(tab, "Hors ligne : continuez, votre réponse sera gardée.")
    choice = tab.get_by_role("radio").or_(tab.get_by_role("checkbox")).first
    choice.check()
    window.set_offline(False)
    expect_told(tab, "Le réseau est revenu.")
    expect(choice).to_be_checked()
    expect(choice).to_be_focused()
    assert answers(stage, candidate) == []


@pytest.mark.parametrize("candidate", ["FAURE"], indirect=True)
def test_an_answer_that_comes_after_the_end_is_told_as_not_taken(
    tab: Page, window: BrowserContext, stage: Scene, candidate: Candidate
) -> None:
    window.set_offline(True)
    expect_told(tab, "Hors ligne")
    answer(tab)
    stage.room.end(candidate, utcnow())
    window.set_offline(False)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Test terminé", timeout=SOON)
    told = "Votre test est terminé : votre réponse à la question 1 n'a pas été enregistrée."
    expect(tab.locator("main").get_by_text(told)).to_be_visible()
    expect(tab.get_by_text("Vos réponses sont enregistrées.")).to_be_hidden()
    assert answers(stage, candidate) == []


@pytest.mark.parametrize("candidate", ["EL AMRANI"], indirect=True)
def test_fifty_reloads_are_no_disconnection(tab: Page, stage: Scene, candidate: Candidate) -> None:
    for _ in range(50):
        tab.reload(wait_until="domcontentloaded")
    expect_question(tab, 1)
    answer(tab)
    expect_question(tab, 2)
    assert alerts(stage, candidate) == []
    opened = select(JournalLine).where(JournalLine.candidate_id == candidate.id, JournalLine.word == "window_opened")
    assert len(stage.all(opened)) > 1
