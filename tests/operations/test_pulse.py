"""The pulse: what is heard of a room in one question, and when a board in front is written down."""

from sqlalchemy.orm import Session

from pwa.domain.duty import Why
from pwa.models.tables import Account, Candidate
from pwa.operations import pulse
from pwa.operations.pulse import Pulse
from tests.acting import act
from tests.cast import Register
from tests.operations.test_duties import prove, take
from tests.operations.test_silences import fall_silent
from tests.room import NOW, Room, after


def at(room: Room, seconds: float, account: Account | None = None) -> Pulse:
    room.db.rollback()
    return pulse.take(room.db, room.session, account or room.invigilator, after(seconds))


def test_an_empty_room_has_no_sign(room: Room) -> None:
    taken = at(room, 0)
    assert (taken.heard, taken.running, taken.last_sign_at) == (0, 0, None)


def test_it_counts_as_the_board_does(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.start(candidate, NOW)
    room.start(neighbour, after(5))
    for seconds in (14, 15, 20):
        taken, board = at(room, seconds), room.board(after(seconds))
        assert (taken.heard, taken.running) == (board.heard, board.running)
    room.beat(candidate, after(21), visible=False)
    assert (at(room, 90).heard, at(room, 96).heard) == (1, 0)
    assert at(room, 96).last_sign_at == after(21)
    room.goodbye(candidate, after(22))
    assert at(room, 23).heard == 0


def test_a_board_in_front_is_written_down_every_thirty_seconds(db: Session, room: Room) -> None:
    def must_be_noted(seconds: float) -> bool:
        db.rollback()
        return pulse.must_be_noted(db, room.invigilator, room.session.id, after(seconds))

    assert must_be_noted(0)
    act(db, pulse.keep_seen, room.invigilator, room.session.id, NOW)
    assert not must_be_noted(29)
    assert must_be_noted(30)


def test_it_tells_who_fell_silent_and_since_when(db: Session, room: Room, register: Register) -> None:
    phone = register(room.invigilator)
    prove(db, phone)
    take(db, room, phone)
    assert at(room, 1).ready == 1
    fall_silent(db)
    mine = at(room, 621).mine
    assert mine
    assert (mine.why, mine.since) == (Why.SILENT, NOW)
