"""What may be noted, when it counts as written, and who may take it back."""

from datetime import timedelta

import pytest

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.notes import ALREADY, LONGEST, NOT_YOURS, came_late, check, check_withdrawal, written_at
from tests.domain.known import MICROSECOND, NOW, after

MORNING = after(hours=-6)
CLAIRE, KARIM = 1, 2


def test_words_are_a_note_up_to_the_longest() -> None:
    check("x" * LONGEST)


@pytest.mark.parametrize(("text", "code"), [("", "note_empty"), ("x" * (LONGEST + 1), "note_too_long")])
def test_what_cannot_be_a_note_is_refused_with_a_sentence(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(text)
    assert refused.value.code == code
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("given", [MORNING, after(minutes=-18), NOW])
def test_a_device_is_believed_within_the_session_s_day(given: object) -> None:
    assert written_at(given, MORNING, NOW) == given  # type: ignore[arg-type]


@pytest.mark.parametrize("given", [None, MORNING - MICROSECOND, NOW + MICROSECOND])
def test_a_device_that_says_nothing_or_nonsense_wrote_now(given: object) -> None:
    assert written_at(given, MORNING, NOW) == NOW  # type: ignore[arg-type]


def test_a_note_comes_late_after_more_than_a_minute() -> None:
    assert not came_late(NOW, after(minutes=1))
    assert came_late(NOW, after(minutes=1) + timedelta(microseconds=1))


def test_only_the_writer_takes_a_note_back_and_once() -> None:
    check_withdrawal(CLAIRE, CLAIRE, None)
    with pytest.raises(Illegal, match="note_not_yours") as not_theirs:
        check_withdrawal(CLAIRE, KARIM, None)
    with pytest.raises(Illegal, match="note_withdrawn") as again:
        check_withdrawal(CLAIRE, CLAIRE, NOW)
    assert (not_theirs.value.sentence, again.value.sentence) == (NOT_YOURS, ALREADY)
