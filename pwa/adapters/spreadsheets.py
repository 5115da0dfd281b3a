"""Spreadsheets that people upload, read as rows of texts."""

import codecs
import csv
import io
import re
from collections.abc import Sequence

from pwa.adapters.workbooks import is_workbook, read_workbook
from pwa.domain.errors import Invalid
from pwa.domain.words import N_, Sentence

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 500
MOST_WRITTEN = 32_000
"""Characters in a cell."""

_BINARIES = (b"%pdf", b"\x1f\x8b", b"\x89png", b"\xff\xd8\xff", b"{\\rtf", b"<!doctype", b"<html", b"<?xml")

TOO_LONG = N_("Le fichier dépasse 10 000 lignes : partagez-le en plusieurs fichiers.")
BAD_QUOTE = N_('Ligne %(line)s : un guillemet est mal placé. Fermez-le, ou doublez-le ("") dans un texte.')


def read_table(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV, XLSX or ODS file, empty ones included so that row n stands at n - 1.

    A CSV is in UTF-8 with or without a byte order mark, else Windows-1252; `;` or `,` as the first line has it.
    Raises Invalid with what to do about it.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(N_("Le fichier dépasse 5 Mo : partagez-le en plusieurs fichiers."), "file_too_large")
    rows = read_workbook(content) if is_workbook(content) else _read_text(content)
    _check_rows(rows)
    return rows


def write_table(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as a CSV, a first row of titles included."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL).writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def read_back(content: bytes) -> list[list[str]]:
    """Return the rows that `write_table` wrote, whatever their number."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def _read_text(content: bytes) -> list[list[str]]:
    if b"\0" in content or content.removeprefix(codecs.BOM_UTF8).lstrip()[:20].lower().startswith(_BINARIES):
        sentence = N_("Ce fichier n'est pas un tableau : choisissez un fichier CSV (UTF-8), XLSX ou ODS.")
        raise Invalid(sentence, "file_is_binary")
    text = _decoded(content)
    return _rows(text, _delimiter(text))


def _check_rows(rows: list[list[str]]) -> None:
    if not rows:
        raise Invalid(N_("Ce fichier est vide : choisissez celui qui contient vos candidats."), "file_is_empty")
    if len(rows) > MOST_ROWS:
        raise Invalid(TOO_LONG, "file_too_long")
    if max(map(len, rows)) > MOST_COLUMNS:
        raise Invalid(N_("Le fichier dépasse 500 colonnes : gardez celles qui servent."), "file_too_wide")
    if max(len(cell) for row in rows for cell in row) > MOST_WRITTEN:
        sentence = N_("Une case de ce fichier dépasse 32 000 caractères : raccourcissez-la.")
        raise Invalid(sentence, "file_cell_too_long")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded_windows(content)


def _decoded_windows(content: bytes) -> str:
    try:
        return content.decode("windows-1252")
    except UnicodeDecodeError:
        sentence = N_("Les lettres de ce fichier sont illisibles : enregistrez-le au format CSV, en UTF-8.")
        raise Invalid(sentence, "file_encoding") from None


def _delimiter(text: str) -> str:
    """Return the separator that the first line has most often outside its quotes; `;` when in doubt."""
    first_line = re.split(r"[\r\n]", text.lstrip(), maxsplit=1)[0]
    unquoted = "".join(first_line.split('"')[::2])
    return "," if unquoted.count(",") > unquoted.count(";") else ";"


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """Read the rows down to the last that says anything; a file of empty ones takes no more room than its text.

    A quote that is never closed, or closed too early, is told with the row it begins in.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    empty = 0
    try:
        for row in reader:
            if not any(cell.strip() for cell in row):
                empty += 1
                continue
            if len(rows) + empty >= MOST_ROWS:
                raise Invalid(TOO_LONG, "file_too_long")
            rows += [*([[]] * empty), row]
            empty = 0
    except csv.Error:
        sentence = Sentence(BAD_QUOTE, line=len(rows) + empty + 1)
        raise Invalid(sentence, "file_quotes") from None
    return rows
