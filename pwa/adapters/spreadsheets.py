"""Spreadsheets that people upload, read as rows of texts."""

import csv
import io

from pwa.domain.errors import Invalid
from pwa.domain.words import N_, Sentence

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # XLSX and ODS are zip archives; XLS is an OLE file
_BINARIES = (b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")

BAD_QUOTE = N_('Ligne %(line)s : un guillemet est mal placé. Fermez-le, ou doublez-le ("") dans un texte.')


def read_table(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file, empty ones included so that row n stands at n - 1.

    UTF-8 with or without a byte order mark, else Windows-1252; `;` or `,` as the first line has it.
    Raises Invalid with what to do about it.
    """
    _check_bytes(content)
    text = _decoded(content)
    rows = _rows(text, _delimiter(text))
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    _check_rows(rows)
    return rows


def _check_bytes(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Invalid(N_("Le fichier dépasse 5 Mo : partagez-le en plusieurs fichiers."), "file_too_large")
    if content.startswith(_WORKBOOKS):
        sentence = N_(
            "Ce fichier est un classeur (XLSX, XLS ou ODS) : enregistrez-le au format CSV, puis importez ce CSV."
        )
        raise Invalid(sentence, "file_is_a_workbook")
    if b"\0" in content or content.startswith(_BINARIES):
        sentence = N_("Ce fichier n'est pas un CSV : dans votre tableur, enregistrez-le au format CSV (UTF-8).")
        raise Invalid(sentence, "file_is_binary")


def _check_rows(rows: list[list[str]]) -> None:
    if not rows:
        raise Invalid(N_("Ce fichier est vide : choisissez celui qui contient vos candidats."), "file_is_empty")
    if len(rows) > MOST_ROWS:
        raise Invalid(N_("Le fichier dépasse 10 000 lignes : partagez-le en plusieurs fichiers."), "file_too_long")


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
    first_line = text.lstrip().splitlines()[:1]
    unquoted = "".join("".join(first_line).split('"')[::2])
    return "," if unquoted.count(",") > unquoted.count(";") else ";"


def _rows(text: str, delimiter: str) -> list[list[str]]:
    """Read the rows; a quote that is never closed, or closed too early, is told with the row it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error:
        sentence = Sentence(BAD_QUOTE, line=len(rows) + 1)
        raise Invalid(sentence, "file_quotes") from None
    return rows
