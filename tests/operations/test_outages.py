"""A room that falls silent is one alert; whoever stays away when it is back is called for alone."""

import pytest

from pwa.models.tables import Account, Alert, AlertEvent, Candidate
from pwa.operations import centres, looks, outage_turns
from pwa.operations.alert_lines import Held
from tests.acting import act
from tests.cast import Create, Register
from tests.crossing import cross
from tests.operations.crowd import alerts_of, beat, open_alerts, opened, outage, sit_down, watch
from tests.room import WINDOW, Room, after


@pytest.fixture
def seated(room: Room) -> list[Candidate]:
    """Nine candidates, all heard at NOW."""
    return sit_down(room, 9)


def test_a_room_that_falls_silent_is_one_alert(room: Room, seated: list[Candidate], register: Register) -> None:
    register(room.invigilator)
    watch(room, 0, 20)
    assert open_alerts(room) == ["room_outage"]
    assert len(room.deliveries()) == 1
    assert outage_turns.held_by(room.db, outage(room).id) == {candidate.id for candidate in seated}
    assert (outage(room).since, outage(room).raised_at) == (after(0), after(15))


def test_nobody_is_called_for_alone_before_the_outage_whatever_the_phases(room: Room, seated: list[Candidate]) -> None:
    for number, candidate in enumerate(seated):
        room.beat(candidate, after(number / 2))
    watch(room, 5, 30)
    assert [alert.closed_why for alert in alerts_of(room, "connection_lost")] == ["folded"] * 9
    assert open_alerts(room) == ["room_outage"]


def test_two_of_nine_are_two_alerts(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 20, seated[2:])
    assert open_alerts(room) == ["connection_lost"] * 2


def test_three_of_nine_are_one_and_the_others_go_on(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 20, seated[3:])
    assert open_alerts(room) == ["room_outage"]
    assert [candidate.outage_id for candidate in seated[3:]] == [None] * 6


def test_those_called_for_a_moment_before_are_folded_in(room: Room, seated: list[Candidate]) -> None:
    """Two windows are closed, then the network goes."""
    room.goodbye(seated[0], after(1))
    room.look(after(5))
    alone = room.alert(seated[0])
    watch(room, 6, 20)
    assert (alone.closed_why, alone.folded_into_id) == ("folded", outage(room).id)
    assert seated[0].outage_id == outage(room).id


def test_one_lost_long_before_keeps_an_alert_of_its_own(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 60, seated[1:])
    watch(room, 61, 90)
    assert open_alerts(room) == ["connection_lost", "room_outage"]
    assert room.alerts(seated[0]) == ["connection_lost"]


def test_windows_closed_together_are_told_so(room: Room, seated: list[Candidate]) -> None:
    for candidate in seated[:4]:
        room.goodbye(candidate, after(3))
    watch(room, 4, 8, seated[4:])
    assert outage(room).detail == "windows"
    assert open_alerts(room) == ["room_outage"]


def test_a_room_that_loads_its_pages_again_is_no_outage(room: Room, seated: list[Candidate]) -> None:
    """One of them takes more than four seconds, and is called for alone."""
    room.goodbye(seated[0], after(1))
    for candidate in seated[1:]:
        room.goodbye(candidate, after(4))
    room.look(after(5))
    for candidate in seated[1:]:
        room.hello(candidate, after(5.5), "window-2", WINDOW, 1.5)
    room.look(after(9))
    assert open_alerts(room) == ["window_closed"]


def test_a_hidden_page_joins_when_its_own_time_is_over(room: Room, seated: list[Candidate]) -> None:
    room.beat(seated[0], after(1), visible=False)
    watch(room, 2, 80)
    assert seated[0].outage_id == outage(room).id
    assert room.alerts(seated[0]) == []


def test_while_it_lasts_who_is_lost_later_alone_is_called_for(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 60, seated[4:])
    watch(room, 61, 90, seated[5:])
    assert open_alerts(room) == ["room_outage", "connection_lost"]
    assert room.alerts(seated[4]) == ["connection_lost"]


def test_it_closes_when_everybody_is_back(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 60)
    watch(room, 61, 70, seated)
    assert (open_alerts(room), outage(room).closed_why) == ([], "returned")
    assert {candidate.outage_id for candidate in seated} == {None}


