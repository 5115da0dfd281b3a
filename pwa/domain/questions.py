"""A question of the test, and what counts as an answer to it (right or wrong is nobody's business here)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pwa.domain.errors import Invalid
from pwa.domain.words import N_, Sentence

Kind = Literal["single", "multiple", "text"]

LONGEST_TEXT = 500  # characters
TOO_LONG = N_("Votre réponse est trop longue : %(longest)s caractères au plus.")


class Part(StrEnum):
    """What a question may need besides its text, and that may fail."""

    IMAGE = "image"
    EMBED = "embed"
    ATTACHMENT = "attachment"
    FOCUS = "focus"


@dataclass(frozen=True)
class Piece:
    """A part as one question has it: its file, and the words that stand for it (a `FOCUS` has neither)."""

    part: Part
    file: str = ""
    words: str = ""


@dataclass(frozen=True)
class Question:
    """One question; `choices` is empty when the answer is a text.

    A `spare` one is asked only in the place of one that does not work. A question whose page may not be left has the
    part `FOCUS`.
    """

    id: str
    kind: Kind
    statement: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    parts: tuple[Piece, ...] = ()
    spare: bool = False


@dataclass(frozen=True)
class Answer:
    """What a candidate answered: the places of the choices (from 0, in order), or a text."""

    choices: tuple[int, ...] = ()
    text: str = ""


def asked(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions that everybody is asked, in order."""
    return tuple(question for question in questions if not question.spare)


def at(questions: Sequence[Question], number: int, substitutes: Mapping[str, str]) -> Question:
    """Return the question under a number (from 1), be it one given in the place of the test's own."""
    given = substitutes.get(str(number))
    return next((one for one in questions if one.id == given), asked(questions)[number - 1])


def spare_for(questions: Sequence[Question], given: Collection[str]) -> Question | None:
    """Return a question that this test was not given yet (`given` are ids), None when none is left."""
    return next((one for one in questions if one.spare and one.id not in given), None)


def check_answer(question: Question, choices: Sequence[int], text: str) -> Answer:
    """Return the answer in its one form; raise Invalid when it does not answer this question."""
    if question.kind == "text":
        return Answer(text=_checked_text(text))
    chosen = tuple(sorted(set(choices)))
    if any(choice not in range(len(question.choices)) for choice in chosen):
        raise Invalid(N_("Cette réponse n'est pas dans la liste : choisissez parmi les réponses affichées."))
    if question.kind == "single" and len(chosen) != 1:
        raise Invalid(N_("Choisissez une réponse, et une seule."))
    if not chosen:
        raise Invalid(N_("Cochez au moins une réponse."))
    return Answer(choices=chosen)


def _checked_text(text: str) -> str:
    written = "".join(character for character in text if _is_writing(character)).strip()
    if not written:
        raise Invalid(N_("Écrivez votre réponse."))
    if len(written) > LONGEST_TEXT:
        raise Invalid(
            Sentence(N_("Votre réponse est trop longue : %(longest)s caractères au plus."), longest=LONGEST_TEXT)
        )
    return written


def _is_writing(character: str) -> bool:
    """Tell what a database can hold from what it cannot: control characters, halves of surrogate pairs."""
    return character in "\n\t" or not (character < " " or "\ud800" <= character <= "\udfff")
