"""Two windows, machines or accounts for one test: the older goes on, the newer waits, an invigilator chooses."""

import pytest

from pwa.domain.errors import Illegal
from pwa.domain.visits import Verdict
from pwa.domain.windows import NO_OTHER_WINDOW, OTHER_RIVAL, RIVAL_SEATED
from pwa.models.base import begin_writing
from pwa.models.tables import Account, Candidate
from pwa.operations.requests import Step
from tests.cast import Register
from tests.room import NOW, Room, after


@pytest.fixture
def second(room: Room, candidate: Candidate) -> Candidate:
    """Léa, who works on one machine and has opened her test on another."""
    room.confirm(candidate, NOW)
    room.enter(candidate, NOW)
    room.hello(candidate, NOW, machine="one")
    assert room.hello(candidate, after(3), "window-2", machine="two") is Verdict.ASK
    return candidate


def test_the_older_window_goes_on_and_the_invigilator_is_told(room: Room, second: Candidate) -> None:
    alert = room.alert(second)
    assert (alert.kind, alert.detail) == ("second_window", "machine")
    assert room.beat(second, after(5)).held
    room.look(after(10))
    assert room.alert(second) is alert
    assert room.wait(second, after(11), again=True) is Step.WAITING


def test_another_window_of_the_same_machine_is_a_window(room: Room, second: Candidate) -> None:
    room.hello(second, after(4), "window-3", machine="one")
    assert room.alert(second).detail == ""


def test_when_the_older_falls_silent_it_is_a_return_and_a_beat_takes_it_back(room: Room, second: Candidate) -> None:
    assert room.look(after(7)) == [True]
    assert room.alerts(second) == ["resume_requested"]
    room.look(after(8))
    room.beat(second, after(9))
    room.wait(second, after(9), again=True)
    room.look(after(19))
    assert room.alerts(second) == ["resume_requested"]
    room.beat(second, after(20))
    room.look(after(20))
    assert room.alerts(second) == ["second_window"]


def test_a_beat_in_time_keeps_the_choice_open(room: Room, second: Candidate) -> None:
    for seconds in (5, 10, 15):
        room.beat(second, after(seconds))
        room.look(after(seconds + 4.9))
    assert room.journal().count("alert_raised") == 1


def test_a_goodbye_of_the_older_leaves_a_return(room: Room, second: Candidate) -> None:
    room.goodbye(second, after(5))
    room.look(after(9))
    assert room.alerts(second) == ["resume_requested"]


def test_a_reload_of_the_older_leaves_the_other_asking(room: Room, second: Candidate) -> None:
    alert = room.alert(second)
    room.goodbye(second, after(5))
    assert room.hello(second, after(6), "window-1b", "window-1", machine="one") is Verdict.GRANTED
    assert room.alert(second) is alert


def test_the_older_is_kept_and_the_newer_told_so_without_asking_again(room: Room, second: Candidate) -> None:
    alert = room.alert(second)
    room.keep(second, after(5))
    assert (second.request, alert.closed_why, room.journal()[-2:]) == (None, "kept_out", ["kept_out", "alert_closed"])
    assert room.wait(second, after(6), again=True) is Step.ELSEWHERE
    assert room.beat(second, after(6)).held
    assert room.alerts(second) == []


def test_a_page_opened_anew_asks_anew(room: Room, second: Candidate) -> None:
    room.keep(second, after(5))
    room.beat(second, after(9))
    assert room.wait(second, after(10), "page-2", "two") is Step.WAITING
    assert (second.kept_out, room.alerts(second)) == (None, ["second_window"])


def test_the_test_given_to_the_newer_leaves_the_older_elsewhere(room: Room, second: Candidate) -> None:
    room.resume(second, after(5))
    assert room.alerts(second) == []
    assert room.beat(second, after(6)).held
    room.enter(second, after(8))
    assert room.hello(second, after(9), "window-2", machine="two") is Verdict.GRANTED
    pulse = room.beat(second, after(10))
    assert (pulse.held, pulse.replaced) == (False, True)
    assert room.hello(second, after(11), "window-1b", "window-1", machine="one") is Verdict.ELSEWHERE
    assert (second.request, room.alerts(second), room.attempt(second).machine) == (None, [], "two")


def test_there_is_nothing_to_keep_once_the_older_is_silent(room: Room, second: Candidate) -> None:
    with pytest.raises(Illegal) as refused:
        room.keep(second, after(7))
    assert refused.value.sentence == NO_OTHER_WINDOW


def test_a_page_that_joined_elsewhere_names_its_machine_before_anybody_is_called(
    room: Room, candidate: Candidate, register: Register
) -> None:
    register(room.invigilator)
    room.confirm(candidate, NOW)
    room.enter(candidate, NOW)
    room.hello(candidate, NOW, machine="one")
    room.wait(candidate, after(3))
    assert room.alerts(candidate) == []
    room.wait(candidate, after(3.5), machine="two", again=True)
    assert (room.alert(candidate).detail, len(room.deliveries())) == ("machine", 1)


