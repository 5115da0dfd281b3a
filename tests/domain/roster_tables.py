"""Tables for the tests of the roster: one good line, to be spoiled cell by cell."""

from datetime import datetime

from pwa.domain.roster import Finding, Report, read_rows
from pwa.domain.roster_columns import Column

NOW = datetime(2030, 11, 1, 9, 0)  # noqa: DTZ001 - the site's own clock

LEA = {
    Column.SITE: "Lycée Camille Guérin",
    Column.ROOM: "Salle B204",
    Column.DATE: "20/11/2030",
    Column.TIME: "08:30",
    Column.INVIGILATORS: "Claire Moreau",
    Column.LAST_NAME: "ABADIE",
    Column.FIRST_NAME: "Léa",
    Column.BIRTH_DATE: "18/05/2009",
    Column.SEX: "F",
    Column.BIRTH_INSEE: "86194",
    Column.BIRTH_COUNTRY: "FRANCE",
}

Cells = dict[Column, str]


def row(changes: Cells | None = None) -> list[str]:
    """Return Léa's line with some cells changed."""
    cells = {**LEA, **(changes or {})}
    return [cells.get(column, "") for column in Column]


def read(*lines: Cells) -> Report:
    """Read a table of lines that each change Léa's."""
    return read_rows([list(Column), *(row(line) for line in lines)], NOW)


def only_finding(*lines: Cells) -> Finding:
    """Return the one finding of a table."""
    (finding,) = read(*lines).findings
    return finding
