"""The table of moves, walked whole: every state by every move."""

import itertools
from dataclasses import replace

import pytest

from pwa.domain.attempts import LABELS, OVER, REFUSALS, Move, State, check, legal_moves, state
from pwa.domain.errors import Illegal
from pwa.domain.facts import Ending, Facts, Reported, Request
from tests.domain.known import NOW, after, taking

CLAIRE = 1

IN = {
    State.EXPECTED: Facts(),
    State.AUTHORISED: Facts(admitted_until=after(minutes=15)),
    State.ABSENT: Facts(absent=True),
    State.RUNNING: taking(),
    State.COMPLETED: taking(state=Ending.COMPLETED),
    State.ENDED_BY_INVIGILATOR: taking(state=Ending.BY_INVIGILATOR, ended_at=NOW, ended_by=CLAIRE),
    State.ENDED_BY_FINALISATION: taking(state=Ending.BY_FINALISATION),
    State.ENDED_BY_EXPIRY: taking(state=Ending.BY_EXPIRY),
}
LEGAL = {
    State.EXPECTED: (Move.CONFIRM, Move.ABSENT),
    State.AUTHORISED: (Move.CANCEL,),
    State.ABSENT: (Move.CONFIRM, Move.EXPECT),
    State.RUNNING: (Move.RESUME, Move.GRANT, Move.END),
    State.ENDED_BY_INVIGILATOR: (Move.REOPEN,),
}
ILLEGAL = [(place, move) for place, move in itertools.product(State, Move) if move not in LEGAL.get(place, ())]


@pytest.mark.parametrize("place", State)
def test_the_facts_give_the_state(place: State) -> None:
    assert state(IN[place], NOW) is place


@pytest.mark.parametrize("place", State)
def test_the_legal_moves_are_those_of_the_table(place: State) -> None:
    assert legal_moves(IN[place], NOW, CLAIRE) == LEGAL.get(place, ())


@pytest.mark.parametrize(("place", "move"), [(place, move) for place, moves in LEGAL.items() for move in moves])
def test_a_legal_move_passes(place: State, move: Move) -> None:
    check(move, IN[place], NOW, CLAIRE)


@pytest.mark.parametrize(("place", "move"), ILLEGAL)
def test_an_illegal_move_is_refused_with_its_sentence(place: State, move: Move) -> None:
    with pytest.raises(Illegal) as refused:
        check(move, IN[place], NOW)
    assert refused.value.sentence == REFUSALS[place][move]
    assert refused.value.sentence.endswith(".")
    assert refused.value.code == "illegal_move"


def test_every_state_has_its_label() -> None:
    assert LABELS.keys() == set(State)


def test_a_test_that_is_over_allows_nothing_but_to_take_its_end_back() -> None:
    assert {place for place in State if not set(LEGAL.get(place, ())) - {Move.REOPEN}} == OVER


def test_a_lapsed_admission_is_expected_again() -> None:
    assert state(Facts(admitted_until=NOW), NOW) is State.EXPECTED


def test_a_lapsed_admission_of_somebody_marked_absent_is_absent() -> None:
    assert state(Facts(admitted_until=NOW, absent=True), NOW) is State.ABSENT


def test_an_authorised_return_leaves_the_test_running() -> None:
    facts = Facts(admitted_until=after(minutes=15), test=taking().test)
    assert state(facts, NOW) is State.RUNNING
    assert legal_moves(facts, NOW) == (Move.RESUME, Move.GRANT, Move.END)


SECOND = replace(taking(), request=Request.RESUME, requested_at=NOW)
OPEN = [State.EXPECTED, State.AUTHORISED, State.ABSENT, State.RUNNING]


def test_a_second_window_may_be_kept_out_as_long_as_the_first_is_heard() -> None:
    assert Move.KEEP in legal_moves(SECOND, after(6))
    assert Move.HAND_OVER not in legal_moves(SECOND, after(6))
    assert Move.KEEP not in legal_moves(SECOND, after(7))


@pytest.mark.parametrize("place", OPEN)
def test_another_account_may_be_kept_out_or_given_the_place(place: State) -> None:
    facts = replace(IN[place], rival_id=7, rival_at=NOW)
    assert {Move.KEEP, Move.HAND_OVER} <= set(legal_moves(facts, NOW))


def test_a_report_may_be_decided_as_long_as_it_is_open() -> None:
    facts = replace(taking(), reported=Reported(4, NOW))
    assert legal_moves(facts, NOW) == (Move.RESUME, Move.DECIDE, Move.GRANT, Move.END)


@pytest.mark.parametrize("place", sorted(OVER))
@pytest.mark.parametrize("move", [Move.KEEP, Move.HAND_OVER, Move.DECIDE])
def test_once_over_there_is_nothing_to_choose(place: State, move: Move) -> None:
    with pytest.raises(Illegal):
        check(move, replace(IN[place], rival_id=7, rival_at=NOW, reported=Reported(4, NOW)), NOW)
