"""The centre's list: each session with its state, found by place, number, day and state."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from pwa.domain.sessions import State
from pwa.models.tables import Account, Candidate, Centre, CertificationSession
from pwa.operations import session_list, sessions, trainings
from pwa.operations.session_list import ON_A_PAGE, Sought
from pwa.operations.sessions import Plan
from tests.acting import act
from tests.cast import THE_DAY_BEFORE
from tests.room import NOW, Room, after


def rooms(db: Session, centre: Centre, **sought: Any) -> list[str]:
    return [line.room for line in session_list.search(db, [centre], Sought(**sought), NOW).lines]


def test_the_list_says_where_each_session_stands(
    db: Session, room: Room, candidate: Candidate, elsewhere: Candidate, centre: Centre
) -> None:
    afternoon, morning = session_list.search(db, [centre], Sought(), NOW).lines
    assert [(line.room, line.candidates, line.state) for line in (morning, afternoon)] == [
        ("Salle B204", 24, State.CREATED),
        ("CDI", 12, State.CREATED),
    ]
    room.start(candidate, NOW)
    assert session_list.search(db, [centre], Sought(), NOW).lines[1].state is State.STARTED
    assert session_list.search(db, [centre], Sought(), after(hours=24)).lines[1].state is State.EXPIRED
    room.finalise(after(60))
    assert session_list.search(db, [centre], Sought(), after(hours=24)).lines[1].state is State.FINALISED


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ({"text": "b204"}, ["Salle B204"]),
        ({"text": "lycee guerin"}, ["CDI", "Salle B204"]),
        ({"text": "gymnase"}, []),
        ({"text": "***"}, ["CDI", "Salle B204"]),
        ({"room": "CDI"}, ["CDI"]),
        ({"state": State.CREATED}, ["CDI", "Salle B204"]),
        ({"state": State.FINALISED}, []),
        ({"first_day": date(2030, 11, 20), "last_day": date(2030, 11, 20)}, ["CDI", "Salle B204"]),
        ({"first_day": date(2030, 11, 21)}, []),
        ({"last_day": date(2030, 11, 19)}, []),
        ({"archived": True}, []),
    ],
)
def test_what_is_sought_is_found(
    db: Session,
    session: CertificationSession,
    elsewhere: Candidate,
    centre: Centre,
    sought: dict[str, object],
    found: list[str],
) -> None:
    assert rooms(db, centre, **sought) == found


def test_a_number_finds_its_session(db: Session, session: CertificationSession, centre: Centre) -> None:
    assert rooms(db, centre, text=str(session.id)) == ["Salle B204"]


def test_a_day_is_that_of_the_place(db: Session, centre: Centre, staff: Account) -> None:
    """Half past midnight in Paris is the day before in Greenwich."""
    night = Plan("Lycée", "Nuit", datetime(2030, 11, 20, 0, 30), "Claire Moreau")  # noqa: DTZ001
    act(db, sessions.create, centre, night, staff, NOW)
    assert rooms(db, centre, first_day=date(2030, 11, 20)) == ["Nuit"]


def test_archived_sessions_are_asked_for(db: Session, session: CertificationSession, centre: Centre) -> None:
    session.archived_at = NOW
    db.commit()
    assert rooms(db, centre) == []
    assert rooms(db, centre, archived=True) == ["Salle B204"]


def test_a_long_list_comes_page_by_page(db: Session, centre: Centre, staff: Account) -> None:
    for index in range(ON_A_PAGE + 3):
        day = datetime(2030, 11, 20, 8, 30) - timedelta(days=index)  # noqa: DTZ001
        act(db, sessions.create, centre, Plan("Lycée", f"Salle {index:02}", day, "Claire"), staff, THE_DAY_BEFORE)
    first, last = (session_list.search(db, [centre], Sought(), NOW, page) for page in (1, 99))
    assert (first.count, first.pages, first.page, len(first.lines)) == (ON_A_PAGE + 3, 2, 1, ON_A_PAGE)
    assert (last.page, [line.room for line in last.lines]) == (2, ["Salle 50", "Salle 51", "Salle 52"])


def test_a_training_is_nobody_s_session(db: Session, centre: Centre, invigilator: Account) -> None:
    training = act(db, trainings.begin, invigilator, "Salle d'essai", NOW)
    assert rooms(db, training.session.centre) == []


def test_a_list_without_a_centre_is_empty(db: Session, session: CertificationSession) -> None:
    assert session_list.search(db, [], Sought(), NOW).lines == []
