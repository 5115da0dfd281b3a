"""A centre changes a session, makes it once more, archives it, deletes it."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal
from pwa.domain.lost_time import Rule
from pwa.domain.seat_plans import Shape
from pwa.models.tables import Account, Base, Candidate, CertificationSession, Neighbour
from pwa.operations import erasure, journal, seat_plans, session_alerts, session_changes, sessions
from pwa.operations.seat_plans import Drawing
from pwa.operations.sessions import Plan
from tests.acting import act
from tests.cast import Create, Find, Register
from tests.room import NOW, Room, after

MORNING = datetime(2030, 11, 20, 8, 30)  # noqa: DTZ001  the site's own time
PLAN = Plan("Lycée Camille Guérin", "Salle B204", MORNING, "Claire Moreau, Karim Haddad")


def change(db: Session, session: CertificationSession, plan: Plan, account: Account, now: datetime = NOW) -> None:
    act(db, session_changes.change, session, plan, account, now)


def refused(db: Session, session: CertificationSession, plan: Plan, account: Account) -> str:
    with pytest.raises(Illegal) as info:
        change(db, session, plan, account)
    return info.value.code


def words(db: Session, session: CertificationSession) -> list[str]:
    return [line.word for line in journal.lines(db, session.id)]


def test_everything_may_change_before_the_first_start(
    db: Session, session: CertificationSession, staff: Account
) -> None:
    wanted = Plan("Annexe", "CDI", datetime(2030, 12, 1, 14, 0), "Karim Haddad", "Clé à l'accueil", "pix_droit", None,  # noqa: DTZ001
                  (10,), 5, Rule.CLAIMED)  # fmt: skip
    change(db, session, wanted, staff)
    row = db.get_one(CertificationSession, session.id)
    assert (row.site, row.room, row.invigilators, row.notes) == ("Annexe", "CDI", "Karim Haddad", "Clé à l'accueil")
    assert (row.starts_at.hour, row.certification, row.duration_minutes) == (13, "pix_droit", 60)
    assert (row.warnings, row.stops_after, row.compensation) == ([10], 5, "claimed")


def test_the_journal_names_the_fields_and_no_value(db: Session, session: CertificationSession, staff: Account) -> None:
    change(db, session, replace(PLAN, invigilators="Nom Secret"), staff)
    line = journal.lines(db, session.id)[-1]
    assert (line.word, line.actor) == ("session_changed", f"account:{staff.id}")
    assert "invigilators" in line.details["fields"]
    assert "Secret" not in str(line.details)


def test_a_form_sent_as_it_was_writes_nothing_down(db: Session, session: CertificationSession, staff: Account) -> None:
    change(db, session, PLAN, staff)
    before = words(db, session)
    change(db, session, PLAN, staff)
    assert words(db, session) == before


def test_boards_see_the_change(db: Session, room: Room, staff: Account) -> None:
    version = room.session.version
    change(db, room.session, replace(PLAN, room="CDI"), staff)
    db.refresh(room.session)
    assert room.session.version == version + 1


def test_once_begun_the_time_of_its_tests_is_settled(
    db: Session, room: Room, candidate: Candidate, staff: Account
) -> None:
    room.start(candidate, NOW)
    for other in (
        replace(PLAN, starts_at=MORNING.replace(hour=9)),
        replace(PLAN, certification="pix_droit", duration=105),
        replace(PLAN, duration=30),
        replace(PLAN, warnings=(1,)),
        replace(PLAN, stops_after=1),
        replace(PLAN, compensation=Rule.CLAIMED),
    ):
        assert refused(db, room.session, other, staff) == "already_started"
    change(db, room.session, replace(PLAN, room="CDI", notes="Changée de salle"), staff)
    assert db.get_one(CertificationSession, room.session.id).room == "CDI"


def test_once_finalised_nothing_changes(db: Session, room: Room, staff: Account) -> None:
    room.finalise(NOW)
    assert refused(db, room.session, replace(PLAN, notes="x"), staff) == "finalised"


def test_no_two_sessions_in_one_place_at_one_time(db: Session, create: Create, staff: Account) -> None:
    first, second = create(0), create(1)
    there = Plan(first.site, first.room, MORNING, "Claire Moreau")
    assert refused(db, second, there, staff) == "session_exists"


def test_the_plan_follows_the_room_s_name(db: Session, session: CertificationSession, staff: Account) -> None:
    plan = act(db, seat_plans.create, session.centre, Drawing("Salle C12", Shape(1, 2)), NOW)
    change(db, session, replace(PLAN, room="salle c12"), staff)
    assert db.get_one(CertificationSession, session.id).seat_plan_id == plan.id
    change(db, session, replace(PLAN, room="Salle C12", notes="x"), staff)
    assert db.get_one(CertificationSession, session.id).seat_plan_id == plan.id
    change(db, session, replace(PLAN, room="Gymnase"), staff)
    assert db.get_one(CertificationSession, session.id).seat_plan_id is None


def test_rooms_of_another_day_are_next_door_no_more(
    db: Session, room: Room, create: Create, candidate: Candidate, colleague: Account, staff: Account,
    register: Register,
) -> None:  # fmt: skip
    other = create(1)
    act(db, session_alerts.arrange, room.session, (20, 45, 90, 60), {other.id}, staff, NOW)
    next_door = Room(db, other, colleague)
    next_door.let_in(colleague, NOW)
    register(colleague)
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    room.take(alert, NOW, colleague)
    change(db, room.session, replace(PLAN, starts_at=MORNING.replace(day=21)), staff)
    db.refresh(alert)
    assert db.scalars(select(Neighbour)).all() == []
    assert alert.claimed_by_id is None


def test_a_copy_has_codes_of_its_own_and_nobody_who_joined(
    db: Session, room: Room, candidate: Candidate, staff: Account
) -> None:
    plan = replace(PLAN, starts_at=MORNING.replace(day=27))
    made = act(db, session_changes.duplicate, room.session, plan, staff, NOW, people=True)
    assert made.id != room.session.id
    assert {made.password, made.access_code}.isdisjoint({room.session.password, room.session.access_code})
    people = sessions.candidates(db, made)
    assert [one.last_name for one in people] == [one.last_name for one in sessions.candidates(db, room.session)]
    assert {(one.account_id, one.reconciled_at, one.version) for one in people} == {(None, None, made.version)}
    assert words(db, made) == ["session_created", "candidates_enrolled"]
    assert journal.first_broken(db, made.id) is None


def test_whoever_was_erased_is_in_no_copy(db: Session, room: Room, candidate: Candidate, staff: Account) -> None:
    room.finalise(NOW)
    act(db, erasure.erase_person, candidate, staff, NOW)
    plan = replace(PLAN, starts_at=MORNING.replace(day=27))
    made = act(db, session_changes.duplicate, room.session, plan, staff, NOW, people=True)
    assert len(sessions.candidates(db, made)) == 23
    assert all(one.last_name for one in sessions.candidates(db, made))


def test_a_copy_without_its_candidates(db: Session, room: Room, staff: Account) -> None:
    plan = replace(PLAN, starts_at=MORNING.replace(day=27))
    made = act(db, session_changes.duplicate, room.session, plan, staff, NOW, people=False)
    assert sessions.candidates(db, made) == []
    assert made.ladder == room.session.ladder


def test_a_copy_is_without_those_who_were_erased(db: Session, room: Room, candidate: Candidate, staff: Account) -> None:
    room.start(candidate, NOW)
    room.finalise(after(60))
    act(db, erasure.erase_person, candidate, staff, after(120))
    plan = replace(PLAN, starts_at=MORNING.replace(day=27))
    made = act(db, session_changes.duplicate, room.session, plan, staff, after(180), people=True)
    people = sessions.candidates(db, made)
    assert len(people) == len(sessions.candidates(db, room.session)) - 1
    assert all(one.last_name for one in people)


def test_a_copy_stands_elsewhere_or_at_another_time(db: Session, session: CertificationSession, staff: Account) -> None:
    with pytest.raises(Illegal) as info:
        act(db, session_changes.duplicate, session, replace(PLAN, site=session.site), staff, NOW, people=False)
    assert info.value.code == "session_exists"


def test_a_deleted_session_leaves_nothing(db: Session, room: Room, enrolled: Find, staff: Account) -> None:
    room.note(enrolled("ABADIE"), NOW)
    number = room.session.id
    act(db, session_changes.remove, room.session, staff, NOW)
    for table in Base.metadata.sorted_tables:
        rows = [dict(row) for row in db.execute(select(table)).mappings()]
        named = [row for row in rows if number in (row.get("session_id"), row.get("neighbour_id"))]
        assert named == [], table.name
    assert db.get(CertificationSession, number) is None


def test_a_session_somebody_joined_stays(db: Session, room: Room, candidate: Candidate, staff: Account) -> None:
    with pytest.raises(Illegal) as info:
        act(db, session_changes.remove, room.session, staff, NOW)
    assert info.value.code == "somebody_joined"


def test_a_session_that_was_held_stays_when_its_people_are_erased(db: Session, room: Room, staff: Account) -> None:
    room.session.started_at = room.session.finalised_at = room.session.erased_at = NOW
    db.commit()
    with pytest.raises(Illegal) as info:
        act(db, session_changes.remove, room.session, staff, after(60))
    assert info.value.code == "somebody_joined"
    plan = replace(PLAN, starts_at=MORNING.replace(day=27))
    made = act(db, session_changes.duplicate, room.session, plan, staff, after(60), people=True)
    assert sessions.candidates(db, made) == []


def test_the_other_sessions_are_left_alone(db: Session, create: Create, staff: Account) -> None:
    first, second = create(0), create(1)
    act(db, session_alerts.arrange, first, (20, 45, 90, 60), {second.id}, staff, NOW)
    act(db, session_changes.remove, first, staff, NOW)
    assert len(sessions.candidates(db, second)) == 12
    assert db.scalars(select(Neighbour)).all() == []
    assert journal.first_broken(db, second.id) is None


def test_a_session_goes_out_of_the_list_and_comes_back(
    db: Session, session: CertificationSession, staff: Account
) -> None:
    for _ in range(2):
        act(db, session_changes.archive, session, staff, NOW)
    assert session.archived_at == NOW
    for _ in range(2):
        act(db, session_changes.restore, session, staff, after(60))
    assert session.archived_at is None
    assert words(db, session)[2:] == ["session_archived", "session_restored"]


def test_an_archived_session_that_begins_is_in_sight_again(
    db: Session, room: Room, candidate: Candidate, staff: Account
) -> None:
    act(db, session_changes.archive, room.session, staff, NOW)
    room.start(candidate, after(60))
    db.refresh(room.session)
    assert room.session.archived_at is None


def test_a_session_under_way_is_not_archived(db: Session, room: Room, candidate: Candidate, staff: Account) -> None:
    room.start(candidate, NOW)
    with pytest.raises(Illegal) as info:
        act(db, session_changes.archive, room.session, staff, NOW)
    assert info.value.code == "under_way"
    room.finalise(after(60))
    act(db, session_changes.archive, room.session, staff, after(120))
