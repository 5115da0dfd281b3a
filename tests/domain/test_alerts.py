"""What calls the invigilator, for each thing that can be known of a candidate."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from pwa.domain.alerts import MANNERS, Cause, Kind, causes, sentence
from pwa.domain.attempts import Move
from pwa.domain.facts import Connectivity, Ending, Facts, Reported, Request
from pwa.domain.outages import SENTENCES, Culprit
from tests.domain.known import MICROSECOND, NOW, after, taking

STARTED = {"started_at": NOW, "ends_at": after(minutes=105)}


def kinds(facts: Facts, now: datetime) -> list[Kind]:
    return [cause.kind for cause in causes(facts, now)]


def test_nobody_is_called_for_somebody_expected() -> None:
    assert causes(Facts(), NOW) == ()


def test_a_request_to_enter_calls_since_it_was_made() -> None:
    facts = Facts(request=Request.ENTRY, requested_at=NOW, request_seen_at=NOW)
    assert causes(facts, after(30)) == (Cause(Kind.ENTRY_REQUESTED, NOW),)


def test_a_confirmed_presence_answers_the_request() -> None:
    facts = Facts(request=Request.ENTRY, requested_at=NOW, admitted_until=after(minutes=15))
    assert causes(facts, NOW) == ()


def test_a_confirmation_that_ran_out_calls_from_that_moment() -> None:
    facts = Facts(admitted_until=after(minutes=15))
    assert causes(facts, after(minutes=15) - MICROSECOND) == ()
    assert causes(facts, after(minutes=20)) == (Cause(Kind.ADMISSION_LAPSED, after(minutes=15)),)


def test_a_request_after_a_lapsed_confirmation_calls_once() -> None:
    facts = Facts(request=Request.ENTRY, requested_at=after(60), admitted_until=NOW)
    assert kinds(facts, after(60)) == [Kind.ENTRY_REQUESTED]


def test_a_quiet_test_calls_nobody() -> None:
    assert causes(taking(**STARTED), after(5)) == ()


@pytest.mark.parametrize(
    ("known", "now", "cause"),
    [
        ({}, after(15), Cause(Kind.CONNECTION_LOST, NOW)),
        ({"goodbye_at": after(1)}, after(5), Cause(Kind.WINDOW_CLOSED, after(1))),
        ({"hidden_since": after(-10)}, NOW, Cause(Kind.TAB_HIDDEN, after(-10))),
    ],
)
def test_a_window_that_is_gone_calls_since_its_last_sign(known: dict[str, Any], now: datetime, cause: Cause) -> None:
    assert causes(taking(**known), now) == (cause,)


@pytest.mark.parametrize(
    ("known", "now"),
    [
        ({}, after(15) - MICROSECOND),
        ({"goodbye_at": NOW}, after(4) - MICROSECOND),
        ({"hidden_since": after(-10) + MICROSECOND}, NOW),
    ],
)
def test_a_window_that_may_be_back_calls_nobody_yet(known: dict[str, Any], now: datetime) -> None:
    assert causes(taking(**known), now) == ()


def test_a_request_to_come_back_stands_for_the_closed_window() -> None:
    facts = Facts(request=Request.RESUME, requested_at=after(60), test=taking(goodbye_at=NOW).test)
    assert causes(facts, after(61)) == (Cause(Kind.RESUME_REQUESTED, after(60)),)


@pytest.mark.parametrize("request_", [None, Request.RESUME])
def test_an_authorised_return_answers_what_came_before_it(request_: Request | None) -> None:
    facts = Facts(admitted_until=after(minutes=15), test=taking(goodbye_at=NOW).test, request=request_)
    assert causes(facts, after(minutes=15) - MICROSECOND) == ()


def test_an_authorised_return_that_ran_out_answers_nothing() -> None:
    facts = Facts(admitted_until=after(minutes=15), test=taking(goodbye_at=NOW).test)
    assert kinds(facts, after(minutes=15)) == [Kind.WINDOW_CLOSED]


@pytest.mark.parametrize(
    ("known", "kind"),
    [
        ({"last_heartbeat_at": after(5)}, Kind.CONNECTION_LOST),
        ({"goodbye_at": after(5)}, Kind.WINDOW_CLOSED),
        ({"last_heartbeat_at": after(20), "hidden_since": after(5)}, Kind.TAB_HIDDEN),
    ],
)
def test_an_authorised_return_answers_nothing_that_happens_after(known: dict[str, Any], kind: Kind) -> None:
    facts = replace(taking(**known), admitted_until=after(minutes=15))
    assert kinds(facts, after(20)) == [kind]


@pytest.mark.parametrize(
    ("minutes", "detail", "kind"),
    [(90, "15", Kind.TIME_NEARLY_OVER), (100, "5", Kind.TIME_NEARLY_OVER), (105, "", Kind.TIME_OVER)],
)
def test_the_clock_calls_at_fifteen_five_and_no_minutes(minutes: int, detail: str, kind: Kind) -> None:
    now = after(minutes=minutes)
    assert causes(taking(**STARTED, last_heartbeat_at=now), now) == (Cause(kind, now, detail),)


def test_the_clock_calls_when_the_session_says() -> None:
    now = after(minutes=75)
    known = {**STARTED, "last_heartbeat_at": now, "warnings": (30, 10)}
    assert causes(taking(**known), now) == (Cause(Kind.TIME_NEARLY_OVER, now, "30"),)


def test_the_clock_and_the_window_call_together() -> None:
    assert kinds(taking(**STARTED), after(minutes=105)) == [Kind.CONNECTION_LOST, Kind.TIME_OVER]


def test_the_clock_calls_even_while_a_return_is_authorised() -> None:
    facts = replace(taking(**STARTED, goodbye_at=NOW), admitted_until=after(minutes=110))
    assert kinds(facts, after(minutes=105)) == [Kind.TIME_OVER]


@pytest.mark.parametrize("ending", [ending for ending in Ending if ending is not Ending.RUNNING])
def test_a_test_that_is_over_calls_nobody(ending: Ending) -> None:
    facts = replace(taking(**STARTED, state=ending, goodbye_at=NOW), request=Request.RESUME, requested_at=NOW)
    assert causes(facts, after(hours=3)) == ()


def test_our_own_absence_is_nobody_s_silence() -> None:
    facts = replace(taking(), resumed_at=after(60))
    assert causes(facts, after(74)) == ()
    assert causes(facts, after(75)) == (Cause(Kind.CONNECTION_LOST, NOW),)


def test_those_known_to_be_gone_before_our_absence_are_gone_still() -> None:
    facts = replace(taking(connectivity=Connectivity.LOST), resumed_at=after(60))
    assert kinds(facts, after(60)) == [Kind.CONNECTION_LOST]


def test_two_warnings_of_a_kind_are_told_apart() -> None:
    fifteen, five = Cause(Kind.TIME_NEARLY_OVER, NOW, "15"), Cause(Kind.TIME_NEARLY_OVER, NOW, "5")
    assert fifteen.key != five.key


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words(kind: Kind) -> None:
    assert MANNERS[kind].sentence
    nearly = kind is Kind.TIME_NEARLY_OVER
    words = "fin dans moins de 5 min" if nearly else MANNERS[kind].sentence
    assert sentence(kind, "5" if nearly else "") == words


def test_what_stays_on_the_board_is_not_pushed() -> None:
    assert {kind for kind, manner in MANNERS.items() if not manner.pushed} == {Kind.TAB_HIDDEN, Kind.ADMISSION_LAPSED}


def test_what_is_pushed_calls_until_somebody_comes_except_an_end_that_comes_near() -> None:
    silent = {kind for kind, manner in MANNERS.items() if not manner.calls}
    assert silent == {Kind.TAB_HIDDEN, Kind.ADMISSION_LAPSED, Kind.TIME_NEARLY_OVER}


def test_somebody_gone_comes_before_somebody_who_asks_and_time_comes_last() -> None:
    gone, asks, clock = Kind.WINDOW_CLOSED, Kind.RESUME_REQUESTED, Kind.TIME_NEARLY_OVER
    assert MANNERS[gone].severity < MANNERS[asks].severity < MANNERS[clock].severity
    assert max(manner.severity for manner in MANNERS.values()) == MANNERS[clock].severity


def test_a_request_is_answered_by_the_move_that_lets_in() -> None:
    answers = {kind: manner.answer for kind, manner in MANNERS.items() if manner.answer}
    assert answers == {
        Kind.RESUME_REQUESTED: Move.RESUME,
        Kind.QUESTION_REPORT: Move.DECIDE,
        Kind.ENTRY_REQUESTED: Move.CONFIRM,
        Kind.ADMISSION_LAPSED: Move.CONFIRM,
        Kind.TIME_OVER: Move.END,
    }


def asking(**known: Any) -> Facts:
    """A candidate whose second window asks for the test since NOW, on the machine « two »."""
    test = taking(**({"machine": "one"} | known)).test
    return Facts(request=Request.RESUME, requested_at=NOW, request_machine="two", test=test)


def test_a_window_that_asks_while_another_is_heard_is_a_second_one() -> None:
    facts = replace(asking(), request_machine="one")
    assert causes(facts, after(6)) == (Cause(Kind.SECOND_WINDOW, NOW),)


def test_on_another_machine_it_says_so() -> None:
    assert causes(asking(), NOW) == (Cause(Kind.SECOND_WINDOW, NOW, "machine"),)
    assert sentence(Kind.SECOND_WINDOW, "machine") == "test ouvert sur un autre ordinateur"


@pytest.mark.parametrize("known", [{"last_heartbeat_at": after(-7)}, {"goodbye_at": NOW}, {"epoch": None}])
def test_a_first_window_that_is_gone_leaves_one_that_asks_to_resume(known: dict[str, Any]) -> None:
    assert causes(asking(**known), NOW) == (Cause(Kind.RESUME_REQUESTED, NOW),)


def test_a_window_is_not_called_second_before_it_could_name_its_machine() -> None:
    facts = replace(asking(), request_machine=None)
    assert causes(facts, after(2) - MICROSECOND) == ()
    assert causes(facts, after(2)) == (Cause(Kind.SECOND_WINDOW, NOW),)


def test_an_authorised_second_window_calls_nobody() -> None:
    assert causes(replace(asking(), admitted_until=after(minutes=15)), NOW) == ()


@pytest.mark.parametrize("test", [None, taking().test])
def test_another_account_calls_before_and_during_the_test(test: Any) -> None:
    facts = Facts(rival_id=7, rival_at=NOW, test=test)
    assert causes(facts, after(1)) == (Cause(Kind.SECOND_WINDOW, NOW, "account"),)
    assert sentence(Kind.SECOND_WINDOW, "account") == "un autre compte demande cette place"


def test_a_report_calls_whatever_the_window_does() -> None:
    facts = replace(taking(goodbye_at=NOW), reported=Reported(4, NOW))
    assert set(kinds(facts, after(4))) == {Kind.QUESTION_REPORT, Kind.WINDOW_CLOSED}
    assert Cause(Kind.QUESTION_REPORT, NOW, "4") in causes(facts, after(4))
    assert sentence(Kind.QUESTION_REPORT, "4") == "problème, question 4"


def test_a_test_that_is_over_has_no_report() -> None:
    assert causes(replace(taking(state=Ending.COMPLETED), reported=Reported(4, NOW)), NOW) == ()


def test_an_outage_tells_the_loss_of_those_it_holds_and_nothing_else() -> None:
    assert causes(replace(taking(), held=True), after(15)) == ()
    assert causes(replace(taking(goodbye_at=NOW), held=True), after(4)) == ()
    hidden = replace(taking(hidden_since=after(-10)), held=True)
    assert kinds(hidden, NOW) == [Kind.TAB_HIDDEN]
    asks = replace(hidden, request=Request.RESUME, requested_at=NOW)
    assert kinds(replace(asks, test=taking(goodbye_at=NOW).test), NOW) == [Kind.RESUME_REQUESTED]


@pytest.mark.parametrize("culprit", Culprit)
def test_an_outage_names_the_culprit(culprit: Culprit) -> None:
    assert sentence(Kind.ROOM_OUTAGE, culprit.value) == SENTENCES[culprit]
