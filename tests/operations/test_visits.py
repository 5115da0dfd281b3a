"""A test page says hello: it holds the test, waits for another's goodbye, or the candidate must ask."""

import pytest

from pwa.domain.errors import Missing
from pwa.domain.visits import Verdict
from pwa.models.tables import Candidate
from pwa.operations import visits
from pwa.operations.visits import Hello
from tests.acting import act
from tests.cast import Find
from tests.room import NOW, Room, after


def test_the_first_page_holds_the_test_and_starts_the_clock(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    attempt = room.enter(candidate, after(5))
    assert room.hello(candidate, after(8)) is Verdict.GRANTED
    assert (attempt.epoch, attempt.started_at) == ("window-1", after(8))
    assert attempt.ends_at == after(8, minutes=105)


def test_the_first_start_starts_the_session(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.start(candidate, after(60))
    room.start(neighbour, after(90))
    assert room.session.started_at == after(60)


def test_the_end_counts_the_extra_time(room: Room, enrolled: Find) -> None:
    maelys = enrolled("CHEVALIER-LEFÈVRE")
    assert room.start(maelys, NOW).ends_at == after(minutes=139.65)


def test_a_reload_goes_on_without_asking(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    assert room.hello(candidate, after(12), "window-2", "window-1") is Verdict.GRANTED
    assert (attempt.epoch, attempt.goodbye_at, attempt.started_at) == ("window-2", None, NOW)


def test_a_reload_calls_nobody(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.hello(candidate, after(12), "window-2", "window-1")
    room.look(after(14))
    assert "alert_raised" not in room.journal()


def test_a_reload_whose_goodbye_is_on_its_way_waits_for_it(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    assert room.hello(candidate, after(10), "window-2", "window-1", 0) is Verdict.WAIT
    room.goodbye(candidate, after(10.2))
    assert room.hello(candidate, after(10.5), "window-2", "window-1", 0.5) is Verdict.GRANTED


def test_a_reload_that_waits_moves_no_board(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    version, journal = room.session.version, room.journal()
    room.hello(candidate, after(10), "window-2", "window-1", 0)
    assert (room.session.version, room.journal()) == (version, journal)


def test_a_duplicate_that_asks_again_is_one_request(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    for seconds in (14, 20):
        room.hello(candidate, after(seconds), "window-2")
    assert (candidate.requested_at, room.journal().count("asked")) == (after(14), 1)


def test_a_goodbye_that_comes_after_the_new_window_changes_nothing(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.hello(candidate, after(11), "window-2", "window-1")
    room.goodbye(candidate, after(12), "window-1")
    assert (attempt.epoch, attempt.goodbye_at) == ("window-2", None)


def test_a_duplicate_tab_asks_and_the_first_one_goes_on(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    assert room.hello(candidate, after(14), "window-2", "window-1", 4) is Verdict.ASK
    assert room.alerts(candidate) == ["resume_requested"]
    assert room.beat(candidate, after(15)).held


def test_another_machine_asks_even_just_after_a_goodbye(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    assert room.hello(candidate, after(11), "machine-2") is Verdict.ASK
    assert candidate.request == "resume"


def test_a_window_closed_too_long_asks(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.look(after(14))
    assert room.hello(candidate, after(14), "window-2", "window-1") is Verdict.ASK
    assert room.alerts(candidate) == ["resume_requested"]


def test_the_same_page_comes_back_from_a_silence_without_asking(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(10))
    room.look(after(15))
    assert room.alerts(candidate) == ["connection_lost"]
    assert room.hello(candidate, after(300)) is Verdict.GRANTED
    assert room.alerts(candidate) == []


def test_an_authorised_return_gives_the_test_to_the_new_machine(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.hello(candidate, after(60), "machine-2")
    room.resume(candidate, after(70))
    room.enter(candidate, after(80))
    assert room.hello(candidate, after(81), "machine-2") is Verdict.GRANTED
    assert (attempt.epoch, room.alerts(candidate)) == ("machine-2", [])


def test_a_page_opened_long_after_the_code_asks(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.enter(candidate, NOW)
    assert room.hello(candidate, after(minutes=2)) is Verdict.ASK


@pytest.mark.parametrize("previous", [None, "window-1"])
def test_a_page_of_a_test_that_is_over_changes_nothing(room: Room, candidate: Candidate, previous: str | None) -> None:
    attempt = room.start(candidate, NOW)
    room.end(candidate, after(60))
    room.hello(candidate, after(70), "window-2", previous)
    assert (attempt.epoch, attempt.state, candidate.request) == ("window-1", "ended_by_invigilator", None)


def test_a_test_that_does_not_exist_is_missing(room: Room) -> None:
    with pytest.raises(Missing):
        act(room.db, visits.hello, 99_999, Hello("window-1", None, 0), NOW)


def test_a_start_and_each_window_are_in_the_journal(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    assert room.journal()[-2:] == ["test_started", "window_opened"]
