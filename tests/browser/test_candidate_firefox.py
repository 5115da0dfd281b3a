"""The candidate's whole story in Firefox ESR on a school's computer: join, wait, enter, answer, reload, end."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from pwa.clock import utcnow
from pwa.models.tables import Answer, Attempt, Candidate
from tests.browser.story_candidate import COMPUTER, TOTAL
from tests.scene import Scene, SignIn
from tests.tools.firefox import Device, Firefox
from tests.tools.firefox_page import Page
from tests.tools.servers import AppServer
from tests.tools.waiting import eventually

VALIDATE = ("button", "Valider ma réponse")
ENTER = "\ue007"
TEXT = 4
"""The number of a question that wants a text."""


@pytest.fixture
def device(firefox: Firefox) -> Iterator[Device]:
    with firefox.device() as device:
        yield device


def sign_in(page: Page, person: SignIn, origin: str) -> None:
    page.navigate(f"{origin}/connexion")
    page.css("#email").fill(person.email)
    page.css("#password").fill(person.password)
    page.role("button", "Se connecter").click()
    page.wait_for("location.pathname === '/'")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")


def expect_title(page: Page, title: str) -> None:
    page.wait_for(f"document.querySelector('h1')?.innerText.replace(/\\s+/g, ' ').startsWith({title!r})", 20)


def expect_told(page: Page, words: str) -> None:
    page.wait_for(f"document.querySelector('#saving')?.innerText.includes({words!r})", 20)


def answers(stage: Scene, candidate: Candidate) -> list[Answer]:
    own = select(Attempt.id).where(Attempt.candidate_id == candidate.id).scalar_subquery()
    return stage.all(select(Answer).where(Answer.attempt_id == own).order_by(Answer.number))


def test_a_candidate_s_whole_story(device: Device, stage: Scene, app_server: AppServer) -> None:
    candidate = stage.find("ABADIE")
    page = device.page(size=COMPUTER)
    sign_in(page, stage.play(candidate, utcnow()), app_server.url)

    # Waiting unlocks by itself; the code, then the question.
    page.navigate(f"{app_server.url}/test/attente")
    expect_title(page, "En attente du surveillant")
    stage.room.confirm(candidate, utcnow())
    page.wait_for("location.pathname === '/test/code'", 20)
    page.css("#access_code").fill(stage.session.access_code.lower())
    page.role("button", "Commencer mon test").click()
    expect_title(page, "Question 1 ")
    assert page.evaluate("document.activeElement === document.querySelector('#question h1')")
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")

    # A choice; what is not validated is there again after a reload, which is no interruption.
    page.css("[name=choice]").click()
    eventually(lambda: page.evaluate(KEPT) == 1)
    page.reload()
    expect_title(page, "Question 1 ")
    page.wait_for("document.querySelector('[name=choice]').checked")
    page.role(*VALIDATE).click()
    expect_title(page, "Question 2 ")
    expect_told(page, "Enregistré")

    # The network goes in the middle of a question.
    device.offline()
    page.css("[name=choice]").click()
    page.role(*VALIDATE).click()
    expect_told(page, "votre réponse est gardée")
    device.offline(False)
    expect_title(page, "Question 3 ")
    expect_told(page, "Tout est enregistré.")
    assert [bool(kept.kept_at) for kept in answers(stage, candidate)] == [False, True]

    # A text, validated by the keyboard; then the last question.
    skip_to(stage, page, candidate, TEXT)
    page.css("[name=text]").fill("ods")
    page.press(ENTER)
    expect_title(page, f"Question {TEXT + 1} ")
    skip_to(stage, page, candidate, TOTAL)
    if page.css("[name=text]").count:
        page.css("[name=text]").fill("ods")
    else:
        page.css("[name=choice]").click()
    page.role(*VALIDATE).click()
    expect_title(page, "Test terminé")
    assert [kept.number for kept in answers(stage, candidate)] == [1, 2, TEXT, TOTAL]
    assert stage.room.alerts(candidate) == []


def skip_to(stage: Scene, page: Page, candidate: Candidate, number: int) -> None:
    """Past questions that would teach nothing more: written on the row."""
    [attempt] = stage.all(select(Attempt).where(Attempt.candidate_id == candidate.id))
    attempt.question = number
    stage.db.commit()
    page.reload()
    expect_title(page, f"Question {number} ")


KEPT = """(async () => {
    const { keptOf } = await import("/static/js/kept.js");
    return (await keptOf("answers", document.getElementById("test").dataset.token)).length;
})()"""
