"""Notes in a room: written, read by everybody, taken back by the writer, in the journal without their words."""

import json

import pytest

from pwa.domain.errors import Closed, Illegal, Invalid, Missing
from pwa.domain.finalisation import Why
from pwa.models.tables import Account, Candidate
from pwa.operations import journal
from pwa.operations.notes import NoteLine
from tests.room import NOW, Room, after


def lines(room: Room, candidate: Candidate, account: Account | None = None) -> tuple[NoteLine, ...]:
    return room.board(after(hours=1), account).notes.get(candidate.id, ())


def test_a_note_says_who_wrote_it_and_when(room: Room, candidate: Candidate) -> None:
    room.note(candidate, NOW, "Téléphone sur la table.")
    (line,) = lines(room, candidate)
    assert (line.text, line.by, line.mine) == ("Téléphone sur la table.", "Claire Moreau", True)
    assert (line.written_at, line.at, line.late) == (NOW, NOW, False)


def test_notes_are_read_newest_first_by_colleagues_too(room: Room, candidate: Candidate, colleague: Account) -> None:
    room.note(candidate, NOW, "une")
    room.note(candidate, after(60), "deux", by=colleague)
    assert [(line.text, line.mine) for line in lines(room, candidate, colleague)] == [("deux", True), ("une", False)]


def test_a_note_is_of_one_candidate(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.note(candidate, NOW)
    assert lines(room, neighbour) == ()


def test_a_note_written_offline_keeps_its_time_and_says_that_it_came_late(room: Room, candidate: Candidate) -> None:
    room.note(candidate, after(minutes=20), given=after(minutes=2))
    (line,) = lines(room, candidate)
    assert (line.written_at, line.at, line.late) == (after(minutes=2), after(minutes=20), True)
    assert journal.lines(room.db, room.session.id)[-1].details["given_at"] == after(minutes=2).isoformat()


def test_a_device_that_is_a_day_behind_is_not_believed(room: Room, candidate: Candidate) -> None:
    assert room.note(candidate, NOW, given=after(hours=-24)).written_at == NOW


def test_a_note_taken_back_is_read_no_more(room: Room, candidate: Candidate) -> None:
    note = room.note(candidate, NOW)
    room.withdraw(note, after(5))
    assert lines(room, candidate) == ()
    assert note.withdrawn_at == after(5)


def test_nobody_takes_back_the_note_of_another(room: Room, candidate: Candidate, colleague: Account) -> None:
    note = room.note(candidate, NOW)
    version = room.session.version
    with pytest.raises(Illegal):
        room.withdraw(note, after(5), by=colleague)
    assert (len(lines(room, candidate)), room.session.version) == (1, version)


def test_a_note_and_its_withdrawal_reach_the_boards(room: Room, candidate: Candidate) -> None:
    before = room.session.version
    note = room.note(candidate, NOW)
    assert [line.id for line in room.board(NOW).changed_since(before)] == [candidate.id]
    between = room.session.version
    room.withdraw(note, after(5))
    assert [line.id for line in room.board(NOW).changed_since(between)] == [candidate.id]


def test_a_note_is_no_decision_on_the_admission(room: Room, candidate: Candidate) -> None:
    room.note(candidate, NOW)
    assert candidate.decision == 0


def test_the_journal_holds_the_note_s_number_and_none_of_its_words(room: Room, candidate: Candidate) -> None:
    note = room.note(candidate, NOW, "Téléphone sur la table.")
    room.withdraw(note, after(5))
    added, withdrawn = journal.lines(room.db, room.session.id)[-2:]
    assert (added.word, added.details) == ("note_added", {"note": note.id})
    assert (withdrawn.word, withdrawn.details) == ("note_withdrawn", {"note": note.id})
    assert "léphone" not in json.dumps([added.details, withdrawn.details], ensure_ascii=False)


def test_an_empty_note_leaves_no_trace(room: Room, candidate: Candidate) -> None:
    version, words = room.session.version, room.journal()
    with pytest.raises(Invalid):
        room.note(candidate, NOW, "")
    assert (room.session.version, room.journal()) == (version, words)


def test_a_note_of_another_session_is_none_here(room: Room, elsewhere: Candidate) -> None:
    with pytest.raises(Missing):
        room.note(elsewhere, NOW)


def test_once_finalised_nothing_is_written_nor_taken_back(room: Room, candidate: Candidate) -> None:
    note = room.note(candidate, NOW)
    room.start(candidate, NOW)
    room.close(after(60), {candidate.id: Why.LATE})
    with pytest.raises(Closed):
        room.note(candidate, after(61))
    with pytest.raises(Closed):
        room.withdraw(note, after(61))