def test_whoever_is_missing_a_minute_after_the_return_is_called_for_alone(
    room: Room, seated: list[Candidate], register: Register
) -> None:
    register(room.invigilator)
    watch(room, 0, 60)
    watch(room, 61, 121, seated[2:])
    assert outage(room).returned_at == after(62)
    assert open_alerts(room) == ["room_outage"]
    watch(room, 122, 123, seated[2:])
    assert open_alerts(room) == ["connection_lost"] * 2
    assert [alert.raised_at for alert in alerts_of(room)[-2:]] == [after(123)] * 2
    assert len([ring for ring in room.deliveries() if ring.purpose == "ring" and ring.step == 0]) == 3
    assert outage(room).closed_why == "missing"
    words = [event.word for event in room.db.query(AlertEvent).filter(AlertEvent.alert_id == alerts_of(room)[-1].id)]
    assert words[0] == "reopened"


def test_half_of_the_room_is_no_return(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 60)
    watch(room, 61, 150, seated[5:])
    assert outage(room).returned_at is None
    assert open_alerts(room) == ["room_outage"]


def test_called_for_alone_they_raise_no_outage_again(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 60)
    watch(room, 61, 160, seated[4:])
    assert len(alerts_of(room, "room_outage")) == 1
    assert open_alerts(room) == ["connection_lost"] * 4


def test_a_room_cut_off_again_waits_again(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 60)
    watch(room, 61, 80, seated[2:])
    watch(room, 81, 150)
    assert open_alerts(room) == ["room_outage"]
    assert (outage(room).returned_at, outage(room).since) == (None, after(80))
    watch(room, 151, 213, seated[2:])
    assert open_alerts(room) == ["connection_lost"] * 2


def test_a_second_outage_is_a_second_alert(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 60)
    watch(room, 61, 80, seated)
    watch(room, 81, 100)
    assert [alert.closed_why for alert in alerts_of(room, "room_outage")] == ["returned", None]


def test_one_heard_for_a_moment_only_does_not_close_it(room: Room, seated: list[Candidate]) -> None:
    """The first who is lost comes back while the others are about to be."""
    beat(room, seated[1:], 3)
    watch(room, 4, 15)
    watch(room, 16, 30, seated[:1])
    assert open_alerts(room) == ["room_outage"]
    assert len(alerts_of(room, "room_outage")) == 1


def test_it_closes_when_all_are_heard_before_they_were_lost(room: Room, seated: list[Candidate]) -> None:
    beat(room, seated[1:], 6)
    watch(room, 7, 15)
    assert open_alerts(room) == ["room_outage"]
    watch(room, 16, 22, seated)
    assert open_alerts(room) == []


def test_those_held_still_ask_to_come_back(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 20)
    room.hello(seated[0], after(30), "window-2")
    assert room.alerts(seated[0]) == ["resume_requested"]
    assert seated[0].outage_id is None


def test_a_request_that_is_forgotten_leaves_them_held(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 20)
    room.hello(seated[0], after(30), "window-2")
    watch(room, 31, 130)
    assert (room.alerts(seated[0]), seated[0].outage_id) == ([], outage(room).id)


def test_a_return_authorised_and_an_end_answer_for_those_held(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 20)
    room.resume(seated[0], after(30))
    room.end(seated[1], after(30))
    assert [seated[0].outage_id, seated[1].outage_id] == [None, None]
    assert outage(room).returned_at is None
    watch(room, 31, 40, seated[2:])
    assert open_alerts(room) == []


def test_an_authorised_return_that_ran_out_calls(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 20)
    room.resume(seated[0], after(30))
    watch(room, 31, 40, seated[1:])
    beat(room, seated[1:], 929)
    room.look(after(930))
    assert room.alerts(seated[0]) == ["connection_lost"]


def test_our_own_absences_raise_nothing(room: Room, seated: list[Candidate]) -> None:
    for seconds in range(0, 6):
        room.web_signs(after(seconds))
        room.watcher_back(after(seconds))
    for seconds in range(6, 60):
        room.watcher_back(after(seconds))
        room.look(after(seconds))
    assert open_alerts(room) == []
    for seconds in range(60, 90):
        room.web_signs(after(seconds))
        room.watcher_back(after(seconds))
        watch(room, seconds, seconds, seated)
    assert alerts_of(room) == []


