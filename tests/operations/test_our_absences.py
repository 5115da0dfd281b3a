"""Our own absences cost nobody anything, and never blind us."""

from pwa.domain.visits import Verdict
from pwa.models.tables import Candidate
from pwa.operations import absences
from tests.room import NOW, Room, after


def test_a_web_that_hears_signs_of_life_is_not_away(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    """Served by something that does not sign (flask run, another server) after a day under gunicorn."""
    room.web_signs(after(hours=-24))
    room.start(candidate, NOW)
    room.start(neighbour, NOW)
    for seconds in range(0, 120, 5):
        room.watcher_back(after(seconds))
        room.beat(neighbour, after(seconds))
        room.look(after(seconds))
    assert room.alerts(candidate) == ["connection_lost"]


def test_a_web_that_signs_too_slowly_does_not_blind_for_ever(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    for seconds in range(0, 300):
        room.watcher_back(after(seconds))
        if seconds % 5 == 0:
            room.web_signs(after(seconds))
        room.look(after(seconds))
    assert room.alerts(candidate) == ["connection_lost"]


def test_a_clock_put_right_does_not_blind(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    for moment in (0, 3600, 2, 3):
        room.watcher_back(after(moment))
        room.web_signs(after(moment))
    room.beat(candidate, after(4))
    for seconds in range(4, 300):
        room.watcher_back(after(seconds))
        room.web_signs(after(seconds))
        room.look(after(seconds))
    assert room.alerts(candidate) == ["connection_lost"]


def test_a_page_heard_just_before_the_web_went_away_proves_nothing(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    room.start(candidate, NOW)
    room.start(neighbour, NOW)
    room.web_signs(NOW, after(1), after(2))
    room.beat(neighbour, after(2.9))
    for seconds in range(3, 120):
        room.look(after(seconds))
    assert room.alerts(candidate) == []


def test_the_first_page_heard_after_an_absence_ends_it_for_nobody_else(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    """It may come before the web's own sign."""
    room.start(candidate, NOW)
    room.start(neighbour, NOW)
    room.web_signs(NOW, after(1))
    room.beat(neighbour, after(60))
    room.look(after(60.5))
    room.web_signs(after(61))
    room.look(after(62))
    assert room.alerts(candidate) == []
    assert absences.resumed_at(room.db, after(62)) == after(61)


def test_a_web_that_restarts_twice_is_waited_for_twice(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.web_signs(NOW, after(10), after(22))
    for seconds in range(22, 37):
        room.web_signs(after(seconds))
        room.look(after(seconds))
    assert room.alerts(candidate) == []
    room.look(after(37))
    assert room.alerts(candidate) == ["connection_lost"]


def test_a_web_that_is_heard_has_no_absence_in_the_journal(
    room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    room.start(candidate, NOW)
    room.start(neighbour, NOW)
    room.web_signs(NOW)
    for seconds in range(5, 60, 5):
        room.beat(neighbour, after(seconds))
    room.web_signs(after(60))
    assert "web_gap" not in room.journal()
    assert absences.of_web(room.db, after(60)) is None


def test_after_the_clock_was_put_right_an_absence_is_still_seen(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.web_signs(NOW, after(3600), after(2))
    assert absences.of_web(room.db, after(2)) is None
    assert absences.resumed_at(room.db, after(10)) == after(10)


def test_a_reload_while_we_were_away_is_the_same_visit(room: Room, candidate: Candidate) -> None:
    """Its goodbye met nobody."""
    room.start(candidate, NOW)
    room.beat(candidate, after(10))
    room.web_signs(after(10), after(16))
    room.hello(candidate, after(16.5), "window-2", "window-1")
    assert room.hello(candidate, after(21), "window-2", "window-1", waited=4.5) is Verdict.GRANTED


def test_a_goodbye_just_before_we_went_away_is_the_same_visit(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.web_signs(after(10))
    room.goodbye(candidate, after(10.2))
    room.web_signs(after(15.5))
    assert room.hello(candidate, after(15.8), "window-2", "window-1") is Verdict.GRANTED


def test_a_page_that_said_goodbye_just_before_we_went_away_still_answers(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.web_signs(after(10))
    room.goodbye(candidate, after(10.2))
    room.web_signs(after(15.5))
    assert room.beat(candidate, after(16)).held
    room.answer(candidate, after(16), 1, ([0], ""))
    assert attempt.question == 2
    assert not room.beat(candidate, after(19.5)).held


def test_a_window_closed_long_before_we_went_away_asks(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(1))
    room.web_signs(after(10), after(60))
    assert room.hello(candidate, after(60.5), "window-2", "window-1") is Verdict.ASK


def test_a_reload_long_after_our_return_asks(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.web_signs(after(10), after(60))
    assert room.hello(candidate, after(80), "window-2", "window-1", waited=4) is Verdict.ASK


def test_another_machine_asks_after_our_absence_too(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.web_signs(after(10), after(60))
    assert room.hello(candidate, after(60.5), "machine-2") is Verdict.ASK


def test_a_duplicate_of_a_window_heard_since_our_return_asks(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.web_signs(after(10), after(60))
    room.beat(candidate, after(60.2))
    assert room.hello(candidate, after(60.5), "window-2", "window-1", waited=4) is Verdict.ASK


def test_a_request_outlives_our_absence(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    room.web_signs(NOW)
    room.watcher_back(after(130))
    room.look(after(130))
    room.web_signs(after(131))
    room.wait(candidate, after(131.5), again=True)
    assert room.alert(candidate) is alert


def test_a_reload_of_a_page_that_asks_outlives_our_absence(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    room.web_signs(NOW)
    room.stop_waiting(candidate, after(0.5))
    for seconds in range(5, 20):
        room.look(after(seconds))
    room.web_signs(after(20))
    room.wait(candidate, after(22), "page-2")
    room.look(after(25))
    assert room.alert(candidate) is alert


def test_a_page_that_asks_and_stays_silent_after_our_return_is_forgotten(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    room.web_signs(NOW, after(60))
    for seconds in range(60, 150):
        room.web_signs(after(seconds))
        room.look(after(seconds))
    assert candidate.request == "entry"
    room.look(after(150))
    assert candidate.request is None
