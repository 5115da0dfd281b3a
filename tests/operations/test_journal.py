"""The journal: a chain of lines per session, in which what is touched afterwards shows."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from pwa.domain.journal_chain import FIRST
from pwa.models.tables import Candidate, JournalLine
from pwa.operations import changes, journal
from tests.acting import act
from tests.room import NOW, Room, after


@pytest.fixture
def lines(room: Room, candidate: Candidate) -> list[JournalLine]:
    """The lines of a test from its admission to its end."""
    room.start(candidate, NOW)
    room.look(after(15))
    room.end(candidate, after(20))
    return list(journal.lines(room.db, room.session.id))


def first_broken(room: Room) -> int | None:
    room.db.commit()
    broken = journal.first_broken(room.db, room.session.id)
    return broken.position if broken else None


def test_each_line_follows_from_the_one_before(room: Room, lines: list[JournalLine]) -> None:
    assert [line.position for line in lines] == list(range(1, len(lines) + 1))
    assert [line.previous_hash for line in lines] == [FIRST, *(line.hash for line in lines[:-1])]
    assert first_broken(room) is None


def test_a_line_says_who_what_on_whom_and_when(lines: list[JournalLine], room: Room, candidate: Candidate) -> None:
    line = next(line for line in lines if line.word == "presence_confirmed")
    assert (line.actor, line.candidate_id, line.at) == (f"account:{room.invigilator.id}", candidate.id, NOW)


@pytest.mark.parametrize(
    ("word", "actor"),
    [
        ("session_created", "account:"),
        ("entered", "candidate:"),
        ("connectivity", "watcher"),
        ("test_ended", "account:"),
    ],
)
def test_a_line_names_its_actor(lines: list[JournalLine], word: str, actor: str) -> None:
    assert next(line for line in lines if line.word == word).actor.startswith(actor)


def test_no_line_holds_a_name(lines: list[JournalLine]) -> None:
    told = json.dumps([[line.actor, line.word, line.details] for line in lines], ensure_ascii=False).lower()
    assert not any(name in told for name in ("abadie", "léa", "moreau", "2009-05-18"))


TAMPERINGS: dict[str, Callable[[JournalLine], None]] = {
    "who": lambda line: setattr(line, "actor", "account:99"),
    "what": lambda line: setattr(line, "word", "test_ended"),
    "whom": lambda line: setattr(line, "candidate_id", 99),
    "when": lambda line: setattr(line, "at", after(1)),
    "details": lambda line: setattr(line, "details", {"minutes": 30}),
    "its hash": lambda line: setattr(line, "hash", "f" * 64),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_line_that_was_touched_shows(room: Room, lines: list[JournalLine], what: str) -> None:
    TAMPERINGS[what](lines[4])
    assert first_broken(room) == 5


def test_a_line_that_was_rewritten_with_its_hash_breaks_the_next(room: Room, lines: list[JournalLine]) -> None:
    lines[4].actor = "account:99"
    lines[4].hash = journal.digest(lines[4])
    assert first_broken(room) == 6


def test_a_line_that_was_taken_out_shows(room: Room, lines: list[JournalLine]) -> None:
    room.db.delete(lines[4])
    assert first_broken(room) == 5


def test_two_sessions_have_two_chains(db: Session, lines: list[JournalLine], elsewhere: Candidate) -> None:
    act(db, lambda db: changes.begin(db, elsewhere.session_id, "watcher", NOW).journal("watch_gap", seconds=30))
    others = journal.lines(db, elsewhere.session_id)
    assert [line.position for line in others] == [1, 2, 3]
    assert others[-1].details == {"seconds": 30}
    assert journal.first_broken(db, elsewhere.session_id) is None


def test_an_empty_journal_is_whole(db: Session) -> None:
    assert journal.first_broken(db, 1) is None
