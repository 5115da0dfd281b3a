"""The scenario: whatever a person does and when, it goes forward, waits for them, and never goes back."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain import scenario
from pwa.domain.cast import Role, names
from pwa.domain.scenario import CANDIDATES, ORDINARY, STEPS, Act, Gate, Seen
from tests.room import NOW, after

EVERYBODY = range(CANDIDATES)
SEEN = st.builds(Seen, *[st.booleans()] * 5)


def test_the_steps_follow_one_another_within_five_minutes() -> None:
    assert [step.at for step in STEPS] == sorted(step.at for step in STEPS)
    assert STEPS[-1].at + scenario.MINUTES * 60 < 2 * 5 * 60
    assert {step.who for step in STEPS} <= set(EVERYBODY)


def test_whoever_goes_away_comes_back() -> None:
    for who in EVERYBODY:
        away = [scenario.is_away(who, played) for played in range(len(STEPS) + 1)]
        assert not away[0]
        assert not away[-1]


def test_each_misfortune_is_lived_by_one_person() -> None:
    roles = [scenario.role(who) for who in EVERYBODY]
    assert all(roles.count(role) == 1 for role in (Role.CLOSES, Role.LOSES, Role.MOVES, Role.STAYS, Role.MISSES))
    assert roles.count(Role.FINISHES) == CANDIDATES - 5


def test_everybody_has_a_name_of_their_own() -> None:
    drawn = names()
    assert len({next(drawn) for _ in range(500)}) == 500


@given(st.lists(st.tuples(SEEN, st.integers(0, 90)), max_size=80), st.sampled_from([50, 100, 250, 400]))
def test_in_any_order_of_moves_the_steps_are_played_once_each_and_in_order(
    moves: list[tuple[Seen, int]], speed: int
) -> None:
    begun_at, now, played, moments = NOW, NOW, 0, []
    for seen, seconds in moves:
        now += timedelta(seconds=seconds)
        while (step := scenario.next_step(played)) and now >= scenario.due_at(step, begun_at, speed):
            if not scenario.is_ready(step, seen):
                break
            begun_at = scenario.begun_at(step, now, speed)
            moments.append((now, step.at))
            played += 1
    assert played <= len(STEPS)
    for (earlier, at), (later, after_it) in pairwise(moments):
        assert (later - earlier).total_seconds() >= (after_it - at) * ORDINARY / speed - 0.001


@given(SEEN, st.sampled_from(STEPS))
def test_whoever_is_over_keeps_nobody_waiting(seen: Seen, step: scenario.Step) -> None:
    over = Seen(seen.running, seen.gone, True, seen.calm, seen.done)
    assert scenario.is_ready(step, over) or step.gate is Gate.OVER


@given(st.integers(0, 400), st.sampled_from([50, 100, 200]))
def test_hurried_it_goes_on_from_where_it_is(seconds: int, speed: int) -> None:
    now = after(seconds)
    begun_at, faster = scenario.hurried(NOW, speed, now)
    assert faster <= scenario.FASTEST
    before, behind = (now - NOW) * speed, (now - begun_at) * faster
    assert before.total_seconds() == pytest.approx(behind.total_seconds(), abs=0.01)


def test_who_has_something_to_live_answers_last_afterwards() -> None:
    last = len(scenario.QUESTIONS)
    end = after(minutes=4)
    assert scenario.answers_at(3, 0, last, NOW, end) is None
    assert scenario.answers_at(3, len(STEPS), last, NOW, end)
    assert scenario.answers_at(6, len(STEPS), last, NOW, end) is None
    assert NOW < (scenario.answers_at(10, 0, 1, NOW, end) or NOW) < end


def test_who_asks_first_comes_in_only_once_they_have_asked() -> None:
    asking = [index for index, step in enumerate(STEPS) if step.act is Act.ASKS]
    assert [scenario.is_here(STEPS[index].who, index) for index in asking] == [False] * 3
    assert [scenario.is_here(STEPS[index].who, index + 1) for index in asking] == [True] * 3
    assert not scenario.is_here(CANDIDATES - 1, len(STEPS))
