"""Every word that is written anywhere has its sentence in French, and every sentence fills its places."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from pwa.domain import alerts
from pwa.domain.facts import Connectivity
from pwa.domain.journal_words import SENTENCES, sentence, values

PWA = Path(__file__).resolve().parents[2] / "pwa"
WORD_AT = {"journal": 0, "append": 3, "finish": 1, "_close": 1, "_journal": 1}
"""Who is given a word, and at which place (`journal.append`'s first arguments are the session's)."""
EXPANDED = {"f'request_{why}'": {"request_withdrawn", "request_forgotten"}}


def words() -> set[str]:
    """Every word that the code writes, wherever it does."""
    return {word for path in PWA.rglob("*.py") for word in words_of(path)}


def words_of(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        name = called(node)
        place = WORD_AT.get(name.rpartition(".")[2])
        if not isinstance(node, ast.Call) or place is None or not writes(name, path):
            continue
        yield from read(node.args[place], path)


def called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def writes(name: str, path: Path) -> bool:
    """Other things are appended, and other modules close, too."""
    if name.endswith(".append"):
        return name == "journal.append"
    return name != "_close" or path.name == "admissions.py"


def read(node: ast.expr, path: Path) -> Iterator[str]:
    """The words that an argument can be."""
    text = ast.unparse(node)
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.IfExp):
        yield from (*read(node.body, path), *read(node.orelse, path))
    elif isinstance(node, ast.Subscript):
        yield from constant(ast.unparse(node.value), path).values()
    elif isinstance(node, ast.Name) and text.isupper():
        yield constant(text, path)
    elif isinstance(node, ast.JoinedStr):
        yield from EXPANDED[text]
    else:
        assert text == "word", f"{path.name}: which words can « {text} » be?"  # its callers are read


def constant(name: str, path: Path) -> Any:
    return getattr(import_module(".".join(("pwa", *path.relative_to(PWA).with_suffix("").parts))), name)


def test_every_word_that_is_written_has_its_sentence() -> None:
    found = words()
    assert {"presence_confirmed", "kept_out", "test_expired", "watch_gap", "note_added"} <= found
    assert found - SENTENCES.keys() == set()


def test_a_sentence_is_short_and_ends_without_a_stop() -> None:
    for text in SENTENCES.values():
        assert len(text) < 60
        assert not text.endswith(".")


@pytest.mark.parametrize(
    ("word", "details", "told"),
    [
        ("presence_confirmed", {}, "Présence confirmée"),
        ("asked", {"kind": "entry"}, "Demande à entrer"),
        ("connectivity", {"to": "lost", "since": "x"}, "Signal : signal perdu"),
        ("connectivity", {"to": "connected"}, "Signal : connecté"),
        ("time_granted", {"minutes": 10, "grant": 3}, "10 min ajoutées"),
        ("time_granted", {"minutes": -5, "grant": 3}, "5 min retirées"),
        ("alert_escalated", {"step": 2, "rung": 3}, "Alerte sans réponse : d'autres sont appelés"),
        ("alert_escalated", {"step": 3, "rung": 0}, "Alerte sans aucun téléphone à appeler"),
        ("unfinished_because", {"why": "technical"}, "Test inachevé : Problème technique"),
        ("unfinished_because", {"why": "autre"}, "Test inachevé : "),
        ("alert_closed", {"kind": "connection_lost", "why": "cancelled"}, "Alerte close : signal perdu"),
        ("alert_raised", {"kind": "time_nearly_over", "detail": "5"}, "Alerte : fin dans moins de 5 min"),
        ("alert_claimed", {"kind": "time_nearly_over"}, "« J'y vais » : fin proche"),
        ("seat_changed", {"seat": "04"}, "Place changée : poste 04"),
        ("seat_changed", {"seat": None}, "Place changée : à placer"),
        ("question_reported", {"number": 4, "question": "x"}, "Problème signalé à la question 4"),
        (
            "report_validated",
            {"number": 4, "reason": "E1"},
            "Signalement validé, question 4 : L'image ne s'affiche pas",
        ),
        ("report_validated", {"number": 4, "reason": "E99"}, "Signalement validé, question 4 : "),
        ("alert_raised", {"kind": "question_report", "detail": "4"}, "Alerte : problème, question 4"),
        ("of_tomorrow", {}, "of_tomorrow"),
    ],
)
def test_a_line_is_told_with_what_its_details_say(word: str, details: dict[str, Any], told: str) -> None:
    text = sentence(word, details)
    assert text % values(text, details) == told


@pytest.mark.parametrize("word", SENTENCES)
def test_a_line_without_details_is_told_all_the_same(word: str) -> None:
    assert (SENTENCES[word] % values(SENTENCES[word], {}) != "") == (word != "asked")


@pytest.mark.parametrize("kind", alerts.Kind)
def test_every_kind_of_alert_is_told(kind: alerts.Kind) -> None:
    assert values(SENTENCES["alert_claimed"], {"kind": kind.value})["alert"]


@pytest.mark.parametrize("reading", Connectivity)
def test_every_reading_of_the_signs_is_told(reading: Connectivity) -> None:
    assert values(SENTENCES["connectivity"], {"to": reading.value})["signal"]
