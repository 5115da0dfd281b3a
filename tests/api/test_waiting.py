"""The waiting page's question: it keeps the request alive, and is told when to go on."""

from xml.etree.ElementTree import Element

import pytest
from flask import Flask

from pwa.models.tables import Account, Candidate
from pwa.operations.rights import NO_LONGER_OPEN
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn

WAITING, GOODBYE = "/api/v1/waiting", "/api/v1/waiting/goodbye"


def test_a_candidate_who_waits_asks(sign_in: SignIn, room: Room, player: Account, candidate: Candidate) -> None:
    client = sign_in(player)
    assert client.read(WAITING) == {"go": None}
    assert room.alerts(candidate) == ["entry_requested"]


def test_asking_again_is_the_same_request(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    client = sign_in(player)
    client.read(WAITING)
    version = room.board(clock.now).version
    for _ in range(3):
        clock.advance(10)
        assert client.read(WAITING) == {"go": None}
    assert room.board(clock.now).version == version
    assert candidate.request_seen_at == clock.now.replace(second=20)


def farewell(page: Element) -> dict[str, str | None]:
    """What a waiting page says when it is closed."""
    return {"token": page.get("data-token"), "page": page.get("data-page")}


def test_a_page_that_is_closed_no_longer_asks(
    app: Flask, sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    client = sign_in(player)
    page = client.see("/test/attente").by_id("waiting")
    Client(app).post(GOODBYE, farewell(page), 204)
    client.read(page.get("data-poll", ""))  # sent before, heard after
    clock.advance(4)
    room.look(clock.now)
    assert room.alerts(candidate) == []


def test_a_page_that_is_loaded_again_goes_on_asking(
    app: Flask, sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    client = sign_in(player)
    page = client.see("/test/attente").by_id("waiting")
    alert = room.alert(candidate).id
    Client(app).post(GOODBYE, farewell(page), 204)
    clock.advance(1)
    client.see("/test/attente")
    clock.advance(60)
    assert room.look(clock.now) == []
    assert room.alert(candidate).id == alert


@pytest.mark.parametrize("of", ["sign_attempt", "forged"])
def test_only_a_waiting_page_s_own_token_takes_a_request_back(app: Flask, candidate: Candidate, of: str) -> None:
    token = app.extensions["pwa"].signer.sign_attempt(candidate.id, 1) if of == "sign_attempt" else of
    Client(app).post(GOODBYE, {"token": token, "page": "page-1"}, 404)


def test_a_confirmed_candidate_goes_on_to_the_code(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    client = sign_in(player)
    client.read(WAITING)
    room.confirm(candidate, clock.now)
    assert client.read(WAITING) == {"go": "/test/code"}
    assert room.alerts(candidate) == []


def test_a_candidate_whose_test_was_ended_goes_to_the_end(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    room.end(candidate, clock.now)
    assert sign_in(player).read(WAITING) == {"go": "/test/fin"}


def test_a_session_that_is_over_says_so(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    client = sign_in(player)
    room.session.finalised_at = clock.now
    room.db.commit()
    assert client.read(WAITING, 409)["detail"] == NO_LONGER_OPEN


def test_who_joined_no_session_waits_for_nothing(sign_in: SignIn, stranger: Account) -> None:
    assert sign_in(stranger).read(WAITING, 404)["code"] == "missing"
