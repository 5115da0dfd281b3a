"""Each change that people see takes the session's next version and stamps what it touches with it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from pwa.domain.errors import Missing
from pwa.models.tables import Account, Alert, Candidate
from pwa.operations import changes, claims, looks
from tests.acting import act
from tests.room import NOW, Room, after


def claim(room: Room, candidate: Candidate) -> object:
    alert_id = room.alert(candidate).id
    return act(
        room.db, lambda db: claims.claim(changes.begin(db, room.session.id, "", NOW), alert_id, room.invigilator)
    )


CHANGES: dict[str, Callable[[Room, Candidate], object]] = {
    "confirm": lambda room, person: room.confirm(person, NOW),
    "cancel": lambda room, person: room.cancel(person, NOW),
    "confirm again": lambda room, person: room.confirm(person, NOW),
    "enter": lambda room, person: room.enter(person, NOW),
    "start": lambda room, person: room.hello(person, NOW),
    "answer": lambda room, person: room.answer(person, after(5), 1, ([0], "")),
    "silence": lambda room, person: room.look(after(10)),
    "loss": lambda room, person: room.look(after(15)),
    "claim": claim,
    "ask": lambda room, person: room.wait(person, after(20)),
    "resume": lambda room, person: room.resume(person, after(30)),
    "end": lambda room, person: room.end(person, after(40)),
}


def test_each_visible_change_grows_the_version_and_stamps_the_candidate(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    for name, change in CHANGES.items():
        before = room.session.version
        change(room, candidate)
        assert before < room.session.version == candidate.version, name
        assert neighbour.version <= before, name


def test_an_alert_is_stamped_when_it_is_raised_taken_and_closed(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    alert = room.alert(candidate)
    assert alert.version == room.session.version
    claim(room, candidate)
    assert alert.version == room.session.version
    room.end(candidate, after(20))
    assert alert.version == room.session.version


def test_alerts_are_stamped_alone(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.wait(candidate, NOW)
    stamped = room.alert(candidate).version
    room.wait(neighbour, NOW)
    assert room.alert(candidate).version == stamped
    assert len(room.db.scalars(select(Alert)).all()) == 2


def test_a_look_without_news_is_no_change(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    version = room.session.version
    assert not act(room.db, looks.look, candidate.id, after(5))
    assert room.session.version == version


def test_a_session_that_does_not_exist_cannot_change(room: Room) -> None:
    with pytest.raises(Missing):
        act(room.db, changes.begin, 99_999, "", NOW)


def test_the_journal_names_who_did_it(room: Room, invigilator: Account) -> None:
    assert changes.by_account(invigilator.id) == f"account:{invigilator.id}"
    assert changes.by_candidate(7) == "candidate:7"
