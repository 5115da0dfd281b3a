"""A chain of lines: whole, or broken at a line that is told."""

from dataclasses import replace

import pytest

from pwa.domain.journal_chain import FIRST, Head, Line, first_broken


def chain(count: int) -> list[Line]:
    lines: list[Line] = []
    for position in range(1, count + 1):
        before = lines[-1].hash if lines else FIRST
        line = Line(7, position, "2030-11-20T07:30:00+00:00", "watcher", "watch_gap", None, {"é": 1}, before, "")
        lines.append(replace(line, hash=line.digest))
    return lines


def told(lines: list[Line], noted: Head | None = None) -> str | None:
    broken = first_broken(lines, noted)
    return broken.sentence if broken else None


def test_a_whole_chain() -> None:
    lines = chain(4)
    assert first_broken(lines, Head(4, lines[-1].hash)) is None
    assert first_broken(lines, Head(2, lines[1].hash)) is None
    assert first_broken([]) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"word": "test_ended"}, "la ligne 3 a été modifiée"),
        ({"details": {}}, "la ligne 3 a été modifiée"),
        ({"previous_hash": "f" * 64}, "la ligne 3 ne suit pas celle d'avant"),
        ({"position": 4}, "la ligne 3 manque"),
    ],
)
def test_a_line_that_was_touched_is_told(change: dict[str, object], sentence: str) -> None:
    lines = chain(5)
    lines[2] = replace(lines[2], **change)  # type: ignore[arg-type]
    assert told(lines) == sentence


def test_a_tail_that_was_cut_is_told_against_what_was_noted() -> None:
    lines = chain(5)
    assert told(lines[:3]) is None
    assert told(lines[:3], Head(5, lines[-1].hash)) == (
        "la fin manque à partir de la ligne 4 : 5 lignes avaient été relevées"
    )


def test_a_tail_that_was_written_anew_is_told_against_what_was_noted() -> None:
    lines = chain(5)
    again = replace(lines[4], actor="account:9")
    lines[4] = replace(again, hash=again.digest)
    assert told(lines) is None
    assert told(lines, Head(5, chain(5)[-1].hash)) == "la ligne 5 n'est plus celle qui avait été relevée"
