"""Who is rung next, and when: each step counts from the one before it, as it was really made."""

from datetime import datetime

import pytest

from pwa.domain.alerts import MANNERS, Kind
from pwa.domain.escalation import LADDER, Step, climbs_after, given_back_at, next_at, rung
from tests.domain.known import NOW, after

CALLS = Kind.CONNECTION_LOST
TELLS = Kind.TIME_NEARLY_OVER


def following(step: int, kind: Kind = CALLS, *, is_hopeless: bool = False) -> datetime | None:
    return next_at(kind, LADDER, step, NOW, is_hopeless=is_hopeless)


@pytest.mark.parametrize(("step", "seconds"), [(0, 20), (1, 25), (2, 45), (3, 120), (4, 120), (40, 120)])
def test_each_step_waits_for_the_answer_to_the_one_before(step: int, seconds: int) -> None:
    assert following(step) == after(seconds)


@pytest.mark.parametrize(("step", "seconds"), [(0, 0), (1, 0), (2, 0), (3, 120), (4, 120)])
def test_what_reached_nobody_is_followed_at_once_until_everybody_was_called(step: int, seconds: int) -> None:
    assert following(step, is_hopeless=True) == after(seconds)


def test_past_the_last_step_it_is_everybody_again() -> None:
    steps = (Step.ONE_DEVICE, Step.OTHER_DEVICES, Step.NEXT_DOOR, Step.CENTRE, Step.EVERYBODY, Step.EVERYBODY)
    assert tuple(rung(step) for step in range(6)) == steps


@pytest.mark.parametrize(("step", "following"), [(0, 2), (1, 2), (2, 4), (3, 4), (4, 5), (9, 10)])
def test_what_is_given_back_rings_the_room_next_and_never_the_centre_alone(step: int, following: int) -> None:
    assert given_back_at(step) + 1 == following


def test_what_only_tells_stops_at_the_same_people_s_other_devices() -> None:
    assert following(0, TELLS) == after(20)
    assert following(1, TELLS) is None
    assert following(1, TELLS, is_hopeless=True) is None


@pytest.mark.parametrize("kind", Kind)
def test_a_kind_climbs_as_its_manner_says(kind: Kind) -> None:
    assert climbs_after(kind, 0) == MANNERS[kind].pushed
    assert climbs_after(kind, 7) == MANNERS[kind].calls


def test_a_session_has_a_ladder_of_its_own() -> None:
    assert [next_at(CALLS, [5, 5, 60, 30], step, NOW, is_hopeless=False) for step in range(4)] == [
        after(5), after(0), after(55), after(30),
    ]  # fmt: skip
