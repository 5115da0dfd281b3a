"""CSV files that people take away: read by spreadsheets in French as in English, never as formulas."""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of one."""


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a file of these rows: UTF-8 with its mark, `;` between the cells."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([harmless(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """Return a cell that is read as text, whatever it begins with."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
