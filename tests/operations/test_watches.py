"""The watcher's own sign of life, and what is remembered of its absences."""

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Candidate
from pwa.operations import absences, journal, watches
from tests.acting import act
from tests.room import NOW, Room, after


def sign(db: Session, *seconds: float) -> None:
    for moment in seconds:
        act(db, watches.sign, after(moment))


def test_before_the_first_sign_nobody_watches(db: Session) -> None:
    assert absences.resumed_at(db, NOW) is None
    assert absences.is_silent(db, NOW)


def test_the_first_sign_is_a_beginning(db: Session) -> None:
    sign(db, 0)
    assert absences.resumed_at(db, NOW) == NOW
    assert not absences.is_silent(db, after(14.9))


def test_regular_signs_are_no_return(db: Session) -> None:
    sign(db, 0, 2, 4, 13.9)
    assert absences.resumed_at(db, after(13.9)) == NOW


def test_fifteen_seconds_without_a_sign_are_silence(db: Session) -> None:
    sign(db, 0, 2)
    assert not absences.is_silent(db, after(16.9))
    assert absences.is_silent(db, after(17))


@pytest.mark.parametrize(("gap", "back"), [(9.9, 0), (10, 10), (3600, 3600)])
def test_ten_seconds_without_a_sign_are_an_absence(db: Session, gap: float, back: float) -> None:
    sign(db, 0, gap)
    assert absences.resumed_at(db, after(gap)) == after(back)


def test_an_absence_is_in_the_journal_of_the_sessions_in_progress(
    db: Session, room: Room, candidate: Candidate, elsewhere: Candidate
) -> None:
    room.start(candidate, NOW)
    sign(db, 0, 42)
    line = journal.lines(db, room.session.id)[-1]
    assert (line.word, line.actor, line.at, line.details) == ("watch_gap", "watcher", after(42), {"seconds": 42})
    assert journal.first_broken(db, room.session.id) is None
    assert "watch_gap" not in [line.word for line in journal.lines(db, elsewhere.session_id)]


def test_two_candidates_of_a_session_make_one_line(
    db: Session, room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    room.start(candidate, NOW)
    room.start(neighbour, NOW)
    sign(db, 0, 42)
    assert room.journal().count("watch_gap") == 1


def test_an_absence_while_nobody_is_in_a_test_is_nobody_s_business(db: Session, room: Room) -> None:
    sign(db, 0, 3600)
    assert "watch_gap" not in room.journal()
