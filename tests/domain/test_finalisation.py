"""A session is finalised once, after somebody started, with a reason for each test that was not completed."""

from datetime import datetime

import pytest

from pwa.domain import finalisation
from pwa.domain.errors import Illegal, Invalid
from pwa.domain.finalisation import ALREADY, LABELS, NOBODY_STARTED, REASONS_MISSING, Why
from tests.domain.known import NOW, after


@pytest.mark.parametrize(
    ("started_at", "finalised_at", "sentence"),
    [(None, None, NOBODY_STARTED), (NOW, None, None), (NOW, after(60), ALREADY), (None, after(60), ALREADY)],
)
def test_what_a_session_must_be(
    started_at: datetime | None, finalised_at: datetime | None, sentence: str | None
) -> None:
    assert finalisation.refusal(started_at, finalised_at) == sentence
    if sentence is None:
        return finalisation.check(started_at, finalised_at)
    with pytest.raises(Illegal, check=lambda refused: refused.sentence == sentence):
        finalisation.check(started_at, finalised_at)


def test_each_unfinished_test_needs_a_reason() -> None:
    finalisation.check_reasons([], {})
    finalisation.check_reasons([1, 2], {1: Why.LATE, 2: Why.TECHNICAL, 3: Why.LATE})
    with pytest.raises(Invalid, check=lambda refused: refused.sentence == REASONS_MISSING):
        finalisation.check_reasons([1, 2], {1: Why.LATE})


def test_the_reasons_are_those_of_the_field() -> None:
    assert list(LABELS.values()) == ["Test non finalisé dans le délai imparti", "Problème technique"]
