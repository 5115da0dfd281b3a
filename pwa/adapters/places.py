"""The official lists of communes and countries that the product ships, read once, when they are first asked for."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pwa.domain.atlas import Atlas, atlas

FOLDER = Path(__file__).parents[1] / "data"


@cache
def official() -> Atlas:
    """Return France's communes (with those of yesterday) and the world's countries, as INSEE lists them."""
    return atlas(_rows("communes.tsv"), _rows("countries.tsv"))


def _rows(name: str) -> Iterator[tuple[str, str, str]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            first, second, *third = line.split("\t")
            yield first, second, third[0] if third else ""
