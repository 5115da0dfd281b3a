"""How a test is over, in the words of each side; when it ends by itself; who may take an end back, and until when."""

from datetime import datetime

import pytest

from pwa.domain import endings
from pwa.domain.attempts import LABELS, Move, State, refusal
from pwa.domain.endings import NEVER_STARTED, NOT_YOURS, OUT_OF_TIME, TOO_LATE, WORDS, words
from pwa.domain.facts import Ending
from tests.domain.known import MICROSECOND, NOW, a_test, after, taking

CLAIRE, KARIM = 1, 2
ENDED = {"state": Ending.BY_INVIGILATOR, "ended_at": NOW, "ended_by": CLAIRE}
STARTED = {"started_at": NOW, "ends_at": after(minutes=105)}


def test_every_end_has_its_own_words_for_both_sides() -> None:
    assert WORDS.keys() == set(Ending) - {Ending.RUNNING}
    told = [*WORDS.values(), OUT_OF_TIME, NEVER_STARTED]
    for side in ("invigilator", "candidate"):
        assert len({getattr(one, side) for one in told}) == len(told)
    assert len({one.label for one in told}) == len(told) - 1  # two are « Délai dépassé »


def test_the_labels_of_the_table_are_those_words() -> None:
    assert {State(ending): one.label for ending, one in WORDS.items()}.items() <= LABELS.items()


def test_an_expired_test_and_one_out_of_time_are_told_apart() -> None:
    assert words(Ending.BY_EXPIRY, NOW, after(hours=24)).label == "Délai dépassé"
    assert words(Ending.BY_EXPIRY, NOW, after(hours=24) - MICROSECOND).candidate == "Le temps est écoulé."


def test_a_test_expires_a_day_after_its_start() -> None:
    assert not endings.ends_by_itself(a_test(**STARTED), after(hours=24) - MICROSECOND)
    assert endings.ends_by_itself(a_test(**STARTED), after(hours=24))


@pytest.mark.parametrize("stops_after", [0, 10])
def test_a_test_ends_by_itself_when_its_session_says(stops_after: int) -> None:
    test, stop = a_test(**STARTED, stops_after=stops_after), after(minutes=105 + stops_after)
    assert not endings.ends_by_itself(test, stop - MICROSECOND)
    assert endings.ends_by_itself(test, stop)


def test_a_test_that_is_over_does_not_end_by_itself() -> None:
    assert not endings.ends_by_itself(a_test(**STARTED, state=Ending.COMPLETED), after(hours=30))


@pytest.mark.parametrize(("session_started_at", "expiry"), [(None, 24), (after(hours=-3), 21), (after(hours=2), 26)])
def test_a_test_that_never_started_expires_with_its_session_or_a_day_after_the_entry(
    session_started_at: datetime | None, expiry: int
) -> None:
    test = a_test(stops_after=0, session_started_at=session_started_at)
    assert not endings.ends_by_itself(test, after(hours=expiry) - MICROSECOND)
    assert endings.ends_by_itself(test, after(hours=expiry))
    assert words(Ending.BY_EXPIRY, None, after(hours=expiry)) is NEVER_STARTED


def test_whoever_ended_a_test_may_take_it_back_for_two_minutes() -> None:
    test = a_test(**ENDED)
    assert endings.reopens_until(test) == after(minutes=2)
    assert endings.refusal(test, CLAIRE, after(minutes=2) - MICROSECOND) is None
    assert endings.refusal(test, CLAIRE, after(minutes=2)) == TOO_LATE


@pytest.mark.parametrize("account_id", [KARIM, None])
def test_nobody_else_may(account_id: int | None) -> None:
    assert refusal(Move.REOPEN, taking(**ENDED), NOW, account_id) == NOT_YOURS


@pytest.mark.parametrize("ending", [Ending.COMPLETED, Ending.BY_FINALISATION, Ending.BY_EXPIRY])
def test_no_other_end_is_taken_back(ending: Ending) -> None:
    facts = taking(state=ending, ended_at=NOW, ended_by=CLAIRE)
    assert facts.test
    assert endings.reopens_until(facts.test) is None
    assert refusal(Move.REOPEN, facts, NOW, CLAIRE)
