"""What may be granted: minutes with a reason; less time than was used only with a confirmation."""

import pytest

from pwa.domain import grants
from pwa.domain.errors import Illegal, Invalid
from pwa.domain.grants import MORE_THAN_ALL, NO_REASON, TAKEN, USED, WRONG_MINUTES, Terms
from tests.domain.known import NOW, after

LESS, LESS_CONFIRMED = Terms(-10, "Erreur"), Terms(-10, "Erreur", confirmed=True)


@pytest.mark.parametrize("minutes", [1, 10, 240, -1, -240])
def test_minutes_are_given_or_taken(minutes: int) -> None:
    grants.check_terms(Terms(minutes, "Coupure du réseau"))


@pytest.mark.parametrize("minutes", [0, 241, -241])
def test_minutes_have_bounds(minutes: int) -> None:
    with pytest.raises(Invalid) as refused:
        grants.check_terms(Terms(minutes, "Coupure du réseau"))
    assert refused.value.sentence == WRONG_MINUTES


@pytest.mark.parametrize("reason", ["", "m" * 121])
def test_a_reason_is_needed(reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        grants.check_terms(Terms(10, reason))
    assert refused.value.sentence == NO_REASON


def test_more_time_needs_no_confirmation_even_past_the_end() -> None:
    grants.check_end(Terms(5, "Retard"), after(hours=-2), after(-60), NOW)


@pytest.mark.parametrize(("seconds", "sentence"), [(600, TAKEN), (1, TAKEN), (0, USED), (-60, USED)])
def test_less_time_needs_one_and_says_when_it_was_used_already(seconds: float, sentence: str) -> None:
    with pytest.raises(Illegal) as refused:
        grants.check_end(LESS, after(hours=-1), after(seconds), NOW)
    assert (refused.value.sentence, refused.value.code) == (sentence, "confirmation_needed")
    grants.check_end(LESS_CONFIRMED, after(hours=-1), after(seconds), NOW)


def test_before_the_start_less_time_needs_one_too() -> None:
    with pytest.raises(Illegal):
        grants.check_end(LESS, None, None, NOW)
    grants.check_end(LESS_CONFIRMED, None, None, NOW)


def test_nobody_takes_more_than_all() -> None:
    with pytest.raises(Illegal) as refused:
        grants.check_end(LESS_CONFIRMED, NOW, after(-1), NOW)
    assert refused.value.sentence == MORE_THAN_ALL


def test_the_reasons_offered_are_reasons() -> None:
    for reason in grants.REASONS:
        grants.check_terms(Terms(5, reason))
