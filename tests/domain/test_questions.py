"""What counts as an answer to a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain.errors import Invalid
from pwa.domain.questions import Answer, Question, check_answer

SINGLE = Question("tailles", "single", "Laquelle est la plus petite ?", choices=("1 ko", "1 Mo", "1 Go"))
MULTIPLE = Question("habitudes", "multiple", "Lesquelles protègent ?", choices=("a", "b", "c"))
TEXT = Question("extension", "text", "Quelle est l'extension ?")


@pytest.mark.parametrize(
    ("question", "choices", "text", "answer"),
    [
        (SINGLE, [2], "", Answer(choices=(2,))),
        (SINGLE, [1, 1], "ignored", Answer(choices=(1,))),
        (MULTIPLE, [2, 0, 2], "", Answer(choices=(0, 2))),
        (TEXT, [], "  ods ", Answer(text="ods")),
        (TEXT, [4], "x" * 500, Answer(text="x" * 500)),
        (TEXT, [], "un\n\0\x1bdeux\ud800", Answer(text="un\ndeux")),
    ],
)
def test_an_answer_is_kept_in_its_one_form(question: Question, choices: list[int], text: str, answer: Answer) -> None:
    assert check_answer(question, choices, text) == answer


@pytest.mark.parametrize(
    ("question", "choices", "text"),
    [
        (SINGLE, [], ""),
        (SINGLE, [0, 1], ""),
        (SINGLE, [3], ""),
        (MULTIPLE, [], "a"),
        (MULTIPLE, [0, -1], ""),
        (TEXT, [0], " \n"),
        (TEXT, [], "\0"),
        (TEXT, [], "x" * 501),
    ],
)
def test_what_is_no_answer_is_refused_with_a_sentence(question: Question, choices: list[int], text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_answer(question, choices, text)
    assert refusal.value.sentence.endswith(".")


@given(st.lists(st.integers(0, 2), min_size=1))
def test_checking_an_answer_twice_changes_nothing(choices: list[int]) -> None:
    answer = check_answer(MULTIPLE, choices, "")
    assert check_answer(MULTIPLE, answer.choices, answer.text) == answer
