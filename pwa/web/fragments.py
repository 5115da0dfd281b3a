"""Fragments: the pieces of a board that a page replaces by itself, each by the id of its one element."""

from collections.abc import Iterable

from flask import render_template

from pwa.operations.board import Board
from pwa.operations.pulse import Pulse

EACH = {
    "candidate": "invigilator/_candidate.html",
    "roll": "invigilator/_called.html",
    "file": "invigilator/_file.html",
}
"""The templates of what a page has of each candidate, by name."""


def fragments(board: Board, since: int, each: Iterable[str] = EACH) -> dict[str, str]:
    """Return what to replace on a page that is at version `since`: what needs a person, the counters, the changed.

    `each` names the pieces of a candidate that the page has.
    """
    pieces = {name: render_template(f"invigilator/_{name}.html", board=board) for name in _ALWAYS}
    pieces[f"roster-{board.counters.enrolled}"] = render_template("invigilator/_roster.html", board=board)
    if board.training:
        pieces["coach"] = render_template("training/_coach.html", board=board)
    for line in board.changed_since(since):
        for name in each:
            pieces[f"{name}-{line.id}"] = render_template(EACH[name], board=board, candidate=line)
    return pieces


def pulse_fragments(pulse: Pulse) -> dict[str, str]:
    """Return what to replace every few seconds: how fresh the page is, who can be called, what is wrong with us."""
    return {name: render_template(f"invigilator/_{name}.html", pulse=pulse) for name in _ALIVE}


_ALWAYS = ("messages", "attention", "sheets", "counters", "strip", "plan", "place", "facts", "where")
_ALIVE = ("pulse", "vitals", "readiness")
