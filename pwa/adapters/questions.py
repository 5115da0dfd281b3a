"""The questions of the test, from a YAML file."""

from pathlib import Path
from typing import Any, get_args

import yaml

from pwa.domain.errors import Invalid
from pwa.domain.questions import Kind, Part, Piece, Question

_FIELDS = {"id", "kind", "statement", "hint", "choices", "parts", "spare"}


def load(path: Path) -> tuple[Question, ...]:
    """Return the questions in the order of the file; raise Invalid saying which one is wrong."""
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as fault:
        raise Invalid(f"{path.name} n'est pas du YAML : {fault}", "questions") from None
    if not isinstance(entries, list) or not entries:
        raise Invalid(f"{path.name} doit contenir une liste de questions.", "questions")
    questions = tuple(_question(entry, f"{path.name}, question {place}") for place, entry in enumerate(entries, 1))
    if len({question.id for question in questions}) != len(questions):
        raise Invalid(f"{path.name} : deux questions ont le même « id ».", "questions")
    if all(question.spare for question in questions):
        raise Invalid(f"{path.name} : au moins une question n'est pas de réserve (« spare »).", "questions")
    return questions


def _question(entry: Any, where: str) -> Question:
    if not isinstance(entry, dict) or not set(entry) <= _FIELDS:
        raise Invalid(f"{where} : seuls sont connus {', '.join(sorted(_FIELDS))}.", "questions")
    if entry.get("kind") not in get_args(Kind):
        raise Invalid(f"{where} : « kind » vaut {', '.join(get_args(Kind))}.", "questions")
    texts = [entry.get("id"), entry.get("statement"), entry.get("hint", " ")]
    if not all(isinstance(text, str) and text for text in texts):
        raise Invalid(f"{where} : « id », « statement », et « hint » s'il est là, sont des textes.", "questions")
    return Question(
        id=entry["id"],
        kind=entry["kind"],
        statement=entry["statement"].strip(),
        hint=entry.get("hint", "").strip(),
        choices=_choices(entry, where),
        parts=_parts(entry, where),
        spare=_is_spare(entry, where),
    )


def _parts(entry: dict[str, Any], where: str) -> tuple[Piece, ...]:
    pieces = entry.get("parts", [])
    if not isinstance(pieces, list):
        raise Invalid(f"{where} : « parts » est une liste.", "questions")
    return tuple(_piece(piece, where) for piece in pieces)


def _piece(entry: Any, where: str) -> Piece:
    if not isinstance(entry, dict) or entry.get("part") not in list(Part):
        raise Invalid(f"{where} : « part », dans « parts », vaut {', '.join(Part)}.", "questions")
    part = Part(entry["part"])
    wanted = {"part"} if part is Part.FOCUS else {"part", "file", "words"}
    if set(entry) != wanted or not all(isinstance(text, str) and text for text in entry.values()):
        raise Invalid(f"{where} : « {part} » a {', '.join(sorted(wanted))}.", "questions")
    return Piece(part, entry.get("file", ""), entry.get("words", ""))


def _is_spare(entry: dict[str, Any], where: str) -> bool:
    spare = entry.get("spare", False)
    if not isinstance(spare, bool):
        raise Invalid(f"{where} : « spare » vaut true ou false.", "questions")
    return spare


def _choices(entry: dict[str, Any], where: str) -> tuple[str, ...]:
    choices = entry.get("choices", [])
    if not isinstance(choices, list) or not all(isinstance(choice, str) and choice for choice in choices):
        raise Invalid(f"{where} : « choices » est une liste de textes.", "questions")
    if len(set(choices)) != len(choices):
        raise Invalid(f"{where} : deux choix sont identiques.", "questions")
    if (entry["kind"] == "text") != (not choices) or len(choices) == 1:
        raise Invalid(f"{where} : un texte n'a pas de choix, les autres en ont au moins deux.", "questions")
    return tuple(choices)
