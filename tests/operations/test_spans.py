"""Every stretch of a test that was not plainly heard is kept, with what caused it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from pwa.models.tables import Candidate
from pwa.operations import journal
from tests.cast import Find
from tests.room import NOW, Room, after

Played = tuple[str, datetime, datetime | None]


def played(room: Room, candidate: Candidate) -> list[Played]:
    """Cause, beginning and end of each stretch."""
    room.db.expire_all()
    return [(span.cause, span.began_at, span.ended_at) for span in room.spans(candidate)]


def start(room: Room, candidate: Candidate, mono: float = 0) -> None:
    """A test begun at NOW, in a first window of a first machine, whose clock says `mono` then."""
    room.confirm(candidate, NOW)
    room.enter(candidate, NOW)
    room.hello(candidate, NOW, machine="machine-1")
    room.beat(candidate, NOW, mono=mono)


def fall_silent(room: Room, *moments: float) -> None:
    """Time passes without a sign of life."""
    for seconds in moments or (10, 15):
        room.look(after(seconds))


def test_a_page_that_is_heard_leaves_nothing(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    for seconds in range(5, 60, 5):
        room.beat(candidate, after(seconds), mono=seconds)
        room.look(after(seconds))
    assert played(room, candidate) == []


def test_a_silence_is_open_from_the_last_sign(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    fall_silent(room, 10)
    assert played(room, candidate) == [("unknown", NOW, None)]
    fall_silent(room, 15, 60)
    assert played(room, candidate) == [("unknown", NOW, None)]


def test_before_the_first_question_nothing_is_counted(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    room.enter(candidate, NOW)
    fall_silent(room)
    room.hello(candidate, after(20))
    assert played(room, candidate) == []


def test_a_closed_window_is_closed_until_a_page_comes_back(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.goodbye(candidate, after(6))
    room.look(after(10))
    assert played(room, candidate) == [("closed", after(6), None)]
    room.hello(candidate, after(60), "window-2", machine="machine-1")
    room.resume(candidate, after(70))
    room.enter(candidate, after(80))
    assert played(room, candidate) == [("closed", after(6), None)]
    room.hello(candidate, after(82), "window-2", machine="machine-1")
    assert played(room, candidate) == [("closed", after(6), after(82))]


def test_a_reload_is_told_apart(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.goodbye(candidate, after(6))
    room.hello(candidate, after(8), "window-2", "window-1", machine="machine-1")
    assert played(room, candidate) == [("reload", after(6), after(8))]


def test_fifty_reloads_call_nobody(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    moment = NOW
    for number in range(1, 51):
        moment += timedelta(seconds=5)
        room.goodbye(candidate, moment, f"window-{number}")
        room.look(moment)
        room.hello(candidate, moment + timedelta(seconds=2), f"window-{number + 1}", f"window-{number}")
        room.look(moment + timedelta(seconds=4))
    assert "alert_raised" not in room.journal()
    assert [(cause, ended is None) for cause, _, ended in played(room, candidate)] == [("reload", False)] * 50


def test_signs_kept_meanwhile_tell_that_the_network_was_cut(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    fall_silent(room)
    room.beat(candidate, after(62), mono=62, late=11)
    room.beat(candidate, after(62.1), mono=62.1, late=0)
    room.look(after(62.2))
    assert played(room, candidate) == [("network", NOW, after(62.1))]
    assert room.spans(candidate)[0].late_beats == 11


def test_signs_that_could_not_have_been_made_are_not_believed(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    fall_silent(room)
    room.beat(candidate, after(20), late=2_000_000_000)
    room.look(after(20))
    assert room.spans(candidate)[0].late_beats == 11


def test_a_laptop_that_slept(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    fall_silent(room)
    room.beat(candidate, after(600), mono=4)
    room.look(after(600))
    assert played(room, candidate) == [("asleep", NOW, after(600))]


def test_a_page_that_did_not_run_while_its_clock_did(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    fall_silent(room)
    room.beat(candidate, after(600), mono=600)
    room.look(after(600))
    assert played(room, candidate) == [("frozen", NOW, after(600))]


def test_a_page_without_a_clock_stays_unexplained(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    fall_silent(room)
    room.beat(candidate, after(60))
    room.look(after(60))
    assert played(room, candidate) == [("unknown", NOW, after(60))]


@pytest.mark.parametrize(("machine", "cause"), [("machine-1", "crash"), ("machine-2", "moved"), (None, "crash")])
def test_a_new_page_without_a_goodbye(room: Room, candidate: Candidate, machine: str | None, cause: str) -> None:
    start(room, candidate)
    fall_silent(room)
    room.hello(candidate, after(60), "window-2", machine=machine)
    room.resume(candidate, after(70))
    room.enter(candidate, after(80))
    room.look(after(80))
    room.hello(candidate, after(82), "window-2", machine=machine)
    assert played(room, candidate) == [(cause, NOW, after(82))]
    assert room.attempt(candidate).machine == machine or machine is None


def test_a_page_hidden_then_seen(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.beat(candidate, after(5), visible=False)
    room.look(after(5))
    assert played(room, candidate) == [("hidden", after(5), None)]
    room.beat(candidate, after(40))
    room.look(after(40))
    assert played(room, candidate) == [("hidden", after(5), after(40))]


def test_a_page_hidden_then_silent_is_hidden_then_lost(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.beat(candidate, after(5), visible=False, mono=5)
    room.look(after(5))
    room.look(after(80))
    assert played(room, candidate) == [("hidden", after(5), after(5)), ("unknown", after(5), None)]
    room.beat(candidate, after(125), mono=125, late=20)
    room.look(after(125))
    assert played(room, candidate)[1] == ("network", after(5), after(125))


def test_a_hidden_page_slowed_down_to_a_sign_a_minute_is_never_lost(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.beat(candidate, after(5), visible=False)
    for second in range(5, 605):
        if second % 60 == 4:
            room.beat(candidate, after(second), visible=False)
        room.look(after(second))
    assert played(room, candidate) == [("hidden", after(5), None)]
    assert room.alerts(candidate) == ["tab_hidden"]
    assert room.journal().count("alert_raised") == 1


def test_a_hidden_page_that_is_closed_is_told_at_once(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.beat(candidate, after(5), visible=False)
    room.look(after(5))
    room.goodbye(candidate, after(20))
    room.look(after(24))
    assert played(room, candidate) == [("hidden", after(5), after(20)), ("closed", after(20), None)]
    assert room.alerts(candidate) == ["window_closed"]


def test_a_hidden_page_that_is_loaded_again(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.beat(candidate, after(5), visible=False)
    room.look(after(5))
    room.goodbye(candidate, after(20))
    room.hello(candidate, after(22), "window-2", "window-1")
    assert played(room, candidate) == [("hidden", after(5), after(20)), ("reload", after(20), after(22))]


def test_a_lost_page_that_says_goodbye_is_closed(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    fall_silent(room)
    room.goodbye(candidate, after(60))
    room.look(after(64))
    assert played(room, candidate) == [("closed", NOW, None)]


@pytest.mark.parametrize("gone", [(15,), (10, 15), ()])
def test_the_end_of_a_test_closes_what_is_open(room: Room, candidate: Candidate, gone: tuple[int, ...]) -> None:
    start(room, candidate)
    for seconds in gone:
        room.look(after(seconds))
    room.end(candidate, after(60))
    assert played(room, candidate) == ([("unknown", NOW, after(60))] if gone else [])


def test_a_test_reopened_while_its_page_is_away_goes_on_being_lost(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    fall_silent(room)
    room.end(candidate, after(60))
    room.reopen(candidate, after(90))
    ended, away = ("ended", after(60), after(90)), ("unknown", after(90), None)
    assert played(room, candidate) == [("unknown", NOW, after(60)), ended, away]


# The room


@pytest.fixture
def row_of_desks(room: Room, enrolled: Find) -> list[Candidate]:
    """Four candidates in their test since NOW."""
    names = ("ABADIE", "BÂ", "BERTRAND", "CHEVALIER-LEFÈVRE")
    desks = [enrolled(name) for name in names]
    for candidate in desks:
        start(room, candidate)
    return desks


def test_many_that_fall_silent_at_once_are_the_room(room: Room, row_of_desks: list[Candidate]) -> None:
    *cut, heard = row_of_desks
    room.beat(heard, after(14), mono=14)
    fall_silent(room)
    for candidate in cut:
        room.beat(candidate, after(60), mono=60, late=11)
        room.look(after(60))
    assert [played(room, candidate) for candidate in cut] == [[("room", NOW, after(60))]] * 3


def test_two_are_not_the_room(room: Room, row_of_desks: list[Candidate]) -> None:
    first, second, *heard = row_of_desks
    for candidate in heard:
        room.beat(candidate, after(14), mono=14)
    fall_silent(room)
    for candidate in (first, second):
        room.beat(candidate, after(20), mono=20, late=3)
        room.look(after(20))
    assert [played(room, candidate)[0][0] for candidate in (first, second)] == ["network"] * 2


def test_the_first_one_back_is_told_with_the_others(room: Room, row_of_desks: list[Candidate]) -> None:
    first, second, third, heard = row_of_desks
    for candidate in (second, third, heard):
        room.beat(candidate, after(5), mono=5)
    room.look(after(10))
    room.beat(first, after(12), mono=12, late=1)
    room.look(after(12))
    assert played(room, first)[0][0] == "network"
    version = first.version
    room.beat(heard, after(14), mono=14)
    room.look(after(15))
    room.beat(second, after(40), mono=40, late=6)
    room.look(after(40))
    assert [played(room, candidate)[0][0] for candidate in (first, second)] == ["room", "room"]
    assert first.version > version


# Our own absences


@pytest.fixture
def away(room: Room) -> Callable[[float, float], None]:
    """The web is here, away from one moment to another, and here again."""

    def leave(gone: float, back: float) -> None:
        room.web_signs(NOW, after(gone), after(back))

    return leave


def test_while_the_web_is_away_nobody_is_late(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.web_signs(NOW, after(1), after(2))
    for second in range(3, 300):
        room.look(after(second))
    assert (played(room, candidate), room.alerts(candidate)) == ([], [])


def test_after_the_web_is_back_everybody_has_their_full_delay(
    room: Room, candidate: Candidate, away: Callable[[float, float], None]
) -> None:
    start(room, candidate)
    away(2, 12)
    for second in range(13, 27):
        room.web_signs(after(second))
        room.look(after(second))
    assert room.alerts(candidate) == []
    room.look(after(27))
    assert room.alerts(candidate) == ["connection_lost"]


def test_what_could_not_be_heard_is_ours(
    room: Room, candidate: Candidate, away: Callable[[float, float], None]
) -> None:
    start(room, candidate)
    room.beat(candidate, after(1), mono=1)
    version = candidate.version
    away(2, 12)
    assert played(room, candidate) == [("ours", after(1), after(12))]
    assert candidate.version > version
    assert journal.lines(room.db, room.session.id)[-1].details == {"seconds": 10}
    assert "web_gap" in room.journal()
    assert journal.first_broken(room.db, room.session.id) is None


def test_a_silence_that_outlasts_ours_begins_where_ours_ended(
    room: Room, candidate: Candidate, away: Callable[[float, float], None]
) -> None:
    start(room, candidate)
    away(2, 12)
    for second in range(13, 30):
        room.web_signs(after(second))
        room.look(after(second))
    assert played(room, candidate) == [("ours", NOW, after(12)), ("unknown", after(12), None)]


def test_a_page_back_with_us_was_kept_away_by_us(
    room: Room, candidate: Candidate, away: Callable[[float, float], None]
) -> None:
    start(room, candidate)
    room.look(after(10))
    away(4, 12)
    room.beat(candidate, after(13), mono=13, late=1)
    room.look(after(13))
    assert played(room, candidate) == [("ours", NOW, after(13))]


def test_a_short_absence_of_the_web_is_nobody_s_business(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.web_signs(NOW, after(3.9))
    assert (played(room, candidate), "web_gap" in room.journal()) == ([], False)


def test_the_watcher_s_absence_does_not_explain_a_silence(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.look(after(10))
    room.watcher_back(after(11))
    room.watcher_back(after(60))
    room.look(after(60))
    room.look(after(70))
    assert played(room, candidate) == [("unknown", NOW, after(60)), ("unknown", after(60), None)]


def test_a_page_that_was_silent_when_the_web_went_away_is_ours_no_more_than_that(
    room: Room, candidate: Candidate
) -> None:
    start(room, candidate)
    room.look(after(10))
    room.web_signs(NOW, after(8))
    room.look(after(15))
    assert played(room, candidate) == [("ours", NOW, after(15))]
    room.web_signs(after(20))
    room.beat(candidate, after(21), mono=21)
    room.look(after(35))
    assert [cause for cause, _, _ in played(room, candidate)] == ["ours", "ours"]
    assert room.alerts(candidate) == []


def test_the_web_s_first_sign_is_no_return(room: Room, candidate: Candidate) -> None:
    start(room, candidate)
    room.web_signs(after(14))
    room.look(after(15))
    assert room.alerts(candidate) == ["connection_lost"]
