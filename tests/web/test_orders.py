"""The same order sent again, by the addresses pages use: one deed, one answer; told again only to who may know."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from pwa.models.tables import Account, Candidate, IdempotencyKey, TimeGrant
from pwa.operations import journal
from tests.room import Room
from tests.web.client import JSON, Client
from tests.web.fixtures import Clock, SignIn

KEY = "0b6c1c52-7f0e-4c4e-9d5a-3f2b1a0c9d8e"
OTHER = "1b6c1c52-7f0e-4c4e-9d5a-3f2b1a0c9d8e"


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


def order(
    client: Client, room: Room, path: str, key: str | None = KEY, given: str | None = None, **fields: Any
) -> TestResponse:
    """Send an order as the queue does."""
    headers = {name: value for name, value in (("Idempotency-Key", key), ("X-Given-At", given)) if value}
    data = {"csrf_token": client.see("/aide").csrf_token, **fields}
    address = f"/sessions/{room.session.number}/surveiller/{path}"
    return client.ask("POST", address, data=data, accept=JSON, headers=headers)


def test_an_order_sent_twice_is_done_once_and_answered_the_same(
    client: Client, room: Room, candidate: Candidate
) -> None:
    first = order(client, room, f"candidats/{candidate.id}/confirmer")
    again = order(client, room, f"candidats/{candidate.id}/confirmer")
    assert (first.status_code, first.json) == (again.status_code, again.json)
    assert room.journal().count("presence_confirmed") == 1


def test_an_answer_is_the_same_once_all_has_changed(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    first = order(client, room, f"candidats/{candidate.id}/confirmer")
    room.cancel(candidate, clock.now)
    assert order(client, room, f"candidats/{candidate.id}/confirmer").json == first.json
    assert room.journal().count("presence_confirmed") == 1


def test_time_given_twice_under_one_key_is_given_once(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    for _ in range(2):
        answer = order(client, room, f"candidats/{candidate.id}/temps", minutes=10, reason="Coupure du réseau")
        assert answer.status_code == 200
    assert len(room.db.scalars(select(TimeGrant)).all()) == 1


def test_a_refused_order_is_asked_anew(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    path = f"candidats/{candidate.id}/annuler"
    assert order(client, room, path).status_code == 409
    room.confirm(candidate, clock.now)
    assert order(client, room, path).status_code == 200


def test_who_may_no_longer_know_is_told_nothing_again(
    client: Client, room: Room, candidate: Candidate, invigilator: Account, clock: Clock
) -> None:
    path = f"candidats/{candidate.id}/confirmer"
    assert order(client, room, path).status_code == 200
    room.leave(invigilator, clock.now)
    again = order(client, room, path)
    assert again.status_code == 404
    assert candidate.last_name not in again.text


def test_a_key_is_of_one_order_only(client: Client, room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    order(client, room, f"candidats/{candidate.id}/confirmer")
    answer = order(client, room, f"candidats/{neighbour.id}/confirmer")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "key_reused")
    assert room.journal().count("presence_confirmed") == 1


def test_a_key_that_is_none_is_refused(client: Client, room: Room, candidate: Candidate) -> None:
    answer = order(client, room, f"candidats/{candidate.id}/confirmer", key="1")
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_key")


def test_without_a_key_nothing_is_kept(client: Client, room: Room, candidate: Candidate) -> None:
    assert order(client, room, f"candidats/{candidate.id}/confirmer", key=None).status_code == 200
    assert room.db.scalars(select(IdempotencyKey)).all() == []


def test_nobody_is_asked_to_sign_in_as_ever(app: Flask, room: Room, candidate: Candidate) -> None:
    assert order(Client(app), room, f"candidats/{candidate.id}/confirmer").status_code == 401


def test_an_order_overtaken_is_brought_back_and_done_when_decided_again(
    client: Client, room: Room, candidate: Candidate, colleague: Account, clock: Clock
) -> None:
    room.let_in(colleague, clock.now)
    room.mark_absent(candidate, clock.now, by=colleague)
    path = f"candidats/{candidate.id}/confirmer"
    answer = order(client, room, path, seen=0)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "changed_meanwhile")
    assert answer.get_json()["detail"].startswith("Entre-temps, Karim Haddad a noté l'absence de Léa ABADIE")
    assert order(client, room, path, OTHER, seen=candidate.decision).status_code == 200


def test_what_is_so_already_is_done_and_said(
    client: Client, room: Room, candidate: Candidate, colleague: Account, clock: Clock
) -> None:
    room.let_in(colleague, clock.now)
    room.confirm(candidate, clock.now, by=colleague)
    said = order(client, room, f"candidats/{candidate.id}/confirmer", seen=0).get_json()
    assert said["message"].startswith("Déjà fait\u00a0: Karim Haddad a confirmé la présence de Léa ABADIE")
    assert said["undo"] is None


def test_the_page_says_what_it_had_seen(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.confirm(candidate, clock.now)
    room.cancel(candidate, clock.now)
    page = client.see(f"/sessions/{room.session.number}/surveiller")
    form = page.form("Confirmer la présence de Léa ABADIE")
    assert form.data["seen"] == str(candidate.decision)
    assert form.data["seen"] != "0"


def test_what_no_page_has_seen_is_no_condition(client: Client, room: Room, candidate: Candidate) -> None:
    assert order(client, room, f"candidats/{candidate.id}/confirmer", seen=-1).status_code == 200


def test_a_device_that_lives_in_another_age_leaves_the_board_readable(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.wait(candidate, clock.now)
    path = f"alertes/{room.alert(candidate).id}/prendre"
    assert order(client, room, path, given="0001-01-01T00:00:00+14:00").status_code == 200
    board = f"/sessions/{room.session.number}/surveiller"
    for address in (board, f"{board}/candidats/{candidate.id}/journal"):
        assert client.ask("GET", address).status_code == 200


@pytest.mark.parametrize("given", ["2030-11-20T07:00:00.000Z", "demain", ""])
def test_a_claim_keeps_the_device_s_time_when_it_says_one(
    client: Client, room: Room, candidate: Candidate, clock: Clock, given: str
) -> None:
    room.wait(candidate, clock.now)
    assert order(client, room, f"alertes/{room.alert(candidate).id}/prendre", given=given).status_code == 200
    line = journal.lines(room.db, room.session.id)[-1]
    assert line.word == "alert_claimed"
    assert line.details.get("given_at") == ("2030-11-20T07:00:00+00:00" if given.endswith("Z") else None)
