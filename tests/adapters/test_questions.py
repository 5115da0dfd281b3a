"""The test's questions are loaded from YAML, and a bad file is told."""

from collections import Counter
from pathlib import Path

import pytest

from pwa.adapters.questions import load
from pwa.domain.errors import Invalid
from pwa.domain.questions import Part, Piece, Question, asked

STATIC = Path(__file__).parents[2] / "static"
QUESTIONS = Path(__file__).parents[2] / "pwa" / "questions.yaml"


def test_the_test_has_twenty_questions_of_three_kinds() -> None:
    questions = asked(load(QUESTIONS))
    kinds = Counter(question.kind for question in questions)
    assert len(questions) == 20
    assert (kinds["single"] >= 8, kinds["multiple"] >= 5, kinds["text"] >= 4) == (True, True, True)


def test_some_questions_are_kept_for_those_that_do_not_work() -> None:
    assert sum(question.spare for question in load(QUESTIONS)) >= 5


def test_a_question_says_what_it_needs_and_whether_it_is_spare(tmp_path: Path) -> None:
    text = (
        "- {id: a, kind: text, statement: b}\n"
        "- {id: c, kind: text, statement: d, spare: true, parts: [{part: image, file: e.svg, words: f}, {part: focus}]}"
    )
    parts = (Piece(Part.IMAGE, "e.svg", "f"), Piece(Part.FOCUS))
    assert load(write(tmp_path, text))[1] == Question("c", "text", "d", parts=parts, spare=True)


def test_every_part_is_met_in_the_test_and_its_file_is_there() -> None:
    pieces = [piece for question in asked(load(QUESTIONS)) for piece in question.parts]
    assert {piece.part for piece in pieces} == set(Part)
    assert all((STATIC / "questions" / piece.file).is_file() for piece in pieces if piece.file)


def test_a_question_is_loaded_whole(tmp_path: Path) -> None:
    text = "- {id: a, kind: single, statement: ' Oui ? ', hint: Ou non., choices: ['Oui', 'Non']}"
    assert load(write(tmp_path, text)) == (Question("a", "single", "Oui ?", "Ou non.", ("Oui", "Non")),)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "liste"),
        ("id: a", "liste"),
        ("- [", "YAML"),
        ("- a", "seuls sont connus"),
        ("- {id: a, kind: text, statement: b, answer: c}", "seuls sont connus"),
        ("- {id: a, kind: essay, statement: b}", "kind"),
        ("- {id: 3, kind: text, statement: b}", "id"),
        ("- {id: a, kind: text}", "statement"),
        ("- {id: a, kind: text, statement: b, hint: 3}", "hint"),
        ("- {id: a, kind: text, statement: b, choices: [c, d]}", "choix"),
        ("- {id: a, kind: single, statement: b}", "choix"),
        ("- {id: a, kind: single, statement: b, choices: [c]}", "choix"),
        ("- {id: a, kind: single, statement: b, choices: [yes, no]}", "liste de textes"),
        ("- {id: a, kind: single, statement: b, choices: [c, c]}", "identiques"),
        ("- {id: a, kind: text, statement: b, parts: [image]}", "part"),
        ("- {id: a, kind: text, statement: b, parts: [{part: video}]}", "image, embed"),
        ("- {id: a, kind: text, statement: b, parts: [{part: image}]}", "file, part, words"),
        ("- {id: a, kind: text, statement: b, parts: [{part: image, file: c, words: 3}]}", "file, part, words"),
        ("- {id: a, kind: text, statement: b, parts: [{part: focus, file: c}]}", "a part"),
        ("- {id: a, kind: text, statement: b, parts: image}", "parts"),
        ("- {id: a, kind: text, statement: b, spare: 1}", "spare"),
        ("- {id: a, kind: text, statement: b, spare: true}", "réserve"),
        ("- {id: a, kind: text, statement: b}\n- {id: a, kind: text, statement: c}", "même"),
    ],
)
def test_a_bad_file_is_told(tmp_path: Path, text: str, word: str) -> None:
    with pytest.raises(Invalid) as refusal:
        load(write(tmp_path, text))
    assert word in refusal.value.sentence


def write(folder: Path, text: str) -> Path:
    path = folder / "questions.yaml"
    path.write_text(text, encoding="utf-8")
    return path
