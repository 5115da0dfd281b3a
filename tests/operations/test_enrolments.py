"""Somebody added, changed, removed or moved: written with the journal's line, or refused with a sentence."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from pwa.domain import enrolment as rules
from pwa.domain.centre_messages import Audience
from pwa.domain.errors import Illegal, Invalid, Missing, Refused
from pwa.domain.final_reports import Code
from pwa.domain.roster_values import EnrolledCandidate
from pwa.models.tables import Account, Candidate, CertificationSession
from pwa.operations import centre_messages, enrolments, final_reports, journal, sessions
from pwa.operations.centre_messages import Letter
from tests.acting import act
from tests.cast import Create, Find
from tests.room import NOW, Room, after

NINA = EnrolledCandidate("ROUX", "Nina", date(2009, 3, 1), "F", "86194", "", "", "FRANCE", extra_time=33, seat="25")


@pytest.fixture
def do(db: Session, session: CertificationSession, staff: Account) -> Callable[..., Any]:
    """Does one thing to the enrolments of Salle B204."""

    def call(verb: Callable[..., Any], *args: Any, now: Any = NOW) -> Any:
        return act(db, verb, session, *args, staff, now)

    return call


def last_line(db: Session, session: CertificationSession) -> tuple[str, int | None, dict[str, Any]]:
    line = journal.lines(db, session.id)[-1]
    return line.word, line.candidate_id, line.details


def as_enrolled(candidate: Candidate) -> EnrolledCandidate:
    return EnrolledCandidate(**{name: getattr(candidate, name) for name in enrolments.FIELDS})


def test_somebody_is_enrolled(db: Session, session: CertificationSession, do: Callable[..., Any]) -> None:
    before = session.version
    nina = do(enrolments.add, NINA)
    assert as_enrolled(nina) == NINA
    assert (nina.version, last_line(db, session)) == (before + 1, ("enrolment_added", nina.id, {}))


def test_a_latecomer_is_enrolled_while_tests_run(room: Room, candidate: Candidate, do: Callable[..., Any]) -> None:
    room.start(candidate, NOW)
    assert do(enrolments.add, NINA).session_id == room.session.id


def test_nobody_is_enrolled_twice(do: Callable[..., Any], enrolled: Find) -> None:
    twin = replace(NINA, last_name="Abadie", first_name="lea", birth_date=enrolled("ABADIE").birth_date)
    with pytest.raises(Illegal) as refused:
        do(enrolments.add, twin)
    assert refused.value.code == "DUPLICATE_CANDIDATE"


def test_a_seat_is_one_person_s(do: Callable[..., Any], enrolled: Find) -> None:
    do(enrolments.add, NINA)
    lea = enrolled("ABADIE")
    with pytest.raises(Invalid) as refused:
        do(enrolments.edit, lea.id, replace(as_enrolled(lea), seat="25"))
    assert "Nina ROUX" in refused.value.sentence


def test_a_change_keeps_which_fields_and_not_what_they_said(
    db: Session, session: CertificationSession, do: Callable[..., Any], enrolled: Find
) -> None:
    lea = enrolled("ABADIE")
    do(enrolments.edit, lea.id, replace(as_enrolled(lea), first_name="Léah", extra_time=50))
    assert (lea.first_name, lea.extra_time, lea.identity, lea.version) == ("Léah", 50, "abadie|leah", session.version)
    assert last_line(db, session) == ("enrolment_changed", lea.id, {"fields": ["extra_time", "first_name"]})


def test_nothing_changed_is_not_written(
    db: Session, session: CertificationSession, do: Callable[..., Any], enrolled: Find
) -> None:
    lea = enrolled("ABADIE")
    before = last_line(db, session)
    do(enrolments.edit, lea.id, as_enrolled(lea))
    assert last_line(db, session) == before


def test_somebody_is_removed(
    db: Session, session: CertificationSession, do: Callable[..., Any], enrolled: Find
) -> None:
    lea_id = enrolled("ABADIE").id
    assert do(enrolments.remove, lea_id) == "Léa ABADIE"
    assert lea_id not in {one.id for one in sessions.candidates(db, session)}
    assert last_line(db, session) == ("enrolment_removed", lea_id, {})


def test_somebody_is_moved_without_their_seat(
    db: Session, session: CertificationSession, create: Create, do: Callable[..., Any]
) -> None:
    nina, other = do(enrolments.add, NINA), create(1)
    do(enrolments.move, nina.id, other)
    assert (nina.session_id, nina.seat, nina.version) == (other.id, None, other.version)
    assert last_line(db, session) == ("enrolment_sent", nina.id, {"session": other.id})
    assert last_line(db, other) == ("enrolment_received", nina.id, {"session": session.id})
    assert all(journal.first_broken(db, one.id) is None for one in (session, other))


def test_nobody_is_moved_to_where_they_are(
    db: Session, session: CertificationSession, create: Create, do: Callable[..., Any], staff: Account
) -> None:
    nina, other = do(enrolments.add, NINA), create(1)
    with pytest.raises(Invalid):
        do(enrolments.move, nina.id, session)
    act(db, enrolments.add, other, NINA, staff, NOW)
    with pytest.raises(Illegal) as refused:
        do(enrolments.move, nina.id, other)
    assert refused.value.code == "DUPLICATE_CANDIDATE"


def test_a_candidate_is_reached_through_their_own_session(do: Callable[..., Any], elsewhere: Candidate) -> None:
    with pytest.raises(Missing):
        do(enrolments.remove, elsewhere.id)


def meet(room: Room, candidate: Candidate, how: str) -> None:
    """Bring about what keeps somebody where they are."""
    if how == "tested":
        room.start(candidate, NOW)
    elif how == "known":
        room.confirm(candidate, NOW)
        room.cancel(candidate, NOW)
    elif how == "noted":
        room.note(candidate, NOW)
    elif how == "written to":
        letter = Letter(Audience.CANDIDATE, "Venez à l'accueil.", candidate.id)
        act(room.db, centre_messages.send, room.session.id, room.invigilator, letter, NOW)
    elif how == "reported":
        act(room.db, final_reports.add, room.session.id, candidate.id, Code.SIGNATURE, "", room.invigilator, NOW)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("tested", rules.TESTED),
        ("joined", rules.JOINED),
        ("known", rules.KNOWN),
        ("noted", rules.KNOWN),
        ("written to", rules.WRITTEN_TO),
        ("reported", rules.REPORTED),
    ],
)
def test_of_whom_something_is_written_stays(
    room: Room, create: Create, enrolled: Find, do: Callable[..., Any], request: pytest.FixtureRequest, how: str,
    sentence: str,
) -> None:  # fmt: skip
    joined = how in ("tested", "joined")
    person = request.getfixturevalue("candidate") if joined else enrolled("BERTRAND")
    meet(room, person, how)
    for verb, more in ((enrolments.remove, ()), (enrolments.move, (create(1),))):
        with pytest.raises(Illegal) as refused:
            do(verb, person.id, *more)
        assert refused.value.sentence == sentence % {"name": person.full_name}


def test_an_enrolment_changes_until_the_test_begins(room: Room, candidate: Candidate, do: Callable[..., Any]) -> None:
    do(enrolments.edit, candidate.id, replace(as_enrolled(candidate), extra_time=33))
    room.start(candidate, NOW)
    with pytest.raises(Illegal) as refused:
        do(enrolments.edit, candidate.id, replace(as_enrolled(candidate), extra_time=50))
    assert refused.value.code == "test_started"
    assert candidate.extra_time == 33


@pytest.mark.parametrize("over", ["finalised", "expired"])
def test_a_session_that_is_over_takes_nobody(
    db: Session, room: Room, candidate: Candidate, enrolled: Find, create: Create, staff: Account, over: str
) -> None:
    room.start(candidate, NOW)
    now = after(hours=24)
    if over == "finalised":
        room.session.finalised_at = now
        db.commit()
    person, other = enrolled("BERTRAND"), create(1)
    attempts: list[tuple[Callable[..., Any], CertificationSession, tuple[Any, ...]]] = [
        (enrolments.add, room.session, (NINA,)),
        (enrolments.edit, room.session, (person.id, as_enrolled(person))),
        (enrolments.remove, room.session, (person.id,)),
        (enrolments.move, room.session, (person.id, other)),
        (enrolments.move, other, (sessions.candidates(db, other)[0].id, room.session)),
    ]
    for verb, where, what in attempts:
        with pytest.raises(Refused) as refused:
            act(db, verb, where, *what, staff, now)
        assert str(room.session.number) in refused.value.sentence
    assert room.session not in enrolments.open_sessions(db, other, now)


def test_people_are_found_by_the_beginning_of_their_names(db: Session, session: CertificationSession) -> None:
    people = sessions.candidates(db, session)
    assert [one.last_name for one in enrolments.matching(people, "michele desarconnee")] == ["DÉSARÇONNÉE"]
    assert len(enrolments.matching(people, "jean michel")) == 2
    assert len(enrolments.matching(people, " ")) == 24
