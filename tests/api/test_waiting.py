"""The waiting page's question: it keeps the request alive, and is told when to go on."""

from pwa.models.tables import Account, Candidate
from pwa.operations.rights import NO_LONGER_OPEN
from tests.room import Room
from tests.web.fixtures import Clock, SignIn

WAITING = "/api/v1/waiting"


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
