"""A session's ladder and its rooms next door, kept in both directions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, CertificationSession, Neighbour
from pwa.operations import session_alerts
from tests.acting import act
from tests.room import NOW, Room


def pairs(db: Session) -> set[tuple[int, int]]:
    return {(row.session_id, row.neighbour_id) for row in db.scalars(select(Neighbour))}


def test_neighbours_of_the_day_are_kept_both_ways_and_taken_back(
    db: Session, room: Room, elsewhere: Candidate, staff: Account
) -> None:
    other = db.get_one(CertificationSession, elsewhere.session_id)
    other.starts_at = room.session.starts_at
    db.commit()
    here, there = room.session, other
    assert [session.id for session in session_alerts.nearby(db, here)] == [there.id]
    for _ in range(2):
        act(db, session_alerts.arrange, here, (20, 45, 90, 120), {there.id, here.id, 10**12}, staff, NOW)
    assert pairs(db) == {(here.id, there.id), (there.id, here.id)}
    assert session_alerts.neighbours(db, there.id) == {here.id}
    act(db, session_alerts.arrange, there, (10, 20, 30, 60), set(), staff, NOW)
    assert pairs(db) == set()
    assert (there.ladder, here.ladder) == ([10, 20, 30, 60], [20, 45, 90, 120])


def test_a_session_of_another_day_or_finalised_is_no_neighbour(db: Session, room: Room, elsewhere: Candidate) -> None:
    other = db.get_one(CertificationSession, elsewhere.session_id)
    other.starts_at = room.session.starts_at.replace(day=21)
    db.commit()
    assert session_alerts.nearby(db, room.session) == []
    other.starts_at, other.finalised_at = room.session.starts_at, NOW
    db.commit()
    assert session_alerts.nearby(db, room.session) == []
