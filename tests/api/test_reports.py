"""A test page reports a problem: on hold at once and after a reload, on again by itself, whatever was decided."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.questions import spare_for
from pwa.models.tables import Candidate, QuestionReport
from pwa.operations import question_reports
from pwa.operations.question_reports import Decision
from tests.acting import act
from tests.api.desk import Desk
from tests.api.fixtures import MakeDesk
from tests.room import Room
from tests.web.fixtures import Clock
from tests.web.page import Page

FIRST: dict[str, Any] = {"choices": [0]}


def decide(desk: Desk, room: Room, clock: Clock, reason: str | None) -> None:
    report = room.db.scalars(select(QuestionReport).where(QuestionReport.state == "open")).one()
    questions = desk.client.app.extensions["pwa"].questions
    decision = Decision(report.id, reason)
    number, person = room.session.id, room.invigilator
    act(room.db, question_reports.decide, number, report.candidate_id, person, clock.now, decision, questions)


def shown(desk: Desk, said: dict[str, Any]) -> Page:
    return desk.client.fragment(said["question"])


def test_a_question_can_be_reported(desk: Desk) -> None:
    page = shown(desk, desk.hello())
    assert "Signaler un problème avec la question" in page.names("button")
    assert not page.has("Votre surveillant est prévenu")


def test_a_report_brings_the_same_question_on_hold(desk: Desk, room: Room, candidate: Candidate) -> None:
    before = desk.hello()
    said = desk.report(1)
    assert (said["number"], said["id"], said["held"]) == (1, before["id"], True)
    page = shown(desk, said)
    assert page.has("Problème signalé à 08 h 30.")
    assert page.has("Cette page continuera toute seule")
    assert all("disabled" in one.attrib for name in ("fieldset", "button") for one in page.all(name))
    assert room.alerts(candidate) == ["question_report"]


def test_a_report_sent_again_finds_the_same_hold(desk: Desk, room: Room) -> None:
    desk.report(1)
    assert desk.report(1)["held"] is True
    assert len(room.db.scalars(select(QuestionReport)).all()) == 1


def test_the_hold_survives_a_reload(desk: Desk, make_desk: MakeDesk) -> None:
    desk.report(1)
    desk.goodbye()
    said = make_desk("window-2").hello(previous="window-1")
    assert (said["granted"], said["held"]) == (True, True)


def test_answers_are_refused_meanwhile(desk: Desk) -> None:
    desk.report(1)
    refused = desk.answer(1, 409, **FIRST)
    assert refused["code"] == "on_hold"
    assert refused["detail"].startswith("Vous avez signalé un problème avec la question 1")


def test_refused_the_page_goes_on_with_the_same_question(desk: Desk, room: Room, clock: Clock) -> None:
    held = desk.report(1)
    assert desk.question()["held"] is True
    decide(desk, room, clock, None)
    said = desk.question()
    assert (said["held"], said["id"], said["number"]) == (False, held["id"], 1)
    assert shown(desk, said).has("Votre surveillant a vérifié : vous pouvez répondre à la question 1.")
    assert desk.answer(1, **FIRST, question=said["id"])["number"] == 2


def test_validated_the_page_goes_on_with_another_one(desk: Desk, app: Flask, room: Room, clock: Clock) -> None:
    held = desk.report(1)
    decide(desk, room, clock, "E11")
    said, spare = desk.question(), spare_for(app.extensions["pwa"].questions, set())
    assert spare
    assert (said["held"], said["id"], said["number"]) == (False, spare.id, 1)
    page = shown(desk, said)
    assert page.has(" ".join(spare.statement.split()))
    assert page.heading == "Question 1 sur 20"
    assert desk.answer(1, 409, **FIRST, question=held["id"])["code"] == "question_replaced"
    assert desk.answer(1, **FIRST, question=said["id"])["number"] == 2


def test_a_page_of_before_never_answers_the_question_that_came_instead(desk: Desk, room: Room, clock: Clock) -> None:
    desk.report(1)
    decide(desk, room, clock, "E11")
    assert desk.answer(1, 409, **FIRST)["code"] == "question_replaced"


def test_the_end_frees_the_page(desk: Desk, room: Room, candidate: Candidate, clock: Clock) -> None:
    desk.report(1)
    room.end(candidate, clock.now)
    assert desk.question() == {"go": "/test/fin"}
    assert desk.beat()["go"] == "/test/fin"
    assert desk.report(1, 409)["code"] == "test_over"


@pytest.mark.parametrize("number", [0, 2, 21])
def test_only_the_question_shown_can_be_reported(desk: Desk, number: int) -> None:
    assert desk.report(number, 409)["code"] == "already_answered"


def test_once_answered_it_is_too_late(desk: Desk) -> None:
    desk.answer(1, **FIRST)
    refused = desk.report(1, 409)
    assert refused["detail"] == "La question 1 a déjà une réponse : elle ne peut plus être signalée."


def test_a_window_replaced_neither_reports_nor_reads_on(desk: Desk, make_desk: MakeDesk) -> None:
    other = make_desk("window-2")
    assert other.report(1, 409)["code"] == "elsewhere"
    assert other.question(409)["code"] == "elsewhere"


def test_a_place_that_was_lost_reads_nothing(desk: Desk, db: Session, candidate: Candidate) -> None:
    candidate.account_id = None
    db.commit()
    desk.question(404)
    desk.report(1, 404)


@pytest.mark.parametrize("number", [None, "1", -1, True])
def test_a_number_that_is_none_is_refused(desk: Desk, number: object) -> None:
    desk.report(number, 422)  # type: ignore[arg-type]
