"""The table of the figures, as docs/figures.md holds it, and what was promised."""

from collections.abc import Iterator, Mapping

from tests.figures.lighthouse import CATEGORIES, Figures

LEAST = 95  # of every score
HEAVIEST = {"board": 80}  # kilobytes
FIRST_PAINT = 1000  # milliseconds
HEAD = (
    "page",
    "performance",
    "accessibility",
    "best practices",
    "SEO",
    "first paint",
    "largest",
    "shift",
    "kB",
    "requests",
)


def as_table(measured: Mapping[str, Figures]) -> str:
    """Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *(_cells(page, figures) for page, figures in measured.items())]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(page: str, of: Figures) -> tuple[str, ...]:
    scores = (str(of.scores[name]) for name in CATEGORIES)
    paints = (f"{paint / 1000:.2f} s" for paint in (of.first_paint, of.largest_paint))
    return (page, *scores, *paints, f"{of.shift:.3f}", f"{of.kilobytes:.1f}", str(of.requests))


def broken(measured: Mapping[str, Figures]) -> Iterator[str]:
    """A sentence for each promise that is not kept."""
    for page, of in measured.items():
        for name, score in of.scores.items():
            if score < LEAST:
                yield f"{page} : {name} {score}, promis {LEAST} ({' ; '.join(of.missed)})"
        if of.kilobytes > HEAVIEST.get(page, float("inf")):
            yield f"{page} : {of.kilobytes:.1f} ko, promis {HEAVIEST[page]}"
        if of.first_paint > FIRST_PAINT:
            yield f"{page} : première image à {of.first_paint:.0f} ms, promise sous {FIRST_PAINT}"
