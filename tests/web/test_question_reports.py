"""Reports on the board: one tap from « À voir » to the question and its reasons, and the decision."""

from typing import Any

import pytest

from pwa.models.tables import Candidate, QuestionReport
from tests.room import Room
from tests.web.client import JSON, Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

ALWAYS = [
    "Le site à visiter est indisponible ou en maintenance",
    "Le site est bloqué par les restrictions réseau de l'établissement",
    "Le logiciel installé sur l'ordinateur n'a pas fonctionné",
    "Un problème technique lié à la plateforme",
    "Problème d'accessibilité de la question",
]


@pytest.fixture
def claire(sign_in: SignIn, room: Room) -> Client:
    return sign_in(room.invigilator)


@pytest.fixture
def held(room: Room, candidate: Candidate, clock: Clock) -> Candidate:
    """Léa has reported her first question."""
    room.start(candidate, clock.now)
    room.report(candidate, clock.now)
    return candidate


def board(client: Client, room: Room) -> Page:
    return client.see(f"/sessions/{room.session.number}/surveiller")


def decide(client: Client, page: Page, verdict: str, status: int = 200, **more: Any) -> dict[str, Any]:
    """Press one of the two buttons as the board's script does."""
    form = page.form("Refuser le signalement de Léa ABADIE")
    data = {**form.data, "verdict": verdict, **more}
    answer = client.ask(form.method, form.action, data=data, accept=JSON)
    assert answer.status_code == status, answer.text
    said: dict[str, Any] = answer.json or {}
    return said


def report_of(room: Room) -> QuestionReport:
    room.db.rollback()
    return room.db.query(QuestionReport).one()


def test_the_card_the_row_and_the_counter_tell_of_it(claire: Client, room: Room, held: Candidate) -> None:
    page = board(claire, room)
    card = page.by_id(f"card-{room.alert(held).id}")
    assert "problème, question 1" in told(card)
    assert card.get("data-signal") == "report"
    assert " ".join(card.get("data-announce", "").split()) == "Léa ABADIE, poste 01 : problème, question 1"
    assert "signalement en cours" in told(page.by_id(f"candidate-{held.id}"))
    assert "1 à voir" in told(page.by_id("counters"))


def test_the_card_asks_who_goes_then_leads_to_the_decision(claire: Client, room: Room, held: Candidate) -> None:
    alert = room.alert(held)
    card = board(claire, room).by_id(f"card-{alert.id}")
    assert [told(one) for one in card.iter("button")][1:] == ["J'y vais"]
    room.take(alert, alert.raised_at, room.invigilator)
    page = board(claire, room)
    button = page.named("button", "Gérer : Léa ABADIE signale un problème")
    assert button.get("popovertarget") == f"sheet-{held.id}"
    assert "Vous y allez" in told(page.by_id(f"card-{alert.id}"))


def test_one_tap_leads_to_the_decision(claire: Client, room: Room, held: Candidate) -> None:
    page = board(claire, room)
    sheet = page.by_id(page.named("button", "Gérer le signalement de Léa ABADIE").get("popovertarget", ""))
    words = told(sheet)
    assert "Gérer le signalement" in words
    statement = claire.app.extensions["pwa"].questions[0].statement
    assert " ".join(f"Question 1 {statement}".split()) in words
    assert "En pause : attend votre décision sur la question 1." in words
    assert {"Refuser", "Valider", "J'y vais", "Ajouter du temps"} <= {told(one) for one in sheet.iter("button")}


def test_the_reasons_are_those_the_question_may_have(claire: Client, room: Room, held: Candidate) -> None:
    assert offered(board(claire, room), room) == ALWAYS
    held.extra_time = 33
    room.db.commit()
    assert len(offered(board(claire, room), room)) == len(ALWAYS) + 1


def offered(page: Page, room: Room) -> list[str]:
    form = page.by_id(f"report-{report_of(room).id}")
    return [page.name_of(one) for one in form.iter("input") if one.get("type") == "radio"]


def test_validated_it_is_said_and_gone(claire: Client, room: Room, held: Candidate) -> None:
    said = decide(claire, board(claire, room), "validate", reason="E11")
    assert said["message"] == "Signalement validé : Léa ABADIE passe à une autre question."
    assert (report_of(room).state, report_of(room).reason) == ("validated", "E11")
    page = board(claire, room)
    assert not page.has("Gérer le signalement")
    assert page.has("Signalement validé, question 1 : Un problème technique lié à la plateforme")


def test_refused_it_is_said_and_gone(claire: Client, room: Room, held: Candidate) -> None:
    said = decide(claire, board(claire, room), "refuse", reason="E11")
    assert said["message"] == "Signalement refusé : Léa ABADIE continue la même question."
    assert (report_of(room).state, report_of(room).reason) == ("refused", None)
    assert board(claire, room).has("Signalement refusé, question 1")


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("", "Choisissez un motif pour valider ce signalement, ou refusez-le."),
        ("E1", "Ce motif ne vaut pas pour cette question : choisissez-en un de la liste."),
    ],
)
def test_without_a_reason_nothing_is_validated(
    claire: Client, room: Room, held: Candidate, reason: str, sentence: str
) -> None:
    said = decide(claire, board(claire, room), "validate", 422, reason=reason)
    assert said["detail"] == sentence
    assert report_of(room).state == "open"


def test_a_page_of_before_finds_it_decided(claire: Client, room: Room, held: Candidate) -> None:
    page = board(claire, room)
    decide(claire, page, "refuse")
    said = decide(claire, page, "validate", 409, reason="E11")
    assert said["detail"] == "Claire Moreau a déjà refusé ce signalement : le candidat continue la même question."


@pytest.mark.parametrize("report", ["", "x", "999"])
def test_a_report_that_is_none_of_theirs_is_missing(claire: Client, room: Room, held: Candidate, report: str) -> None:
    decide(claire, board(claire, room), "refuse", 404, report=report)
    assert report_of(room).state == "open"


def test_without_scripts_the_board_comes_back_and_says_it(claire: Client, room: Room, held: Candidate) -> None:
    form = board(claire, room).form("Refuser le signalement de Léa ABADIE")
    answer = claire.ask(form.method, form.action, data={**form.data, "verdict": "refuse"})
    assert answer.status_code == 302
    assert claire.see(answer.location).has("Signalement refusé : Léa ABADIE continue la même question.")


def test_what_changed_is_sent_to_an_open_board(claire: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    path = f"/sessions/{room.session.number}/surveiller/changements?since={room.session.version}"
    room.report(candidate, clock.now)
    fragments = claire.read(path)["fragments"]
    assert "Gérer le signalement" in fragments[f"file-{candidate.id}"]
    assert "problème, question 1" in fragments["attention"]


def test_its_page_of_the_help_answers(claire: Client, room: Room, held: Candidate) -> None:
    page = board(claire, room)
    links = [one.get("href") for one in page.by_id(f"sheet-{held.id}").iter("a") if one.get("data-help") is not None]
    assert links == ["/aide/signalement"]
    assert claire.see("/aide/signalement").has("Signaler un problème")
