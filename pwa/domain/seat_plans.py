"""Seat plans: the shape of a room, and how its seats are numbered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pwa.domain.errors import Invalid
from pwa.domain.words import N_

MOST = 20
"""Rows, and columns."""

NO_ROOM = N_("Une salle a de 1 à 20 rangées et de 1 à 20 colonnes.")
NO_SEAT = N_("Gardez au moins une place.")

Cell = tuple[int, int]
"""Row and column, from 0: the front row first, its left end first."""


class Numbering(StrEnum):
    """The way that numbers take through a room."""

    ROWS = "rows"
    COLUMNS = "columns"
    SNAKE = "snake"


NUMBERINGS = {
    Numbering.ROWS: N_("Rangée par rangée"),
    Numbering.COLUMNS: N_("Colonne par colonne"),
    Numbering.SNAKE: N_("En serpent : aller, puis retour"),
}


@dataclass(frozen=True)
class Shape:
    """A room seen from above: `rows` × `columns` cells, without its gaps (aisles, pillars)."""

    rows: int
    columns: int
    gaps: frozenset[Cell] = frozenset()
    numbering: Numbering = Numbering.ROWS


def check(shape: Shape) -> None:
    """Refuse a room that is too large, or has no seat."""
    if not (1 <= shape.rows <= MOST and 1 <= shape.columns <= MOST):
        raise Invalid(NO_ROOM)
    if not labels(shape):
        raise Invalid(NO_SEAT, "no_seat")


def gaps_within(rows: int, columns: int, cells: Iterable[Sequence[int]]) -> frozenset[Cell]:
    """Return those of the cells that are in a room of that size."""
    return frozenset((row, column) for row, column in cells if 0 <= row < rows and 0 <= column < columns)


def grid(shape: Shape) -> tuple[tuple[str | None, ...], ...]:
    """Return each row's labels, None where there is a gap."""
    numbered = {cell: label(number) for number, cell in enumerate(_walk(shape), start=1)}
    return tuple(tuple(numbered.get((row, column)) for column in range(shape.columns)) for row in range(shape.rows))


def labels(shape: Shape) -> tuple[str, ...]:
    """Return the labels of the seats, in the order of their numbers."""
    return tuple(label(number) for number, _ in enumerate(_walk(shape), start=1))


def label(number: int) -> str:
    """Return « 04 »: two digits below 100, so that seats sort as they are read."""
    return f"{number:02}"


def _walk(shape: Shape) -> Iterator[Cell]:
    return (cell for cell in _WAYS[shape.numbering](shape) if cell not in shape.gaps)


def _by_rows(shape: Shape) -> Iterator[Cell]:
    return ((row, column) for row in range(shape.rows) for column in range(shape.columns))


def _by_columns(shape: Shape) -> Iterator[Cell]:
    return ((row, column) for column in range(shape.columns) for row in range(shape.rows))


def _as_a_snake(shape: Shape) -> Iterator[Cell]:
    for row in range(shape.rows):
        there = range(shape.columns)
        yield from ((row, column) for column in (reversed(there) if row % 2 else there))


_WAYS = {Numbering.ROWS: _by_rows, Numbering.COLUMNS: _by_columns, Numbering.SNAKE: _as_a_snake}
