"""Fragments: the pieces of a board that a page replaces by itself, each by the id of its one element."""

from flask import render_template

from pwa.operations.board import Board


def fragments(board: Board, since: int) -> dict[str, str]:
    """Return what to replace on a page that is at version `since`: what needs a person, the counters, the changed."""
    pieces = {name: render_template(f"invigilator/_{name}.html", board=board) for name in _ALWAYS}
    for line in board.changed_since(since):
        pieces[f"candidate-{line.id}"] = render_template("invigilator/_candidate.html", board=board, candidate=line)
    return pieces


_ALWAYS = ("attention", "counters", "pulse")
