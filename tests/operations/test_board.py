"""The board: each candidate's line, the alerts by urgency, counters that lose nobody, and what changed since."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate
from pwa.operations import board, changes, claims
from pwa.operations.board import Board
from pwa.operations.candidate_lines import CandidateLine
from pwa.operations.times import EndLine
from tests.acting import act
from tests.cast import Find
from tests.room import NOW, Room, after


def line_of(read: Board, candidate: Candidate) -> CandidateLine:
    return next(line for line in read.candidates if line.id == candidate.id)


def test_the_board_names_its_room(room: Room) -> None:
    read = room.board(NOW)
    assert (read.number, read.site, read.room) == (room.session.id, "Lycée Camille Guérin", "Salle B204")
    assert (read.starts_at, read.zone, read.access_code) == (NOW, "Europe/Paris", room.session.access_code)
    assert (read.version, read.now) == (room.session.version, NOW)


def test_the_candidates_are_in_the_order_of_their_names(room: Room) -> None:
    names = [line.last_name for line in room.board(NOW).candidates]
    assert names[:6] == ["ABADIE", "BÂ", "BERTRAND", "CHEVALIER-LEFÈVRE", "D'AUBIGNÉ", "DE LA TOUR DU PIN"]
    assert names[-1] == "ŻÓŁTOWSKI"
    assert len(names) == 24


def test_two_of_one_name_are_in_the_order_of_their_births(room: Room) -> None:
    born = [line.birth_date for line in room.board(NOW).candidates if line.last_name == "DUPONT"]
    assert born == sorted(born)


def test_a_candidate_expected_can_be_confirmed(room: Room, candidate: Candidate) -> None:
    line = line_of(room.board(NOW), candidate)
    assert (line.full_name, line.initials, line.search) == ("Léa ABADIE", "L. A.", "lea abadie")
    assert (line.state, line.state_label, line.signal) == ("expected", "Attendu", "expected")
    assert (line.actions, line.main_action, line.groups) == (("confirm", "absent"), "confirm", ("expected",))
    assert (line.connectivity, line.question, line.ends_at) == (None, None, None)


def test_a_candidate_present_shows_until_when(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    line = line_of(room.board(after(60)), candidate)
    assert (line.state, line.state_label, line.groups) == ("authorised", "Présent", ("present",))
    assert (line.admitted_until, line.actions, line.main_action) == (after(minutes=15), ("cancel",), None)


def test_a_candidate_in_the_test_shows_their_clock_and_their_signs(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.answer(candidate, after(5), 1, ([0], ""))
    line = line_of(room.board(after(6)), candidate)
    assert (line.state, line.groups, line.question) == ("running", ("running",), 2)
    assert (line.started_at, line.ends_at, line.time_is_over) == (NOW, after(minutes=105), False)
    assert (line.connectivity, line.connectivity_label, line.signal) == ("connected", "connecté", "connected")
    assert (line.actions, line.main_action) == (("resume", "grant", "end"), None)


def test_a_closed_window_is_among_those_to_see(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(6))
    room.look(after(10))
    line = line_of(room.board(after(11)), candidate)
    assert (line.connectivity_label, line.connectivity_since) == ("fenêtre fermée", after(6))
    assert (line.signal, line.groups) == ("lost", ("running", "attention"))
    assert [alert.sentence for alert in line.alerts] == ["fenêtre fermée"]
    room.resume(candidate, after(20))
    line = line_of(room.board(after(20)), candidate)
    assert (line.signal, line.groups) == ("present", ("running",))


def test_a_request_is_answered_in_one_tap(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    line = line_of(room.board(after(1)), candidate)
    assert (line.request, line.requested_at) == ("entry", NOW)
    assert (line.main_action, line.signal, line.groups) == ("confirm", "ask", ("expected", "attention"))


def test_time_over_is_shown_by_the_clock_itself(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    assert line_of(room.board(after(minutes=105)), candidate).time_is_over


def test_a_test_that_is_over_shows_its_reason_and_no_action(
    room: Room, candidate: Candidate, colleague: Account
) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    line = line_of(room.board(after(61), colleague), candidate)
    assert line.end == EndLine("Terminé par un surveillant.", "Claire Moreau", None)
    assert (line.state_label, line.ended_at) == ("Terminé par le surveillant", after(60))
    assert (line.actions, line.main_action, line.groups, line.signal) == ((), None, ("over",), "over")
    assert (line.connectivity, line.question, line.time_is_over) == (None, None, False)


def test_the_counters_lose_nobody(room: Room, candidate: Candidate, neighbour: Candidate, enrolled: Find) -> None:
    room.start(candidate, NOW)
    room.end(candidate, NOW)
    room.start(neighbour, NOW)
    room.confirm(enrolled("FAURE"), NOW)
    room.mark_absent(enrolled("MARTIN"), NOW)
    counters = room.board(after(1)).counters
    assert (counters.expected, counters.present, counters.running, counters.over) == (21, 1, 1, 1)
    assert (counters.enrolled, counters.attention) == (24, 0)


def test_the_most_urgent_alert_comes_first_then_the_oldest(
    room: Room, candidate: Candidate, neighbour: Candidate, enrolled: Find
) -> None:
    asking = enrolled("FAURE")
    room.wait(asking, after(-30))
    room.start(neighbour, NOW)
    room.start(candidate, after(2))
    room.look(after(20))
    read = room.board(after(20))
    assert [alert.candidate_id for alert in read.alerts] == [neighbour.id, candidate.id, asking.id]
    assert [alert.severity for alert in read.alerts] == [1, 1, 3]


def test_an_alert_taken_is_mine_or_a_colleague_s(
    db: Session, room: Room, candidate: Candidate, colleague: Account
) -> None:
    room.let_in(colleague, NOW)
    room.wait(candidate, NOW)
    alert_id = room.alert(candidate).id
    act(db, lambda db: claims.claim(changes.begin(db, room.session.id, "", NOW), alert_id, colleague))
    assert [(alert.claimed_by, alert.mine) for alert in room.board(NOW).alerts] == [("Karim Haddad", False)]
    assert [alert.mine for alert in room.board(NOW, colleague).alerts] == [True]


def test_what_changed_since_a_version(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    since = room.board(NOW).version
    room.confirm(candidate, NOW)
    assert [line.id for line in room.board(NOW).changed_since(since)] == [candidate.id]
    room.confirm(neighbour, NOW)
    assert {line.id for line in room.board(NOW).changed_since(since)} == {candidate.id, neighbour.id}
    assert room.board(NOW).changed_since(room.board(NOW).version) == ()


def test_a_version_is_read_alone(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    assert board.version(room.db, room.session.id) == room.session.version


@pytest.mark.parametrize(("seconds", "heard"), [(14, 2), (15, 1), (20, 0)])
def test_the_pulse_counts_who_was_heard_within_fifteen_seconds(
    room: Room, candidate: Candidate, neighbour: Candidate, seconds: int, heard: int
) -> None:
    room.start(candidate, NOW)
    room.start(neighbour, after(5))
    read = room.board(after(seconds))
    assert (read.heard, read.running) == (heard, 2)


def test_who_said_goodbye_is_not_heard(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(1))
    assert room.board(after(2)).heard == 0


def test_a_lapsed_confirmation_is_expected_again_before_anybody_looked(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    line = line_of(room.board(after(minutes=15) + timedelta(microseconds=1)), candidate)
    assert (line.state, line.actions) == ("expected", ("confirm", "absent"))


def test_a_candidate_absent_can_still_be_let_in(room: Room, candidate: Candidate) -> None:
    room.mark_absent(candidate, NOW)
    line = line_of(room.board(NOW), candidate)
    assert (line.state_label, line.signal, line.groups) == ("Absent", "absent", ("expected",))
    assert (line.actions, line.main_action) == (("confirm", "expect"), "confirm")