def test_a_watcher_that_was_away_raises_one_outage_when_nobody_came_back(room: Room, seated: list[Candidate]) -> None:
    room.watcher_back(after(1))
    room.watcher_back(after(60))
    watch(room, 60, 74)
    assert open_alerts(room) == []
    watch(room, 75, 76)
    assert open_alerts(room) == ["room_outage"]


def test_two_watchers_raise_one_outage(room: Room, seated: list[Candidate]) -> None:
    one, other = (candidate.id for candidate in seated[:2])
    cross(room.db, lambda db: looks.look(db, one, after(15)), lambda db: looks.look(db, other, after(15)))
    assert open_alerts(room) == ["room_outage"]
    assert outage_turns.held_by(room.db, outage(room).id) == {one, other}


def test_two_watchers_end_it_once(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 60)
    watch(room, 61, 121, seated[2:])
    one, other = (candidate.id for candidate in seated[:2])
    cross(room.db, lambda db: looks.look(db, one, after(122)), lambda db: looks.look(db, other, after(122)))
    assert open_alerts(room) == ["connection_lost"] * 2
    assert room.journal().count("alert_closed") == 1


def test_the_other_rooms_of_the_centre_tell_whose_failure_it_is(
    room: Room, seated: list[Candidate], create: Create
) -> None:
    other = opened(room, create(1))
    beside = sit_down(other, 4)
    beat(other, beside, 5)
    watch(room, 6, 17)
    assert outage(room).detail == "centre"
    watch(other, 18, 30)
    assert outage(other).detail == "centre"


def test_an_outage_is_told_wider_when_another_room_follows(room: Room, seated: list[Candidate], create: Create) -> None:
    other = opened(room, create(1))
    beside = sit_down(other, 4)
    beat(other, beside, 9)
    watch(room, 10, 15)
    assert outage(room).detail == ""
    watch(room, 16, 20)
    assert outage(room).detail == "centre"
    assert outage(room).version == room.session.version


def test_rooms_of_two_centres_that_are_all_silent_are_everywhere(
    room: Room, seated: list[Candidate], create: Create, staff: Account
) -> None:
    far = create(1)
    far.centre_id = act(room.db, centres.add, "Collège Jean Moulin", staff, after(0)).id
    room.db.commit()
    sit_down(opened(room, far), 2)
    watch(room, 0, 15)
    assert outage(room).detail == "everywhere"


def test_a_room_that_is_heard_clears_the_others(room: Room, seated: list[Candidate], create: Create) -> None:
    other = opened(room, create(1))
    beside = sit_down(other, 4)
    for seconds in range(0, 60, 2):
        beat(other, beside, seconds)
        watch(room, seconds, seconds + 1)
    assert outage(room).detail == ""


def test_a_finalised_session_leaves_no_outage(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 20)
    for candidate in seated:
        room.end(candidate, after(30))
    assert open_alerts(room) == []
    assert room.db.query(Alert).filter(Alert.closed_at.is_(None)).count() == 0


def test_on_the_board_an_outage_is_to_see_once(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 20)
    read = room.board(after(20))
    assert (read.counters.attention, len(read.alerts), read.heard) == (1, 1, 0)
    (line,) = read.alerts
    assert line.held == Held(9, tuple(shown.full_name for shown in read.candidates if shown.id in ids(seated)))
    assert (line.sentence, line.candidate_id, line.action) == ("réseau de la salle coupé", None, None)
    rows = [shown for shown in read.candidates if shown.id in ids(seated)]
    assert {(row.connectivity_label, row.signal, row.groups, row.alerts) for row in rows} == {
        ("signal perdu", "lost", ("running", "attention"), ())
    }


def test_on_the_board_those_who_come_back_are_counted(room: Room, seated: list[Candidate]) -> None:
    watch(room, 0, 60)
    watch(room, 61, 70, seated[:6])
    (line,) = room.board(after(70)).alerts
    assert line.held
    assert (line.held.hit, line.held.back, len(line.held.missing)) == (9, 6, 3)


def ids(candidates: list[Candidate]) -> set[int]:
    return {candidate.id for candidate in candidates}
