"""A candidate who may not enter yet is recorded as asking, kept as long as they are heard, and let in by an answer."""

import pytest

from pwa.domain.errors import Illegal
from pwa.models.tables import Candidate
from pwa.operations import requests
from pwa.operations.requests import Step
from tests.room import NOW, Room, after


def test_a_candidate_who_waits_is_recorded_as_asking_to_enter(room: Room, candidate: Candidate) -> None:
    assert room.wait(candidate, NOW) is Step.WAITING
    assert (candidate.request, candidate.requested_at, candidate.request_seen_at) == ("entry", NOW, NOW)
    assert room.alerts(candidate) == ["entry_requested"]


def test_a_candidate_who_was_in_asks_to_come_back(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    assert room.wait(candidate, after(60)) is Step.WAITING
    assert candidate.request == "resume"
    assert room.alerts(candidate) == ["resume_requested"]


def test_asking_again_is_one_request(room: Room, candidate: Candidate) -> None:
    for seconds in range(0, 60, 2):
        room.wait(candidate, after(seconds))
    assert candidate.requested_at == NOW
    assert room.journal().count("asked") == 1
    assert room.alert(candidate).since == NOW


def test_a_page_that_waits_writes_every_twenty_seconds_only(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    room.wait(candidate, after(19))
    assert candidate.request_seen_at == NOW
    room.wait(candidate, after(20))
    assert candidate.request_seen_at == after(20)


def test_a_page_that_waits_moves_no_board(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    version = room.session.version
    room.wait(candidate, after(20))
    assert room.session.version == version


def test_the_answer_unlocks_the_page_and_takes_the_request_away(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    room.confirm(candidate, after(5))
    assert room.wait(candidate, after(6)) is Step.CODE
    assert (candidate.request, candidate.requested_at, candidate.request_seen_at) == (None, None, None)
    assert room.alerts(candidate) == []


def test_the_answer_to_a_return_unlocks_the_page_too(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.wait(candidate, after(60))
    room.resume(candidate, after(70))
    assert room.wait(candidate, after(71)) is Step.CODE


def test_an_answer_that_ran_out_makes_the_page_ask_again(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    assert room.wait(candidate, after(minutes=15)) is Step.WAITING
    assert candidate.requested_at == after(minutes=15)


def test_a_cancelled_confirmation_makes_the_page_ask_again(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.cancel(candidate, after(5))
    assert room.wait(candidate, after(6)) is Step.WAITING
    assert room.alerts(candidate) == ["entry_requested"]


def test_a_page_that_fell_silent_is_forgotten(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    assert room.look(after(89)) == []
    assert room.look(after(90)) == [True]
    assert (candidate.request, room.alerts(candidate)) == (None, [])
    assert room.journal()[-2:] == ["request_forgotten", "alert_closed"]


def test_a_page_heard_meanwhile_is_not_forgotten(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    room.wait(candidate, after(30))
    assert room.look(after(90)) == []
    assert room.look(after(120)) == [True]


def test_a_page_that_is_closed_takes_its_request_back(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    room.stop_waiting(candidate, after(10))
    assert room.look(after(13)) == []
    assert room.look(after(14)) == [True]
    assert (candidate.request, candidate.request_left_at) == (None, None)
    assert (alert.closed_at, alert.closed_why) == (after(14), "withdrawn")
    assert room.journal()[-2:] == ["request_withdrawn", "alert_closed"]


def test_a_page_that_is_loaded_again_goes_on_asking(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    version = room.session.version
    for seconds in range(0, 100, 2):
        room.stop_waiting(candidate, after(seconds), f"page-{seconds}")
        room.wait(candidate, after(seconds + 1), f"page-{seconds + 2}")
        assert room.look(after(seconds + 1)) == []
    assert (room.session.version, candidate.requested_at) == (version, NOW)


def test_what_a_closed_page_had_asked_arrives_too_late(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    room.stop_waiting(candidate, after(10))
    room.wait(candidate, after(10))
    assert room.look(after(14)) == [True]
    assert room.alerts(candidate) == []


def test_a_page_that_comes_back_later_asks_anew(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    room.stop_waiting(candidate, after(10))
    room.look(after(14))
    room.wait(candidate, after(20))
    assert (candidate.requested_at, room.alerts(candidate)) == (after(20), ["entry_requested"])


def test_a_late_word_of_a_closed_page_changes_nothing(room: Room, candidate: Candidate) -> None:
    room.wait(candidate, NOW)
    room.confirm(candidate, after(5))
    room.stop_waiting(candidate, after(6))
    assert (candidate.request_left_at, candidate.look_at) == (None, after(5, minutes=15))


def test_a_request_to_come_back_that_is_withdrawn_leaves_the_closed_window_to_call(
    room: Room, candidate: Candidate
) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.wait(candidate, after(60))
    room.stop_waiting(candidate, after(70))
    room.look(after(74))
    assert room.alerts(candidate) == ["window_closed"]


def test_a_request_forgotten_leaves_the_closed_window_to_call(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.wait(candidate, after(60))
    room.look(after(150))
    assert room.alerts(candidate) == ["window_closed"]
    assert room.alert(candidate).since == after(10)


def test_a_test_that_is_over_leads_to_its_end(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.end(candidate, after(60))
    assert room.wait(candidate, after(61)) is Step.OVER
    assert candidate.request is None


def test_completing_a_test_takes_the_request_of_another_window_away(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.hello(candidate, after(5), "window-2")
    room.complete(candidate, after(60))
    assert (candidate.request, room.alerts(candidate)) == (None, [])


@pytest.mark.parametrize("hours", [24, 48])
def test_nobody_asks_a_session_a_day_after_its_first_start(
    room: Room, candidate: Candidate, neighbour: Candidate, hours: int
) -> None:
    room.start(neighbour, NOW)
    with pytest.raises(Illegal) as refused:
        room.wait(candidate, after(hours=hours))
    assert refused.value.code == "session_closed"


def test_a_step_alone_records_nothing(room: Room, candidate: Candidate) -> None:
    assert requests.step(room.db, candidate, NOW) is Step.WAITING
    assert candidate.request is None
