"""Every move from every state by everybody, through the doors people use: its effect, or its sentence."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from werkzeug.test import TestResponse

from pwa.domain import endings
from pwa.domain.attempts import REFUSALS, Move, State
from pwa.models.tables import Account, Candidate
from pwa.operations import accesses
from tests.acting import act
from tests.room import Room
from tests.web.client import JSON, Client
from tests.web.fixtures import Clock, SignIn

INVIGILATORS = ("invigilator", "colleague")
OTHERS = ("staff", "player", "stranger", "nobody")
Browsers = Callable[[str], Client]
GRANT = {"minutes": "10", "reason": "Coupure du réseau"}


@dataclass(frozen=True)
class Effect:
    """What a move makes of a candidate: the word it leaves in the journal, and the state they are then in."""

    word: str
    state: State


ADDRESSES = {
    Move.CONFIRM: "confirmer",
    Move.ABSENT: "absent",
    Move.EXPECT: "attendu",
    Move.CANCEL: "annuler",
    Move.RESUME: "reprise",
    Move.KEEP: "garder",
    Move.HAND_OVER: "ceder",
    Move.DECIDE: "signalement",
    Move.GRANT: "temps",
    Move.END: "terminer",
    Move.REOPEN: "rouvrir",
}
CONFIRMED = Effect("presence_confirmed", State.AUTHORISED)
EFFECTS = {
    (State.EXPECTED, Move.CONFIRM): CONFIRMED,
    (State.EXPECTED, Move.ABSENT): Effect("marked_absent", State.ABSENT),
    (State.AUTHORISED, Move.CANCEL): Effect("confirmation_cancelled", State.EXPECTED),
    (State.ABSENT, Move.CONFIRM): CONFIRMED,
    (State.ABSENT, Move.EXPECT): Effect("absence_cancelled", State.EXPECTED),
    (State.RUNNING, Move.RESUME): Effect("resume_authorised", State.RUNNING),
    (State.RUNNING, Move.GRANT): Effect("time_granted", State.RUNNING),
    (State.RUNNING, Move.END): Effect("test_ended", State.ENDED_BY_INVIGILATOR),
    (State.ENDED_BY_INVIGILATOR, Move.REOPEN): Effect("test_reopened", State.RUNNING),
}
"""What is not here is refused."""


def finalise(room: Room, candidate: Candidate, clock: Clock) -> None:
    """The centre ends what was running; the session itself stays open, so that the board can be asked."""
    attempt = room.start(candidate, clock.now)
    attempt.state, attempt.ended_at = State.ENDED_BY_FINALISATION.value, clock.now
    room.db.commit()


def expire(room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    clock.advance(minutes=24 * 60)
    room.look(clock.now)


def end(room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    room.end(candidate, clock.now)


def complete(room: Room, candidate: Candidate, clock: Clock) -> None:
    room.start(candidate, clock.now)
    room.complete(candidate, clock.now)


ROADS: dict[State, Callable[[Room, Candidate, Clock], object]] = {
    State.EXPECTED: lambda room, candidate, clock: None,
    State.AUTHORISED: lambda room, candidate, clock: room.confirm(candidate, clock.now),
    State.ABSENT: lambda room, candidate, clock: room.mark_absent(candidate, clock.now),
    State.RUNNING: lambda room, candidate, clock: room.start(candidate, clock.now),
    State.COMPLETED: complete,
    State.ENDED_BY_INVIGILATOR: end,
    State.ENDED_BY_FINALISATION: finalise,
    State.ENDED_BY_EXPIRY: expire,
}


@pytest.fixture
def browsers(
    request: pytest.FixtureRequest, room: Room, colleague: Account, sign_in: SignIn
) -> Callable[[str], Client]:
    """Gives anybody their browser; the colleague has opened the session too."""
    act(room.db, accesses.open_session, colleague, room.session.id, room.session.password, room.session.created_at)

    def browser(name: str) -> Client:
        if name == "nobody":
            client: Client = request.getfixturevalue("client")
            return client
        return sign_in(request.getfixturevalue(name))

    return browser


@pytest.fixture
def place(request: pytest.FixtureRequest, room: Room, candidate: Candidate, clock: Clock) -> State:
    """The candidate, brought to that state."""
    wanted: State = request.param
    ROADS[wanted](room, candidate, clock)
    assert room.state(candidate, clock.now) is wanted
    return wanted


def press(client: Client, room: Room, candidate: Candidate, move: Move) -> TestResponse:
    token = client.see("/aide").csrf_token
    path = f"/sessions/{room.session.number}/surveiller/candidats/{candidate.id}/{ADDRESSES[move]}"
    return client.ask("POST", path, data={"csrf_token": token, **(GRANT if move is Move.GRANT else {})}, accept=JSON)


def why_not(place: State, move: Move, actor: str) -> str | None:
    """The sentence that this person is told; only a reopening depends on who asks."""
    if place is State.ENDED_BY_INVIGILATOR and move is Move.REOPEN:
        return None if actor == "invigilator" else endings.NOT_YOURS
    return REFUSALS[place].get(move)


def test_every_state_has_a_road_and_every_move_an_address() -> None:
    assert ROADS.keys() == set(State)
    assert ADDRESSES.keys() == set(Move)


@pytest.mark.parametrize("actor", INVIGILATORS)
@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("place", State, indirect=True)
def test_an_invigilator_finds_the_effect_or_the_sentence(
    place: State, move: Move, actor: str, browsers: Browsers, room: Room, candidate: Candidate, clock: Clock
) -> None:
    client, version, before = browsers(actor), room.session.version, room.journal()
    answer = press(client, room, candidate, move)
    sentence, effect = why_not(place, move, actor), EFFECTS.get((place, move))
    if sentence is None:
        assert effect is not None
        assert answer.status_code == 200, answer.text
        assert answer.get_json()["version"] == room.session.version == version + 1
        assert effect.word in room.journal()[len(before) :]
        assert room.state(candidate, clock.now) is effect.state
    else:
        assert answer.status_code == 409
        assert answer.get_json()["detail"] == sentence
        assert room.session.version == version
        assert room.journal() == before
        assert room.state(candidate, clock.now) is place


@pytest.mark.parametrize("actor", OTHERS)
@pytest.mark.parametrize("place", State, indirect=True)
def test_nobody_else_moves_anybody(
    place: State, actor: str, browsers: Browsers, room: Room, candidate: Candidate, clock: Clock
) -> None:
    client, version = browsers(actor), room.session.version
    for move in Move:
        assert press(client, room, candidate, move).status_code == (401 if actor == "nobody" else 404)
    assert room.session.version == version
    assert room.state(candidate, clock.now) is place
