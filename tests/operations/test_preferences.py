"""What one invigilator wants in one session."""

import pytest
from sqlalchemy.orm import Session

from pwa.domain.errors import Invalid, Missing
from pwa.models.tables import Account, Candidate, JournalLine
from pwa.operations import accesses, preferences
from pwa.operations.preferences import Preferences
from tests.acting import act
from tests.cast import Find
from tests.room import NOW, Room, after

USUAL = Preferences([], True, "", [])


def save(db: Session, room: Room, account: Account, wanted: Preferences) -> None:
    act(db, preferences.save, account, room.session.id, wanted, after(1))


def test_everything_rings_discreetly_in_french_until_somebody_chooses(db: Session, room: Room) -> None:
    assert preferences.read(db, room.invigilator, room.session.id) == USUAL


def test_what_is_chosen_is_kept_for_this_person_alone(
    db: Session, room: Room, candidate: Candidate, colleague: Account
) -> None:
    act(db, accesses.open_session, colleague, room.session.id, room.session.password, NOW)
    wanted = Preferences(["time_over", "time_nearly_over"], False, "en", [candidate.id, candidate.id])
    save(db, room, room.invigilator, wanted)
    assert preferences.read(db, room.invigilator, room.session.id) == Preferences(
        ["time_nearly_over", "time_over"], False, "en", [candidate.id]
    )
    assert preferences.read(db, colleague, room.session.id) == USUAL


def test_what_is_chosen_is_written_down_without_a_name(db: Session, room: Room, candidate: Candidate) -> None:
    save(db, room, room.invigilator, Preferences(["time_over"], True, "fr", [candidate.id]))
    line = db.query(JournalLine).order_by(JournalLine.id.desc()).first()
    assert line
    assert line.word == "preferences_saved"
    assert line.details == {"muted": ["time_over"], "discreet": True, "part": [candidate.id]}


@pytest.mark.parametrize(("wanted", "refusal"), [
    (Preferences([], True, "xx", []), Invalid),
    (Preferences(["tab_hidden"], True, "fr", []), Missing),
    (Preferences(["nothing"], True, "fr", []), Missing),
    (Preferences([], True, "fr", [999_999]), Missing),
])  # fmt: skip
def test_what_cannot_be_chosen_is_refused(
    db: Session, room: Room, wanted: Preferences, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        save(db, room, room.invigilator, wanted)
    assert preferences.read(db, room.invigilator, room.session.id) == USUAL


def test_a_candidate_of_another_room_is_no_part_of_this_one(db: Session, room: Room, elsewhere: Candidate) -> None:
    with pytest.raises(Missing):
        save(db, room, room.invigilator, Preferences([], True, "fr", [elsewhere.id]))


def test_who_does_not_watch_chooses_nothing(db: Session, room: Room, stranger: Account) -> None:
    with pytest.raises(Missing):
        save(db, room, stranger, USUAL)
    with pytest.raises(Missing):
        preferences.read(db, stranger, room.session.id)


@pytest.fixture
def seated(db: Session, room: Room, enrolled: Find) -> dict[str, int]:
    """Four candidates and their seats."""
    seats = {"2": "ABADIE", "10": "BÂ", "A3": "BERTRAND", "011": "DIALLO"}
    for seat, last_name in seats.items():
        enrolled(last_name).seat = seat
    db.commit()
    return {seat: enrolled(last_name).id for seat, last_name in seats.items()}


@pytest.mark.parametrize(
    ("first", "last", "seats"),
    [("1", "10", {"2", "10"}), ("10", "1", {"2", "10"}), ("02", "2", {"2"}), ("3", "20", {"10", "011"}),
     ("A1", "A9", {"A3"}), ("a3", "a3", {"A3"})],
)  # fmt: skip
def test_seats_go_from_one_to_another(
    db: Session, room: Room, seated: dict[str, int], first: str, last: str, seats: set[str]
) -> None:
    found = preferences.between(db, room.session.id, first, last)
    assert set(found) == {seated[seat] for seat in seats}


@pytest.mark.parametrize(("first", "last"), [("50", "60"), ("", ""), ("²", "¹"), ("9" * 300, "1" + "0" * 300)])
def test_seats_where_nobody_sits_are_said(
    db: Session, room: Room, seated: dict[str, int], first: str, last: str
) -> None:
    with pytest.raises(Invalid, match="invalid"):
        preferences.between(db, room.session.id, first, last)


def test_urgent_kinds_that_do_not_ring_are_named() -> None:
    assert preferences.silenced(["time_over", "connection_lost"]) == ["connection_lost"]
