"""« What changed since version v? »: nothing, or the fragments that did, each by its id."""

import re
from typing import Any

import pytest

from pwa.models.tables import Account, Candidate
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn

ALWAYS = {"messages", "attention", "sheets", "counters", "strip", "plan", "place", "facts", "where", "roster-3"}
TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]+')


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


def ask(client: Client, room: Room, since: object) -> dict[str, Any]:
    """Knock at the door; each fragment is checked."""
    path = f"/sessions/{room.session.number}/surveiller/changements?since={since}"
    answer = client.ask("GET", path, accept="application/json")
    if answer.status_code == 204:
        assert answer.data == b""
        return {}
    said: dict[str, Any] = answer.get_json()
    for identity, text in said["fragments"].items():
        assert [one.get("id") for one in client.fragment(text).root] == [identity]
    return said


def essence(html: str) -> str:
    """Markup without its layout nor its tokens, which are signed anew at each second."""
    return "".join(TOKEN.sub("", html).split())


def version_of(client: Client, room: Room) -> int:
    page = client.see(f"/sessions/{room.session.number}/surveiller")
    return int(page.by_id("board").get("data-version", ""))


def test_a_page_that_has_all_is_told_nothing(client: Client, room: Room) -> None:
    version = version_of(client, room)
    assert ask(client, room, version) == ask(client, room, version + 100) == {}


def test_only_the_candidate_who_changed_comes(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    version = version_of(client, room)
    clock.advance(1)
    room.confirm(candidate, clock.now)
    said = ask(client, room, version)
    assert said["version"] == version + 1
    assert said["now"] == clock.now.isoformat()
    assert said["fragments"].keys() == ALWAYS | {
        f"candidate-{candidate.id}",
        f"roll-{candidate.id}",
        f"file-{candidate.id}",
    }
    assert "présent" in said["fragments"][f"candidate-{candidate.id}"]
    assert ask(client, room, said["version"]) == {}


def test_a_page_that_has_nothing_gets_everybody(client: Client, room: Room, clock: Clock) -> None:
    lines = room.board(clock.now).candidates
    everybody = {f"{piece}-{line.id}" for line in lines for piece in ("candidate", "roll", "file")}
    assert ask(client, room, 0)["fragments"].keys() == ALWAYS | everybody


def test_a_fragment_is_the_same_as_in_the_page(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    page = client.see(f"/sessions/{room.session.number}/surveiller").text
    for text in ask(client, room, 0)["fragments"].values():
        assert essence(text) in essence(page)


def test_an_alert_comes_with_its_candidate(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    version = version_of(client, room)
    clock.advance(15)
    room.look(clock.now)
    said = ask(client, room, version)
    assert "signal perdu" in said["fragments"]["attention"]
    assert "signal perdu" in said["fragments"][f"candidate-{candidate.id}"]


def test_a_claim_changes_the_board_of_a_colleague(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    room.start(candidate, clock.now)
    clock.advance(15)
    room.look(clock.now)
    version = version_of(client, room)
    client.tap(client.see(f"/sessions/{room.session.number}/surveiller"), "J'y vais")
    said = ask(client, room, version)
    assert "Vous y allez" in said["fragments"]["attention"]
    assert f"candidate-{candidate.id}" in said["fragments"]


def test_a_beat_changes_nothing_on_a_board(client: Client, room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    version = version_of(client, room)
    clock.advance(5)
    room.beat(candidate, clock.now)
    assert ask(client, room, version) == {}


def test_who_left_is_told_that_nothing_is_there(client: Client, room: Room) -> None:
    page = client.see(f"/sessions/{room.session.number}/surveiller")
    client.send(page, "Quitter")
    client.read(f"{page.url}/changements?since=0", 404)


def test_who_signed_out_is_told_to_sign_in(client: Client, room: Room) -> None:
    client.send(client.see("/"), "Se déconnecter")
    client.read(f"/sessions/{room.session.number}/surveiller/changements?since=0", 401)
