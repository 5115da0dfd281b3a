"""Make the lists of communes and countries that the product ships, from the official ones.

    .venv/bin/python -m docs.make_places communes.json countries.csv

communes.json is that of the npm package @etalab/decoupage-administratif 6.0.0; countries.csv is INSEE's list of
countries and territories (columns COG, LIBCOG, LIBENR among others). Both are under Licence Ouverte 2.0.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pwa.adapters.places import FOLDER

Commune = dict[str, Any]

LINES = """# {what}
# Source : {source}. Date : {date}. Licence Ouverte 2.0 (Etalab). Fait par docs/make_places.py.
"""


def communes(found: list[Commune]) -> Iterator[tuple[str, str, str]]:
    """Yield code, name and postal codes; the former code of a commune too, and what is now a part of another."""
    postal = {one["code"]: one["codesPostaux"] for one in found if one.get("codesPostaux")}
    own = {one["code"]: one for one in found if one["type"] in ("commune-actuelle", "arrondissement-municipal")}
    for one in found:
        codes = postal.get(one["code"]) or postal.get(one.get("chefLieu", ""), [])
        yield one["code"], one["nom"], " ".join(codes)
        yield from (
            (former, one["nom"], " ".join(codes)) for former in one.get("anciensCodes", []) if former not in own
        )


def countries(rows: Iterator[dict[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield code, usual name and whole name when it is another."""
    for row in rows:
        whole = row["LIBENR"] if row["LIBENR"] != row["LIBCOG"] else ""
        yield row["COG"], row["LIBCOG"], whole


def write(name: str, header: dict[str, str], rows: Iterator[tuple[str, str, str]]) -> None:
    """Write one list, each line once, in the order of codes."""
    lines = sorted({"\t".join(row).rstrip("\t") for row in rows})
    (FOLDER / name).write_text(LINES.format(**header) + "\n".join(lines) + "\n", encoding="utf-8")


def main(communes_file: str, countries_file: str) -> None:
    """Read both sources and write both lists."""
    found = json.loads(Path(communes_file).read_text(encoding="utf-8"))
    package = "paquet npm @etalab/decoupage-administratif 6.0.0"
    source = f"code officiel géographique (INSEE) et codes postaux (La Poste), {package}"
    header = {"what": "Communes : code INSEE, nom, codes postaux", "source": source, "date": "2025"}
    write("communes.tsv", header, communes(found))
    header = {
        "what": "Pays et territoires : code INSEE, nom, nom complet s'il est autre",
        "source": "code officiel géographique (INSEE), pays et territoires étrangers",
        "date": "2025",
    }
    with Path(countries_file).open(encoding="utf-8", newline="") as file:
        write("countries.tsv", header, countries(csv.DictReader(file)))


if __name__ == "__main__":
    main(*sys.argv[1:])
