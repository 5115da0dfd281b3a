"""A workbook on the standard input, its first sheet's rows of texts as JSON on the standard output.

A program of its own, run by `workbooks`: whatever a hostile file makes the library ask for, it asks for within the
memory and the time this process may take. Formulas are never evaluated: what the cell last showed is read.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY = 768 * 1024 * 1024
"""Bytes of address space, the interpreter's own included."""
PROCESSOR = 15
"""Seconds."""
MOST_CELLS = 1_000_000
MOST_WRITTEN = 20_000_000
"""Characters of a sheet: a text that is kept once may stand in every cell."""

Value = str | float | bool | date | time | timedelta


class TooLarge(Exception):
    """The sheet has more cells, or more in them, than any list of candidates."""


def rows(content: bytes) -> list[list[str]]:
    """Return the first visible sheet that says anything, row n at n - 1; none when no sheet does."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for sheet in workbook.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            read = workbook.get_sheet_by_name(sheet.name)
            if read.total_height * read.total_width > MOST_CELLS:
                raise TooLarge
            if found := list(_texts(read.to_python(skip_empty_area=False))):
                return found
    return []


def _texts(cells: list[list[Value]]) -> Iterator[list[str]]:
    """Yield the rows down to the last that says anything."""
    kept: list[list[str]] = []
    written = 0
    for row in cells:
        kept.append([text(cell) for cell in row])
        written += sum(map(len, kept[-1]))
        if written > MOST_WRITTEN:
            raise TooLarge
        if any(cell.strip() for cell in kept[-1]):
            yield from kept
            kept = []


def text(value: Value) -> str:
    """Return a cell as a person would have typed it."""
    match value:
        case bool():
            return "VRAI" if value else "FAUX"
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case datetime():
            return f"{text(value.date())} {value:%H:%M}"
        case date():
            return f"{value:%d/%m}/{value.year:04}"
        case time():
            return f"{value:%H:%M}"
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(value)


def main() -> int:
    """Read within bounds; 2 when the sheet is too large, 1 when it is no workbook that can be read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        json.dump(rows(sys.stdin.buffer.read()), sys.stdout)
    except TooLarge:
        return 2
    except (CalamineError, OverflowError, ValueError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
