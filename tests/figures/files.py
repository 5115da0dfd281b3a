"""`python -m tests.figures.files`: how long a file of candidates takes, from its sending to what it would write."""

import sys
from datetime import timedelta
from time import perf_counter

import requests

from pwa.adapters.places import official
from pwa.adapters.spreadsheets import write_table
from pwa.clock import utcnow
from pwa.domain.roster_columns import Column
from tests.adapters.workbook_files import text_cell, xlsx
from tests.scene import SignIn, scene
from tests.tools.servers import AppServer
from tests.web.page import Page

SIZES = (1, 36, 500, 5_000)
PROMISE = 5.0
"""Seconds for 5,000 rows."""
A_ROOM = 36


def main() -> int:
    """Print one line a file; 1 when 5,000 rows took longer than was promised."""
    server, slowest = AppServer(), 0.0
    try:
        server.prepare()
        server.start_web()
        with scene(server.database_url, utcnow() - timedelta(hours=1)) as stage, requests.Session() as window:
            _sign_in(server, window, stage.staff)
            print("| rows | file | read | shown | in all | written |\n|---|---|---|---|---|---|")
            for size in SIZES:
                for kind, content in (("CSV", write_table(table(size))), ("XLSX", workbook(table(size)))):
                    read, shown, written = _import(server, window, content)
                    slowest = max(slowest, read + shown)
                    told = " | ".join(f"{seconds:.2f} s" for seconds in (read, shown, read + shown, written))
                    print(f"| {size:,} | {kind}, {len(content) // 1000} kB | {told} |", flush=True)
    finally:
        server.stop()
    return 0 if slowest < PROMISE else 1


def table(size: int) -> list[list[str]]:
    """Return a file of people nobody is, 36 a session."""
    insee = [code for code in official().communes if code[:2] < "96"][:30_000:5]
    return [list(map(str, Column)), *(_row(number, insee[number % len(insee)], size) for number in range(size))]


def workbook(rows: list[list[str]]) -> bytes:
    """Return the same as a workbook, in other rooms."""
    lines = "".join(f'<row r="{line}">{_cells(line, row)}</row>' for line, row in enumerate(rows, start=1))
    return xlsx(lines.replace("Salle", "Atelier"))


def _cells(line: int, row: list[str]) -> str:
    return "".join(text_cell(f"{chr(65 + place)}{line}", cell) for place, cell in enumerate(row) if cell)


def _row(number: int, insee: str, size: int) -> list[str]:
    letters = "".join(chr(97 + int(digit)) for digit in str(number))
    cells = {
        Column.SITE: "Lycée Camille Guérin",
        Column.ROOM: f"Salle {size}-{number // A_ROOM}",
        Column.DATE: f"{utcnow() + timedelta(days=30):%d/%m/%Y}",
        Column.TIME: "08:30",
        Column.INVIGILATORS: "Claire Moreau",
        Column.LAST_NAME: f"DÉSARÇONNÉE-{letters}",
        Column.FIRST_NAME: "Mïchèle",
        Column.BIRTH_DATE: "18/05/2009",
        Column.SEX: "F",
        Column.BIRTH_INSEE: insee,
        Column.BIRTH_COUNTRY: "FRANCE",
    }
    return [cells.get(column, "") for column in Column]


def _import(server: AppServer, window: requests.Session, content: bytes) -> tuple[float, float, float]:
    """Return the seconds that the sending, the preview and the writing took."""
    place = f"{server.url}/centre/importation"
    token = Page(window.get(place, timeout=60).text).csrf_token
    began = perf_counter()
    kept = window.post(
        place, data={"csrf_token": token}, files={"file": content}, headers={"X-Upload": "1"}, timeout=60
    )
    read = perf_counter()
    page = window.get(server.url + kept.headers["Location"], timeout=60)
    shown = perf_counter()
    page.raise_for_status()
    assert "importation/" in page.url
    confirm = f"{page.url}/confirmer"
    window.post(confirm, data={"csrf_token": token}, timeout=120).raise_for_status()
    return read - began, shown - read, perf_counter() - shown


def _sign_in(server: AppServer, window: requests.Session, person: SignIn) -> None:
    form = Page(window.get(f"{server.url}/connexion", timeout=20).text)
    data = {"csrf_token": form.csrf_token, "email": person.email, "password": person.password}
    window.post(f"{server.url}/connexion", data=data, timeout=20).raise_for_status()


if __name__ == "__main__":
    sys.exit(main())
