"""Duty: which phones can be counted on, and what a look at one finds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pwa.domain.duty import Phone, Verdict, Watched, Why, is_alive, judge, next_look, why_not_ready
from tests.room import NOW, after

READY = Phone(on_duty=True, active=True, proved_at=NOW, silent_since=None)
QUIET = Watched(
    duty_at=NOW, seen_at=NOW, shown_at=None, active=True, alive=True,
    checked_at=None, reached_at=None, unshown=0, awaited_at=None, lost_at=None, resumed_at=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("phone", "why"),
    [
        (READY, None),
        (replace(READY, on_duty=False), Why.AWAY),
        (replace(READY, active=False), Why.GONE),
        (replace(READY, proved_at=None), Why.UNPROVED),
        (replace(READY, silent_since=NOW), Why.SILENT),
        (replace(READY, proved_at=after(hours=-24)), Why.OLD),
    ],
)
def test_a_phone_is_ready_or_one_knows_why(phone: Phone, why: Why | None) -> None:
    assert why_not_ready(phone, after(1)) == why


def test_ten_minutes_unheard_ask_and_twenty_seconds_without_an_answer_tell() -> None:
    assert judge(QUIET, after(minutes=9.9)) is Verdict.WAIT
    assert next_look(QUIET, Verdict.WAIT, after(1)) == after(minutes=10)
    assert judge(QUIET, after(minutes=10)) is Verdict.CHECK
    asked = replace(QUIET, checked_at=after(minutes=10), reached_at=after(601))
    assert judge(asked, after(620)) is Verdict.WAIT
    assert next_look(asked, Verdict.WAIT, after(620)) == after(621)
    assert judge(asked, after(621)) is Verdict.LOST
    assert judge(replace(asked, shown_at=after(603)), after(621)) is Verdict.WAIT
    assert judge(replace(asked, seen_at=after(603)), after(621)) is Verdict.WAIT


def test_what_the_push_service_did_not_take_accuses_no_phone() -> None:
    asked = replace(QUIET, checked_at=after(600))
    assert judge(asked, after(659)) is Verdict.WAIT
    assert judge(asked, after(660)) is Verdict.CHECK


def test_an_absence_of_ours_after_the_question_has_it_asked_again() -> None:
    asked = replace(QUIET, checked_at=after(600), reached_at=after(601), resumed_at=after(610))
    assert judge(asked, after(640)) is Verdict.CHECK


def test_two_alerts_unshown_tell_unless_the_board_is_in_front() -> None:
    unshown = replace(QUIET, unshown=2)
    assert judge(unshown, after(39)) is Verdict.WAIT
    assert next_look(unshown, Verdict.WAIT, after(39)) == after(40)
    assert judge(unshown, after(40)) is Verdict.LOST
    one = replace(unshown, unshown=1, awaited_at=after(55))
    assert judge(one, after(40)) is Verdict.WAIT
    assert next_look(one, Verdict.WAIT, after(40)) == after(55)


def test_a_subscription_that_is_gone_tells_at_once() -> None:
    assert judge(replace(QUIET, active=False), after(1)) is Verdict.LOST


def test_a_session_where_nothing_happens_asks_nothing() -> None:
    idle = replace(QUIET, alive=False, active=False, unshown=3)
    assert judge(idle, after(hours=3)) is Verdict.WAIT
    assert next_look(idle, Verdict.WAIT, after(hours=3)) == after(hours=3, minutes=1)


def test_a_lost_phone_is_asked_again_until_it_is_heard() -> None:
    lost = replace(QUIET, lost_at=after(700), checked_at=after(600), reached_at=after(601))
    assert judge(lost, after(819)) is Verdict.WAIT
    assert judge(lost, after(820)) is Verdict.CHECK
    assert judge(replace(lost, checked_at=after(820)), after(830)) is Verdict.WAIT
    found = replace(lost, shown_at=after(821))
    assert judge(found, after(821)) is Verdict.FOUND
    assert next_look(found, Verdict.FOUND, after(821)) == after(1421)
    assert judge(replace(found, active=False), after(821)) is Verdict.WAIT


def test_duty_lasts_a_day() -> None:
    assert judge(QUIET, after(hours=24)) is Verdict.LAPSED
    assert next_look(QUIET, Verdict.LAPSED, after(hours=24)) is None


def test_a_session_is_alive_while_somebody_is_there_and_around_its_beginning() -> None:
    hour = timedelta(hours=1)
    assert is_alive(True, NOW, NOW + 3 * hour)
    assert is_alive(False, NOW, NOW - hour)
    assert not is_alive(False, NOW, NOW - hour - timedelta(seconds=1))
    assert not is_alive(False, NOW, NOW + 2 * hour)
