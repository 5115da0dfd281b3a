"""The changing sign: one for the candidate's screen, the same for the invigilator's."""

from pwa.models.tables import Account, Candidate
from tests.room import Room
from tests.web.fixtures import Clock, SignIn


def test_both_screens_show_the_same(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, clock: Clock
) -> None:
    path = f"/sessions/{room.session.number}/surveiller/candidats/{candidate.id}/signe"
    theirs, ours = sign_in(player), sign_in(room.invigilator)
    seen = []
    for _ in range(3):
        assert theirs.read("/api/v1/sign") == ours.read(path)
        seen.append(theirs.read("/api/v1/sign"))
        clock.advance(30)
    assert len({one["until"] for one in seen}) == 3
    assert len({one["digits"] + one["symbol"] for one in seen}) > 1


def test_the_neighbour_s_screen_shows_another(
    sign_in: SignIn, room: Room, player: Account, candidate: Candidate, neighbour: Candidate
) -> None:
    path = f"/sessions/{room.session.number}/surveiller/candidats/{neighbour.id}/signe"
    assert sign_in(player).read("/api/v1/sign") != sign_in(room.invigilator).read(path)
