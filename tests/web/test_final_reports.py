"""Staff say on a page what the finalisation will tell of each candidate, and read it all before they decide."""

import pytest
from sqlalchemy.orm import Session

from pwa.domain.final_reports import SAY_WHAT
from pwa.models.tables import Account, Candidate, QuestionReport
from pwa.operations import final_reports
from tests.room import NOW, Room, after
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told
from tests.web.test_centre import values
from tests.web.test_finalisation import LATE, LEA, SEND
from tests.web.test_finalisation import address as finalisation

ADD = "Ajouter le signalement"


@pytest.fixture
def clerk(sign_in: SignIn, staff: Account, room: Room) -> Client:
    return sign_in(staff)


def address(room: Room) -> str:
    return f"/centre/sessions/{room.session.number}/signalements"


def report(
    clerk: Client, room: Room, candidate: Candidate, code: str = "C6", text: str = "Antisèche", status: int = 200
) -> Page:
    words = {"Candidat": str(candidate.id), "Signalement": code, "Précisions": text}
    return clerk.send(clerk.see(address(room)), ADD, words, status)


def test_a_report_is_added_shown_and_taken_back(clerk: Client, room: Room, candidate: Candidate) -> None:
    page = report(clerk, room, candidate, text="Antisèche\nsous la trousse")
    assert page.url == address(room)
    assert page.has("Léa ABADIE · C6, Suspicion de fraude")
    assert page.has("Antisèche sous la trousse")
    page = clerk.send(page, "Retirer le signalement C6 de Léa ABADIE")
    assert page.has("Aucun signalement.")


def test_a_new_line_counts_as_one_character_as_in_the_field(clerk: Client, room: Room, candidate: Candidate) -> None:
    text = "\n".join(["Antisèche"] * 50)
    report(clerk, room, candidate, text=text.replace("\n", "\r\n"))
    (kept,) = final_reports.of_session(room.db, room.session.id)
    assert (kept.text, len(kept.text)) == (text, 499)


def test_what_is_missing_is_told_and_nothing_typed_is_lost(clerk: Client, room: Room, candidate: Candidate) -> None:
    page = clerk.send(clerk.see(address(room)), ADD, {"Précisions": "Né le 18/05/2009"}, 422)
    assert "Choisissez un candidat." in told(page.by_id("form-errors"))
    assert told(page.named("textarea", "Précisions")) == "Né le 18/05/2009"
    page = report(clerk, room, candidate, "C1", "", 422)
    assert SAY_WHAT in told(page.by_id("text-error"))


def test_all_is_shown_before_the_decision(
    clerk: Client, db: Session, room: Room, candidate: Candidate, neighbour: Candidate, clock: Clock
) -> None:
    attempt = room.start(candidate, NOW)
    room.lose(candidate, after(60), after(150))
    room.grant(candidate, after(200))
    room.mark_absent(neighbour, after(10))
    db.add(
        QuestionReport(
            session_id=room.session.id,
            candidate_id=candidate.id,
            attempt_id=attempt.id,
            number=1,
            question_id="tailles",
            state="validated",
            reason="E4",
            reported_at=after(100),
        )
    )
    db.commit()
    report(clerk, room, candidate)
    page = clerk.see(finalisation(room))
    assert values(page)["Inscrits"] == "3"
    assert (values(page)["Entrés dans le test"], values(page)["Absents"]) == ("1", "1")
    assert page.has("Absents Aïssatou BÂ")
    assert page.has("Léa ABADIE · perdu : 1 min 30 s, ajouté : 10 min 00 s")
    assert page.has(
        "Léa ABADIE · question 1, 08 h 31 : validé, question remplacée "
        "(E4, Le site à visiter est indisponible ou en maintenance)"
    )
    assert page.has("Léa ABADIE · C6, Suspicion de fraude Antisèche")


def test_a_comment_is_kept_with_the_session(clerk: Client, room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    page = clerk.see(finalisation(room))
    wrong = clerk.send(page, SEND, {"Commentaire sur la session (facultatif)": "Alarme à 9 h."}, 422)
    assert told(wrong.named("textarea", "Commentaire sur la session (facultatif)")) == "Alarme à 9 h."
    clerk.send(page, SEND, {**LATE, "Commentaire sur la session (facultatif)": "Alarme à 9 h."})
    assert room.session.comment == "Alarme à 9 h."
    assert LEA not in clerk.see(finalisation(room)).names("select")


def test_a_finalised_session_s_reports_are_only_read(clerk: Client, room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    page = report(clerk, room, candidate)
    clerk.send(clerk.see(finalisation(room)), SEND, LATE)
    assert ADD not in clerk.see(address(room)).names("button")
    assert clerk.tap(page, "Retirer le signalement C6 de Léa ABADIE", 409)["code"] == "already_finalised"
