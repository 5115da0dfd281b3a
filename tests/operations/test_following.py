"""The rooms of a day at once: whose they are, what each counts, what nobody took, and how little it costs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import cast

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from pwa.domain.escalation import Step
from pwa.models.tables import Account, Candidate, Centre, CertificationSession
from pwa.operations import accesses, centres, following, sessions
from pwa.operations.following import Day, RoomLine
from pwa.operations.sessions import Plan
from tests.acting import act
from tests.cast import Create, Find, Register, SignUp, planned
from tests.operations.crowd import opened, sit_down, watch
from tests.operations.test_duties import prove, take
from tests.operations.test_silences import fall_silent
from tests.room import NOW, Room, after

A_MANY = 30


def at(db: Session, account: Account, seconds: float = 0) -> Day:
    db.rollback()
    rooms = following.sessions(db, account, after(seconds))
    return following.read(db, rooms, after(seconds))


def only(db: Session, account: Account, seconds: float = 0) -> RoomLine:
    (room,) = at(db, account, seconds).rooms
    return room


@contextmanager
def counted(db: Session) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    engine, said = cast(Engine, db.get_bind()), list[str]()

    def note(*told: object) -> None:
        said.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def full(db: Session, centre: Centre, staff: Account, rooms: range) -> list[CertificationSession]:
    """Rooms of these numbers, of 30 candidates each, of whom some run, are watched, and need somebody."""
    everybody = {(one.last_name, one.first_name): one for read in planned() for one in read.candidates}
    people = list(everybody.values())[:A_MANY]
    assert len(people) == A_MANY
    made = []
    for number in rooms:
        plan = Plan("Lycée Camille Guérin", f"Salle {number:02}", NOW.replace(tzinfo=None), "Claire Moreau")
        session = act(db, sessions.create, centre, plan, staff, NOW)
        act(db, sessions.enrol, session, people, staff, NOW)
        act(db, accesses.open_session, staff, session.number, session.password, NOW)
        room = Room(db, session, staff)
        room.goodbye(sit_down(room, 3)[0], NOW)
        room.look(after(5))
        made.append(session)
    return made


def test_the_rooms_of_today_are_read(db: Session, room: Room, create: Create, staff: Account) -> None:
    other = create(1)
    other.starts_at = NOW + timedelta(days=1)
    db.commit()
    assert [line.number for line in at(db, staff).rooms] == [room.session.id]
    other.starts_at = NOW - timedelta(hours=2)
    db.commit()
    assert {line.number for line in at(db, staff).rooms} == {room.session.id, other.id}


def test_a_room_that_still_runs_since_yesterday_is_read(
    db: Session, room: Room, staff: Account, candidate: Candidate
) -> None:
    room.session.starts_at = NOW - timedelta(hours=12)
    db.commit()
    assert at(db, staff).rooms == ()
    room.start(candidate, after(hours=-12))
    assert only(db, staff).state == "started"
    room.finalise(NOW)
    assert at(db, staff).rooms == ()


def test_a_training_another_centre_s_or_an_archived_room_is_not(
    db: Session, room: Room, staff: Account, stranger: Account
) -> None:
    assert at(db, room.invigilator).rooms == ()
    act(db, centres.add, "Collège Jean Zay", stranger, NOW)
    assert at(db, stranger).rooms == ()
    for name in ("archived_at", "erased_at"):
        setattr(room.session, name, NOW)
        db.commit()
        assert at(db, staff).rooms == ()
        setattr(room.session, name, None)
    room.session.training = True
    db.commit()
    assert at(db, staff).rooms == ()


def test_a_room_counts_as_its_board_does(
    db: Session, room: Room, staff: Account, candidate: Candidate, neighbour: Candidate, enrolled: Find
) -> None:
    room.start(candidate, NOW)
    room.confirm(neighbour, NOW)
    room.mark_absent(enrolled("EL AMRANI"), NOW)
    third = enrolled("KONÉ")
    room.start(third, NOW)
    room.complete(third, NOW)
    room.goodbye(candidate, after(1))
    room.look(after(6))
    line, board = only(db, staff, 6), room.board(after(6))
    assert line.counters == board.counters
    assert (line.signs.heard, line.signs.running) == (board.heard, board.running)
    assert line.state == "started"


def test_without_a_telephone_nothing_is_said_to_ring(
    db: Session, room: Room, staff: Account, candidate: Candidate
) -> None:
    room.wait(candidate, NOW)
    assert [call.rung for call in at(db, staff, 12).waiting] == [None]


def test_what_nobody_took_is_told_oldest_first(
    db: Session, room: Room, staff: Account, candidate: Candidate, neighbour: Candidate
) -> None:
    room.wait(neighbour, after(10))
    room.wait(candidate, NOW)
    first, second = at(db, staff, 12).waiting
    assert (first.full_name, first.sentence, first.since) == ("Léa ABADIE", "demande à entrer", NOW)
    assert second.candidate_id == neighbour.id
    room.take(room.alert(candidate), after(50))
    assert [call.candidate_id for call in at(db, staff, 51).waiting] == [neighbour.id]
    assert only(db, staff, 51).counters.attention == 2


def test_the_last_step_that_had_a_telephone_to_call_is_told(
    db: Session, room: Room, staff: Account, candidate: Candidate, register: Register
) -> None:
    register(room.invigilator)
    room.wait(candidate, NOW)
    told = {}
    for seconds in (20, 45, 90, 210):
        room.climb(after(seconds))
        told[seconds] = at(db, staff, seconds + 1).waiting[0].rung
    assert told == {20: Step.ONE_DEVICE, 45: Step.NEXT_DOOR, 90: Step.NEXT_DOOR, 210: Step.EVERYBODY}


def test_the_centre_is_said_to_be_rung_when_it_has_a_telephone(
    db: Session, room: Room, staff: Account, candidate: Candidate, register: Register
) -> None:
    register(room.invigilator)
    register(staff)
    room.wait(candidate, NOW)
    for seconds in (20, 45, 90):
        room.climb(after(seconds))
    assert at(db, staff, 91).waiting[0].rung == Step.CENTRE


def test_an_outage_is_told_with_who_is_missing(db: Session, room: Room, staff: Account) -> None:
    people = sit_down(room, 9)
    watch(room, 0, 20, people[3:])
    line = only(db, staff, 20)
    (outage,) = line.outages
    assert (outage.sentence, outage.missing) == ("réseau de la salle coupé", 3)
    assert line.counters == room.board(after(20)).counters


def test_who_holds_a_ready_phone_and_who_fell_silent(
    db: Session, room: Room, staff: Account, colleague: Account, register: Register
) -> None:
    act(db, accesses.open_session, colleague, room.session.id, room.session.password, NOW)
    phone = register(room.invigilator)
    prove(db, phone)
    take(db, room, phone)
    line = only(db, staff, 1)
    assert [one.full_name for one in line.ready] == ["Claire Moreau"]
    assert [one.full_name for one in line.invigilators] == ["Karim Haddad", "Claire Moreau"]
    fall_silent(db)
    line = only(db, staff, 621)
    assert ([one.full_name for one in line.silent], line.ready) == (["Claire Moreau"], ())


def test_the_version_grows_with_each_room_s(db: Session, room: Room, create: Create, staff: Account) -> None:
    other = opened(room, create(1))
    before = at(db, staff).version
    room.wait(sit_down(room, 1)[0], NOW)
    between = at(db, staff).version
    sit_down(other, 1)
    assert before < between < at(db, staff).version


def test_ten_rooms_cost_as_many_questions_as_one(db: Session, centre: Centre, staff: Account, sign_up: SignUp) -> None:
    full(db, centre, staff, range(1))
    with counted(db) as one:
        at(db, staff, 6)
    full(db, centre, staff, range(1, 10))
    with counted(db) as ten:
        day = at(db, staff, 6)
    assert (len(day.rooms), sum(room.counters.running for room in day.rooms)) == (10, 30)
    assert len(day.waiting) == 10
    assert len(ten) == len(one) <= 12
