"""A candidate's journal as a sheet holds it: the last lines, in words, by whom, in one question for the whole room."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate
from pwa.operations import candidate_journal, changes, journal
from pwa.operations.candidate_journal import SHOWN, Entry
from tests.acting import act
from tests.room import NOW, Room, after


def entries(room: Room, candidate: Candidate) -> tuple[Entry, ...]:
    return room.board(after(hours=1)).journals[candidate.id].lines


def told(room: Room, candidate: Candidate) -> list[tuple[str, str]]:
    return [(entry.sentence, entry.by) for entry in entries(room, candidate)]


def write(db: Session, room: Room, candidate: Candidate, count: int) -> None:
    """That many more lines about a candidate."""
    for number in range(count):
        actor = changes.by_account(room.invigilator.id)
        journal.append(db, room.session.id, actor, "presence_confirmed", after(number), candidate.id)


def test_what_was_done_is_told_newest_first_with_who_did_it(room: Room, candidate: Candidate) -> None:
    room.start(candidate, after(60))
    room.look(after(75))
    assert told(room, candidate) == [
        ("Alerte : signal perdu", "surveillance automatique"),
        ("Signal : signal perdu", "surveillance automatique"),
        ("Page du test ouverte", "le candidat"),
        ("Test commencé", "le candidat"),
        ("Entré avec le code d'accès", "le candidat"),
        ("Présence confirmée", "Claire Moreau"),
        ("A rejoint la session", "le candidat"),
    ]


def test_what_a_colleague_did_is_told_by_their_name(room: Room, candidate: Candidate, colleague: Account) -> None:
    room.mark_absent(candidate, NOW, by=colleague)
    assert told(room, candidate)[0] == ("Marqué absent", "Karim Haddad")


def test_a_line_is_of_one_candidate(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.mark_absent(candidate, NOW)
    assert ("Marqué absent", "Claire Moreau") not in told(room, neighbour)


def test_what_was_done_offline_says_when(room: Room, candidate: Candidate) -> None:
    room.note(candidate, after(minutes=20), given=after(minutes=2))
    assert (entries(room, candidate)[0].at, entries(room, candidate)[0].given_at) == (
        after(minutes=20),
        after(minutes=2),
    )


def test_a_sheet_holds_the_last_twenty_and_says_how_many_are_before(room: Room, candidate: Candidate) -> None:
    act(room.db, write, room, candidate, SHOWN + 4)
    held = room.board(NOW).journals[candidate.id]
    assert (len(held.lines), held.more) == (SHOWN, 5)
    assert held.lines[0].at == after(SHOWN + 3)


def test_the_whole_journal_of_one_holds_every_line(room: Room, candidate: Candidate) -> None:
    act(room.db, write, room, candidate, SHOWN + 4)
    assert len(candidate_journal.of_candidate(room.db, room.session.id, candidate.id)) == SHOWN + 5


def test_what_was_done_about_whoever_had_the_number_before_is_not_theirs(room: Room, candidate: Candidate) -> None:
    """SQLite gives the number of somebody removed to who is enrolled next."""

    def remove_and_enrol(db: Session) -> None:
        write(db, room, candidate, 3)
        for word in ("enrolment_removed", "enrolment_added"):
            journal.append(db, room.session.id, "account:1", word, after(10), candidate.id)

    act(room.db, remove_and_enrol)
    assert [entry.sentence for entry in entries(room, candidate)] == ["Inscription ajoutée"]
    assert room.board(NOW).journals[candidate.id].more == 0
    assert len(candidate_journal.of_candidate(room.db, room.session.id, candidate.id)) == 1


def test_nobody_has_a_journal_before_anything_was_done(room: Room) -> None:
    assert room.board(NOW).journals == {}


@pytest.mark.parametrize("lines", [0, 80])
def test_one_question_reads_the_room_however_long_its_journal(room: Room, lines: int) -> None:
    for candidate in room.board(NOW).candidates:
        act(room.db, lambda db, of: write(db, room, db.get_one(Candidate, of), lines), candidate.id)
    asked: list[str] = []
    engine, number = room.db.get_bind(), room.session.id
    event.listen(engine, "before_cursor_execute", lambda *question: asked.append(question[2]))
    began = time.perf_counter()
    candidate_journal.of_session(room.db, number)
    print(f"{lines * 24} lines: {timedelta(seconds=time.perf_counter() - began).total_seconds() * 1000:.1f} ms")
    assert len(asked) == 1
