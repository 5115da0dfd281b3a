"""A session is made with the codes that open it, and its candidates are enrolled in it."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal
from pwa.models.tables import Account, Centre, CertificationSession
from pwa.operations import centres, journal, sessions
from pwa.operations.sessions import Plan
from tests.acting import act
from tests.cast import THE_DAY_BEFORE, Find, planned
from tests.room import NOW, Room, after

MORNING = datetime(2030, 11, 20, 8, 30)  # noqa: DTZ001  the site's own time
PLAN = Plan("Lycée Camille Guérin", "Salle B204", MORNING, "Claire Moreau", "Prévoir les casques", "clea")


@pytest.fixture
def made(db: Session, centre: Centre, staff: Account) -> CertificationSession:
    return act(db, sessions.create, centre, PLAN, staff, THE_DAY_BEFORE)


def test_a_session_keeps_what_staff_said(made: CertificationSession, centre: Centre) -> None:
    assert (made.site, made.room, made.invigilators, made.notes) == (
        "Lycée Camille Guérin", "Salle B204", "Claire Moreau", "Prévoir les casques",
    )  # fmt: skip
    assert (made.centre, made.zone, made.created_at) == (centre, "Europe/Paris", THE_DAY_BEFORE)
    assert (made.started_at, made.finalised_at) == (None, None)


def test_the_site_s_own_time_is_kept_as_a_moment(made: CertificationSession) -> None:
    assert made.starts_at == NOW


def test_in_summer_too(db: Session, centre: Centre, staff: Account) -> None:
    summer = replace(PLAN, starts_at=datetime(2030, 6, 20, 8, 30))  # noqa: DTZ001
    made = act(db, sessions.create, centre, summer, staff, THE_DAY_BEFORE)
    assert (made.starts_at.hour, made.starts_at.minute) == (6, 30)


@pytest.mark.parametrize(
    ("certification", "minutes"), [("pix", 105), ("clea", 105), ("pix_droit", 60), ("pix_edu", 90)]
)
def test_a_session_lasts_what_its_certification_says(
    db: Session, centre: Centre, staff: Account, certification: str, minutes: int
) -> None:
    made = act(db, sessions.create, centre, replace(PLAN, certification=certification), staff, THE_DAY_BEFORE)
    assert made.duration_minutes == minutes


def test_a_session_keeps_the_time_it_sets(db: Session, centre: Centre, staff: Account) -> None:
    own = replace(PLAN, duration=45, warnings=(20, 10, 2), stops_after=0)
    made = act(db, sessions.create, centre, own, staff, THE_DAY_BEFORE)
    assert (made.duration_minutes, made.warnings, made.stops_after) == (45, [20, 10, 2], 0)


def test_a_session_that_sets_nothing_has_the_usual_time(made: CertificationSession) -> None:
    assert (made.duration_minutes, made.warnings, made.stops_after) == (105, [15, 5], None)


def test_its_codes_are_its_own(db: Session, made: CertificationSession, centre: Centre, staff: Account) -> None:
    other = act(db, sessions.create, centre, replace(PLAN, room="CDI"), staff, THE_DAY_BEFORE)
    assert len({made.access_code, other.access_code, made.password, other.password}) == 4
    assert [len(code) for code in (made.access_code, made.password)] == [6, 6]


def test_one_session_at_a_place_and_time(
    db: Session, made: CertificationSession, centre: Centre, staff: Account
) -> None:
    with pytest.raises(Illegal) as refused:
        act(db, sessions.create, centre, PLAN, staff, THE_DAY_BEFORE)
    assert refused.value.sentence == sessions.ALREADY_THERE
    assert act(db, sessions.create, centre, replace(PLAN, room="CDI"), staff, THE_DAY_BEFORE)


def test_another_centre_may_have_a_session_of_the_same_place_and_time(
    db: Session, made: CertificationSession, stranger: Account
) -> None:
    rival = act(db, centres.add, "Lycée Aliénor", stranger, NOW)
    assert act(db, sessions.create, rival, PLAN, stranger, NOW).id != made.id


def test_a_number_is_never_given_twice(db: Session, made: CertificationSession, centre: Centre, staff: Account) -> None:
    number = made.id
    for line in journal.lines(db, number):
        db.delete(line)
    db.delete(made)
    db.commit()
    assert act(db, sessions.create, centre, PLAN, staff, THE_DAY_BEFORE).id > number


def test_its_journal_begins(db: Session, session: CertificationSession, staff: Account) -> None:
    lines = journal.lines(db, session.id)
    assert [line.word for line in lines] == ["session_created", "candidates_enrolled"]
    assert (lines[1].actor, lines[1].details) == (f"account:{staff.id}", {"count": 24})


def test_a_candidate_is_enrolled_as_the_file_says(enrolled: Find) -> None:
    sean = enrolled("O'CONNOR")
    assert (sean.first_name, sean.identity, sean.sex, sean.extra_time) == ("Sean", "oconnor|sean", "M", 50)
    assert (sean.birth_insee, sean.birth_city, sean.birth_country) == ("99", "Cork", "IRLANDE")
    assert (sean.external_id, sean.seat, sean.account_id) == ("1ERE-3-020", None, None)


def test_seats_go_to_the_first_ones_as_far_as_they_reach(
    db: Session, made: CertificationSession, staff: Account
) -> None:
    act(db, sessions.enrol, made, planned()[0].candidates, staff, NOW, ("01", "02"))
    assert [candidate.seat for candidate in sessions.candidates(db, made)][:3] == ["01", "02", None]


def test_enrolling_is_a_change_that_people_see(room: Room, db: Session, staff: Account) -> None:
    version = room.session.version
    act(db, sessions.enrol, room.session, planned()[1].candidates, staff, after(60))
    assert {line.last_name for line in room.board(after(60)).changed_since(version)} == {
        person.last_name for person in planned()[1].candidates
    }


def test_the_candidates_are_in_the_order_of_their_names(db: Session, session: CertificationSession) -> None:
    names = [candidate.last_name for candidate in sessions.candidates(db, session)]
    assert names == [person.last_name for person in planned()[0].candidates]
