"""Looking at a candidate stores what time alone has changed, raises and closes alerts, and says when to look again."""

import pytest

from pwa.domain.attempts import State
from pwa.domain.visits import Verdict
from pwa.models.tables import Alert, Candidate
from pwa.operations import looks
from pwa.operations.requests import Step
from tests.acting import act
from tests.room import NOW, Room, after


def test_a_quiet_test_is_looked_at_and_nothing_is_seen(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.beat(candidate, after(5))
    version = room.session.version
    attempt.look_at = after(6)
    room.db.commit()
    assert room.look(after(6)) == [False]
    assert (attempt.look_at, room.session.version) == (after(15), version)


def test_silence_is_unstable_then_lost_then_called(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    assert room.look(after(10)) == [True]
    assert (attempt.connectivity, room.alerts(candidate)) == ("unstable", [])
    assert room.look(after(15)) == [True]
    assert (attempt.connectivity, attempt.connectivity_since) == ("lost", NOW)
    assert room.alerts(candidate) == ["connection_lost"]


def test_a_lost_window_is_called_once(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    assert room.look(after(16)) == []
    assert not act(room.db, looks.look, candidate.id, after(30))
    assert room.journal().count("alert_raised") == 1


def test_a_window_that_comes_back_closes_its_alert(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    alert = room.alert(candidate)
    room.beat(candidate, after(40))
    assert room.look(after(40)) == [True]
    assert (alert.closed_at, alert.closed_why) == (after(40), "resolved")


def test_a_window_lost_again_is_called_again(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    room.beat(candidate, after(40))
    room.look(after(40))
    room.look(after(55))
    assert room.journal().count("alert_raised") == 2
    assert room.alert(candidate).since == after(40)


def test_a_closed_window_is_called_after_four_seconds(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.goodbye(candidate, after(6))
    assert room.look(after(9)) == []
    assert room.look(after(10)) == [True]
    assert (attempt.connectivity, room.alert(candidate).since) == ("closed", after(6))


def test_a_lost_window_that_said_goodbye_is_a_closed_one(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    room.goodbye(candidate, after(60))
    room.look(after(64))
    assert room.alerts(candidate) == ["window_closed"]


def test_a_hidden_page_is_called_after_ten_seconds_and_shown_again_is_not(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(5), visible=False)
    room.look(after(5))
    room.beat(candidate, after(10), visible=False)
    room.look(after(10))
    assert room.alerts(candidate) == []
    room.look(after(15))
    assert room.alerts(candidate) == ["tab_hidden"]
    room.beat(candidate, after(16))
    room.look(after(16))
    assert room.alerts(candidate) == []


def test_a_confirmation_that_ran_out_is_told(room: Room, candidate: Candidate) -> None:
    room.confirm(candidate, NOW)
    assert room.look(after(minutes=15)) == [True]
    assert room.alerts(candidate) == ["admission_lapsed"]
    room.confirm(candidate, after(minutes=16))
    assert room.alerts(candidate) == []


def test_an_authorised_return_that_ran_out_calls_for_the_closed_window_again(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.goodbye(candidate, after(6))
    room.look(after(10))
    room.resume(candidate, after(60))
    assert room.alerts(candidate) == []
    room.look(after(60, minutes=15))
    assert room.alerts(candidate) == ["window_closed"]


def test_an_authorised_return_is_taken_back_from_a_window_that_came_back_by_itself(
    room: Room, candidate: Candidate
) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    room.resume(candidate, after(20))
    room.look(after(24))
    assert "resume_not_needed" not in room.journal()
    room.beat(candidate, after(25))
    room.look(after(25))
    assert (candidate.admitted_until, room.alerts(candidate)) == (None, [])
    assert room.journal()[-2:] == ["resume_not_needed", "connectivity"]
    assert room.wait(candidate, after(26), "page-2", "two") is Step.WAITING
    assert room.alerts(candidate) == ["second_window"]


def test_a_window_heard_for_a_moment_only_has_no_more_use_for_its_return(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    room.resume(candidate, after(20))
    room.beat(candidate, after(25))
    room.look(after(36))
    assert candidate.admitted_until is None
    room.look(after(40))
    assert room.alerts(candidate) == ["connection_lost"]


def test_a_return_authorised_for_another_window_stays_until_it_is_used(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.hello(candidate, after(3), "window-2", machine="two")
    room.resume(candidate, after(6))
    room.look(after(15))
    room.beat(candidate, after(20))
    room.look(after(20))
    assert (candidate.admitted_until, room.attempt(candidate).connectivity) == (after(6, minutes=15), "connected")
    room.enter(candidate, after(30))
    assert room.hello(candidate, after(31), "window-2", machine="two") is Verdict.GRANTED


def test_an_authorised_return_is_not_taken_back_because_we_were_away(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.look(after(10))
    room.resume(candidate, after(12))
    room.watcher_back(after(14))
    room.look(after(15))
    assert (attempt.connectivity, candidate.admitted_until) == ("connected", after(12, minutes=15))


def test_a_window_back_by_itself_is_called_for_when_it_closes_for_all_its_authorised_return(
    room: Room, candidate: Candidate
) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    room.resume(candidate, after(30))
    room.beat(candidate, after(40))
    room.goodbye(candidate, after(60))
    room.look(after(64))
    assert room.alerts(candidate) == ["window_closed"]


@pytest.mark.parametrize(
    ("minutes", "kind", "detail"),
    [(90, "time_nearly_over", "15"), (100, "time_nearly_over", "5"), (105, "time_over", "")],
)
def test_the_clock_calls_at_fifteen_five_and_no_minutes(
    room: Room, candidate: Candidate, minutes: int, kind: str, detail: str
) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(minutes=minutes))
    assert room.look(after(minutes=minutes)) == [True]
    alert = room.alert(candidate)
    assert (alert.kind, alert.detail, alert.since) == (kind, detail, after(minutes=minutes))


def test_each_warning_takes_the_place_of_the_one_before(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    for minutes in (90, 100, 105):
        room.beat(candidate, after(minutes=minutes))
        room.look(after(minutes=minutes))
    raised = room.db.query(Alert).order_by(Alert.id).all()
    assert [alert.closed_at for alert in raised] == [after(minutes=100), after(minutes=105), None]


def test_reaching_the_end_stops_nothing_by_itself(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(minutes=110))
    room.look(after(minutes=110))
    assert room.state(candidate, after(minutes=110)) is State.RUNNING


def test_a_test_expires_a_day_after_its_start(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.look(after(minutes=110))
    assert room.look(after(hours=24)) == [True]
    assert room.state(candidate, after(hours=24)) is State.ENDED_BY_EXPIRY
    assert (attempt.ended_at, attempt.look_at) == (after(hours=24), None)
    assert room.alerts(candidate) == []


def test_an_expired_test_leaves_nothing_waiting(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(minutes=110))
    room.hello(candidate, after(hours=24, seconds=-10), "window-2")
    room.look(after(hours=24))
    assert (candidate.request, candidate.look_at) == (None, None)


def test_after_our_own_absence_nobody_is_late(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    room.watcher_back(after(60))
    assert room.look(after(60)) == [False]
    assert attempt.look_at == after(70)
    room.look(after(75))
    assert room.alert(candidate).since == NOW


def test_after_our_own_absence_those_gone_are_not_called_again(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(15))
    room.watcher_back(after(60))
    assert not act(room.db, looks.look, candidate.id, after(60))
    assert room.journal().count("alert_raised") == 1


def test_the_most_overdue_come_first(room: Room, candidate: Candidate, neighbour: Candidate) -> None:
    room.start(neighbour, NOW)
    room.start(candidate, after(3))
    assert looks.due(room.db, after(12)) == [neighbour.id]
    assert looks.due(room.db, after(13)) == [neighbour.id, candidate.id]


def test_a_candidate_due_twice_is_looked_at_once(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    candidate.look_at = attempt.look_at
    room.db.commit()
    assert looks.due(room.db, after(10)) == [candidate.id]


def test_somebody_who_could_not_be_looked_at_is_put_off(room: Room, candidate: Candidate) -> None:
    attempt = room.start(candidate, NOW)
    act(room.db, looks.put_off, candidate.id, after(20))
    assert (attempt.look_at, candidate.look_at) == (after(20), None)
    assert looks.due(room.db, after(15)) == []
