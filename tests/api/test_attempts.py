"""Test pages: hello, signs of life, goodbye, answers."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from pwa.domain.connectivity import GRACE
from pwa.domain.questions import asked
from pwa.domain.words import Sentence
from pwa.models.tables import Account, Answer, Attempt, Candidate
from pwa.operations.answers import ALREADY_ANSWERED, ELSEWHERE, OVER
from tests.api.desk import Desk
from tests.api.fixtures import MakeDesk
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock

FIRST: dict[str, Any] = {"choices": [1]}
"""A reply to the first question, which has one choice."""


def test_a_first_hello_starts_the_clock_and_gives_the_first_question(make_desk: MakeDesk, clock: Clock) -> None:
    said = make_desk().hello()
    assert said["granted"] is True
    assert said["pace"] == 2
    assert (said["number"], said["total"]) == (1, 20)
    assert datetime.fromisoformat(said["now"]) == clock.now
    assert datetime.fromisoformat(said["ends_at"]) == clock.now + timedelta(minutes=105)


def test_a_second_window_must_ask(desk: Desk, make_desk: MakeDesk, room: Room, candidate: Candidate) -> None:
    assert make_desk("window-2").hello(machine="machine-1") == {"granted": False, "go": "/test/attente"}
    assert room.alerts(candidate) == ["second_window"]


def test_the_pages_of_an_account_that_lost_the_place_are_refused(
    desk: Desk, make_desk: MakeDesk, room: Room, candidate: Candidate, stranger: Account, clock: Clock
) -> None:
    room.claim(candidate, stranger, clock.now)
    room.hand_over(candidate, clock.now)
    room.resume(candidate, clock.now)
    room.enter(candidate, clock.now)
    make_desk("thief").hello(desk.epoch, 404)
    assert desk.beat(404)["code"] == "missing"
    desk.answer(1, 404, **FIRST)
    desk.goodbye()
    assert room.attempt(candidate).epoch is None
    assert make_desk("window-2", stranger).hello()["granted"] is True
    desk.beat(404)
    make_desk("thief").hello("window-2", 404)
    assert (candidate.request, room.alerts(candidate)) == (None, [])


def test_a_reload_goes_on_with_the_same_question(desk: Desk, make_desk: MakeDesk, clock: Clock) -> None:
    desk.answer(1, **FIRST)
    desk.goodbye()
    clock.advance(2)
    said = make_desk("window-2").hello(previous=desk.epoch)
    assert (said["granted"], said["number"]) == (True, 2)
    assert desk.beat()["go"] == "/test/ailleurs"


def test_a_hello_that_overtakes_the_goodbye_is_told_to_wait_a_little(desk: Desk, make_desk: MakeDesk) -> None:
    reloaded = make_desk("window-2")
    assert reloaded.hello(previous=desk.epoch, mono=100) == {"granted": False, "retry_in": 0.5}
    desk.goodbye()
    assert reloaded.hello(previous=desk.epoch, mono=600)["granted"] is True


def test_a_hello_after_the_end_is_sent_to_the_end(
    desk: Desk, make_desk: MakeDesk, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.end(candidate, clock.now)
    assert make_desk("window-2").hello() == {"granted": False, "go": "/test/fin"}


def test_a_sign_of_life_is_answered_with_the_time(desk: Desk, room: Room, candidate: Candidate, clock: Clock) -> None:
    version = room.board(clock.now).version
    clock.advance(5)
    said = desk.beat()
    ends_at = said["ends_at"]
    assert said == {
        "now": clock.now.isoformat(), "ends_at": ends_at, "pace": 2, "notice": None, "go": None, "message": 0,
    }  # fmt: skip
    assert room.attempt(candidate).last_heartbeat_at == clock.now
    assert room.board(clock.now).version == version


def test_a_sign_of_life_brings_back_the_order_to_stop(
    desk: Desk, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.end(candidate, clock.now)
    assert desk.beat()["go"] == "/test/fin"


def test_minutes_granted_are_told_by_the_next_answer_whatever_it_answers(
    desk: Desk, make_desk: MakeDesk, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.grant(candidate, clock.now)
    notice = "Claire Moreau vous a ajouté 10 minutes à 08\u00a0h\u00a030. Motif : Coupure du réseau."
    end = (clock.now + timedelta(minutes=115)).isoformat()
    beat, answered = desk.beat(), desk.answer(1, **FIRST)
    desk.goodbye()
    for said in (beat, answered, make_desk("window-2").hello(previous=desk.epoch)):
        assert (said["notice"], said["ends_at"]) == (notice, end)


@pytest.mark.parametrize(("minutes", "pace"), [(99, 5), (100, 2), (110, 2)])
def test_on_a_crowded_site_orders_come_sooner_in_the_last_minutes(
    app: Flask, desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, minutes: int, pace: float
) -> None:
    monkeypatch.setattr(app.extensions["pwa"].presence, "running", 1000)
    clock.advance(minutes=minutes)
    assert desk.beat()["pace"] == pace


def test_what_a_page_says_of_its_silence_is_kept(desk: Desk, room: Room, candidate: Candidate, clock: Clock) -> None:
    clock.advance(60)
    late = [{"epoch": desk.epoch, "mono": number, "wall": number, "visible": True} for number in range(3)]
    desk.beat(mono=61_000, missed=11, late=late)
    attempt = room.attempt(candidate)
    assert (attempt.mono, attempt.late_beats) == (61_000, 11)
    desk.beat(mono=62_000, missed=0, late=late)
    room.db.expire_all()
    assert room.attempt(candidate).late_beats == 3


@pytest.mark.parametrize("nonsense", [None, -1, "12", 1e300, [1], {"a": 1}, 2**40, True])
def test_nonsense_about_a_silence_refuses_no_sign_of_life(
    desk: Desk, room: Room, candidate: Candidate, nonsense: object
) -> None:
    desk.beat(mono=nonsense, missed=nonsense, late="nonsense")
    attempt = room.attempt(candidate)
    assert (attempt.mono, attempt.late_beats) == (None, 0)


def test_a_page_may_say_which_browser_it_runs_in(desk: Desk, room: Room, candidate: Candidate) -> None:
    assert room.attempt(candidate).machine is None
    desk.hello(machine="d41d8cd98f00b204")
    assert room.attempt(candidate).machine == "d41d8cd98f00b204"


def test_a_sign_of_life_does_without_cookie_and_csrf_token(app: Flask, desk: Desk) -> None:
    words = {"token": desk.token, "epoch": desk.epoch, "seq": 1}
    answer = Client(app).ask("POST", "/api/v1/attempts/beat", json=words)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_a_beacon_that_does_not_say_it_is_json_is_read(
    app: Flask, desk: Desk, room: Room, candidate: Candidate
) -> None:
    words = f'{{"token": "{desk.token}", "epoch": "{desk.epoch}"}}'
    answer = Client(app).ask("POST", "/api/v1/attempts/goodbye", data=words, content_type="text/plain")
    assert (answer.status_code, answer.data) == (204, b"")
    assert room.attempt(candidate).goodbye_at


def test_a_closed_window_raises_its_alert_after_the_grace(
    desk: Desk, room: Room, candidate: Candidate, clock: Clock
) -> None:
    desk.goodbye()
    room.look(clock.now)
    assert room.alerts(candidate) == []
    clock.now += GRACE
    room.look(clock.now)
    assert room.alerts(candidate) == ["window_closed"]


def test_an_answer_is_kept_and_the_next_question_given(desk: Desk, db: Session) -> None:
    said = desk.answer(1, **FIRST)
    assert (said["number"], said["total"]) == (2, 20)
    (kept,) = db.query(Answer).all()
    assert (kept.number, kept.value) == (1, {"choices": [1], "text": ""})


def test_an_answer_sent_twice_changes_nothing(desk: Desk, db: Session) -> None:
    first = desk.answer(1, key="same", **FIRST)
    assert desk.answer(1, key="same", **FIRST) == first
    assert db.query(Answer).count() == 1


def test_a_question_is_answered_once(desk: Desk) -> None:
    desk.answer(1, **FIRST)
    refused = desk.answer(1, 409, key="another", choices=[0])
    assert (refused["code"], refused["detail"]) == ("already_answered", Sentence(ALREADY_ANSWERED, number=1))


@pytest.mark.parametrize("reply", [{}, {"choices": [0, 1]}, {"choices": [99]}, {"text": "1"}, {"choices": [10**30]}])
def test_what_does_not_answer_the_question_is_refused(desk: Desk, db: Session, reply: dict[str, Any]) -> None:
    assert desk.answer(1, 422, **reply)["code"] == "invalid"
    assert db.query(Answer).count() == 0


def test_another_window_cannot_answer(desk: Desk, make_desk: MakeDesk) -> None:
    refused = make_desk("window-2").answer(1, 409, **FIRST)
    assert (refused["code"], refused["detail"]) == ("elsewhere", ELSEWHERE)


def test_an_ended_test_takes_no_answer(desk: Desk, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.end(candidate, clock.now)
    refused = desk.answer(1, 409, **FIRST)
    assert (refused["code"], refused["detail"]) == ("test_over", Sentence(OVER, number=1))


def test_the_last_answer_leads_to_the_end(desk: Desk, db: Session, attempt: Attempt) -> None:
    attempt.question = 20
    db.commit()
    last = desk.client.app.extensions["pwa"].questions[19]
    reply: dict[str, Any] = {"text": "une réponse"} if last.kind == "text" else {"choices": [0]}
    assert desk.answer(20, **reply) == {"go": "/test/fin"}
    assert desk.answer(20, key="key-20", **reply) == {"go": "/test/fin"}
    assert desk.beat()["go"] == "/test/fin"


@pytest.mark.parametrize("token", ["", "no.token", "MQ.forged", "é", "x" * 300])
def test_a_token_that_is_not_ours_opens_nothing(desk: Desk, token: str) -> None:
    desk.token = token
    status = 404 if 0 < len(token) <= 200 else 422
    desk.hello(status=status)
    desk.beat(status=status)
    desk.answer(1, status, **FIRST)


def test_every_question_can_be_read_and_answered(app: Flask, desk: Desk, make_desk: MakeDesk) -> None:
    said = make_desk().hello()
    for question in asked(app.extensions["pwa"].questions):
        piece = desk.client.fragment(said["question"])
        assert piece.heading == f"Question {said['number']} sur 20"
        assert "Valider ma réponse" in piece.names("button")
        names = [piece.name_of(one) for one in piece.all("input")]
        assert names == [" ".join(one.split()) for one in question.choices or [question.statement]]
        reply: dict[str, Any] = {"text": "x"} if question.kind == "text" else {"choices": [0]}
        said = desk.answer(said["number"], **reply)
    assert said == {"go": "/test/fin"}


def test_an_answer_that_waited_for_the_network_says_when_it_was_given(
    desk: Desk, room: Room, candidate: Candidate, clock: Clock
) -> None:
    clock.advance(20)
    given = clock.now
    clock.advance(40)
    desk.answer(1, **FIRST, kept_at=given.timestamp() * 1000)
    [answer] = room.db.query(Answer)
    assert (answer.kept_at, answer.answered_at) == (given, clock.now)


@pytest.mark.parametrize("moment", ["hier", True, -1, 2**60, float("nan")])
def test_an_unreadable_moment_is_refused(desk: Desk, moment: Any) -> None:
    desk.answer(1, status=422, **FIRST, kept_at=moment)