def test_a_page_that_names_no_machine_calls_all_the_same(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.wait(candidate, after(3))
    room.look(after(5))
    assert room.alert(candidate).detail == ""


def test_another_account_that_claims_the_place_calls_once(
    room: Room, candidate: Candidate, stranger: Account, colleague: Account
) -> None:
    assert room.claim(candidate, stranger, NOW)
    assert room.claim(candidate, stranger, after(30))
    assert room.claim(candidate, colleague, after(40))
    assert (room.alert(candidate).detail, room.journal().count("alert_raised")) == ("account", 1)
    assert (candidate.rival_id, candidate.rival_at) == (colleague.id, after(40))


def test_the_account_that_has_the_place_keeps_it(
    room: Room, candidate: Candidate, player: Account, stranger: Account, colleague: Account
) -> None:
    room.start(candidate, NOW)
    room.claim(candidate, stranger, NOW)
    room.keep(candidate, after(5))
    assert (candidate.account_id, candidate.rival_id, room.alerts(candidate)) == (player.id, None, [])
    assert room.beat(candidate, after(6)).held
    assert not room.claim(candidate, colleague, after(59))
    assert room.claim(candidate, colleague, after(60))


def test_an_account_turned_away_calls_nobody_for_five_minutes(
    room: Room, candidate: Candidate, stranger: Account
) -> None:
    room.claim(candidate, stranger, NOW)
    room.keep(candidate, after(5))
    assert not room.claim(candidate, stranger, after(304))
    assert room.claim(candidate, stranger, after(305))


def test_the_place_is_given_to_the_other_account(room: Room, candidate: Candidate, stranger: Account) -> None:
    room.start(candidate, NOW)
    room.claim(candidate, stranger, after(5))
    room.hand_over(candidate, after(10))
    attempt = room.attempt(candidate)
    assert (candidate.account_id, candidate.rival_id, attempt.epoch) == (stranger.id, None, None)
    assert not room.beat(candidate, after(11)).held
    assert room.hello(candidate, after(12), "window-2") is Verdict.ASK
    room.resume(candidate, after(20))
    room.enter(candidate, after(25))
    assert room.hello(candidate, after(26), "window-2") is Verdict.GRANTED


def test_a_place_is_given_to_the_account_that_was_shown_and_no_other(
    room: Room, candidate: Candidate, player: Account, stranger: Account, colleague: Account
) -> None:
    room.claim(candidate, stranger, NOW)
    room.claim(candidate, colleague, after(61))
    with pytest.raises(Illegal) as refused:
        room.hand_over(candidate, after(62), to=stranger)
    assert refused.value.sentence == OTHER_RIVAL
    assert (candidate.account_id, candidate.rival_id) == (player.id, colleague.id)


def test_a_confirmed_presence_is_not_handed_over_with_the_place(
    room: Room, candidate: Candidate, stranger: Account
) -> None:
    room.confirm(candidate, NOW)
    room.claim(candidate, stranger, after(5))
    room.hand_over(candidate, after(10))
    assert candidate.admitted_until is None


def test_an_account_that_sits_elsewhere_in_the_room_gets_no_second_place(
    room: Room, candidate: Candidate, neighbour: Candidate, player: Account
) -> None:
    begin_writing(room.db)
    neighbour.rival_id, neighbour.rival_at = player.id, NOW  # it joined the other place after it had claimed this one
    room.db.commit()
    with pytest.raises(Illegal) as refused:
        room.hand_over(neighbour, after(5))
    assert refused.value.sentence == RIVAL_SEATED


def test_an_account_that_sits_elsewhere_in_the_room_claims_nothing(
    room: Room, candidate: Candidate, neighbour: Candidate, player: Account
) -> None:
    assert not room.claim(neighbour, player, NOW)
    assert (neighbour.rival_id, room.alerts(neighbour)) == (None, [])


def test_a_claim_is_told_to_nobody_once_the_session_has_expired(
    room: Room, candidate: Candidate, neighbour: Candidate, stranger: Account
) -> None:
    room.start(candidate, NOW)
    assert room.claim(neighbour, stranger, after(5))
    assert room.claim(neighbour, stranger, after(hours=23))
    assert not room.claim(neighbour, stranger, after(hours=24))


def test_a_claim_ends_with_the_session(
    room: Room, candidate: Candidate, neighbour: Candidate, stranger: Account, staff: Account
) -> None:
    room.start(candidate, NOW)
    room.complete(candidate, after(60))
    room.claim(neighbour, stranger, after(70))
    room.close(after(80), {}, staff)
    assert (neighbour.rival_id, neighbour.rival_at, room.alerts(neighbour)) == (None, None, [])
    assert not room.claim(neighbour, stranger, after(90))


def test_a_test_that_is_over_or_a_session_that_is_closed_has_no_rival(
    room: Room, candidate: Candidate, neighbour: Candidate, stranger: Account
) -> None:
    room.start(candidate, NOW)
    room.claim(candidate, stranger, NOW)
    room.end(candidate, after(5))
    assert (candidate.rival_id, room.alerts(candidate)) == (None, [])
    assert not room.claim(candidate, stranger, after(90))
    room.finalise(after(100))
    assert not room.claim(neighbour, stranger, after(100))
