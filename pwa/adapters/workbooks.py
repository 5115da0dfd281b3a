"""Workbooks (XLSX, ODS) that people upload: measured before they are opened, then read by a process that is held in.

Only their first sheet is read; formulas are never evaluated.
"""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from pwa.domain.errors import Invalid
from pwa.domain.words import N_

MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 1_000
PATIENCE = 20
"""Seconds that a workbook may take."""

_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # XLS, and what a password protects, are OLE files
_READER = Path(__file__).with_name("workbook_reader.py")
_TOO_LARGE = 2

OLD = N_(
    "Ce classeur est dans l'ancien format XLS, ou protégé par un mot de passe : enregistrez-le en XLSX, en ODS ou en "
    "CSV, sans mot de passe."
)
NOT_A_WORKBOOK = N_("Ce fichier est une archive, pas un classeur : choisissez le fichier XLSX, ODS ou CSV lui-même.")
DAMAGED = N_("Ce classeur est abîmé : ouvrez-le dans votre tableur, enregistrez-le de nouveau, puis envoyez-le.")
SWOLLEN = N_("Ce classeur est démesuré une fois ouvert : copiez vos candidats dans un nouveau classeur.")
LOCKED = N_("Ce classeur est protégé par un mot de passe : enregistrez-le sans mot de passe.")
SLOW = N_("La lecture de ce classeur n'aboutit pas : copiez vos candidats dans un nouveau classeur, ou en CSV.")


def is_workbook(content: bytes) -> bool:
    """Tell a workbook by how it begins, whatever its name."""
    return content.startswith((_ZIP, _OLD))


def read_workbook(content: bytes) -> list[list[str]]:
    """Return the rows of the first sheet that says anything, row n at n - 1. Raises Invalid with what to do."""
    if content.startswith(_OLD):
        raise Invalid(OLD, "file_is_an_old_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _measure(archive)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError):
        raise Invalid(DAMAGED, "file_is_damaged") from None
    return _read_apart(content)


def _measure(archive: zipfile.ZipFile) -> None:
    """Refuse, by what the archive says of itself, what is no workbook or swells; the reader holds one that lies."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if not ("xl/workbook.xml" in names or {"mimetype", "content.xml"} <= names):
        raise Invalid(NOT_A_WORKBOOK, "file_is_an_archive")
    if any(part.flag_bits & 1 for part in parts) or _is_locked_text(archive, names):
        raise Invalid(LOCKED, "file_is_locked")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Invalid(SWOLLEN, "file_too_large_unpacked")


def _is_locked_text(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Tell whether a password protects an ODS: its manifest says so."""
    manifest = "META-INF/manifest.xml"
    if manifest not in names or archive.getinfo(manifest).file_size > MOST_UNPACKED // 100:
        return False
    return b"encryption-data" in archive.read(manifest)


def _read_apart(content: bytes) -> list[list[str]]:
    command = [sys.executable, "-I", str(_READER)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Invalid(SLOW, "file_too_slow") from None
    if done.returncode == _TOO_LARGE or done.returncode < 0:
        raise Invalid(SWOLLEN, "file_too_large_unpacked")
    if done.returncode:
        raise Invalid(DAMAGED, "file_is_damaged")
    rows: list[list[str]] = json.loads(done.stdout)
    return rows
