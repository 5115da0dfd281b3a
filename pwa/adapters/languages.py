"""Languages: French is how we write; another one is read from its catalogue, as translators keep it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE = "fr"
LANGUAGES = {"fr": "Français", "en": "English"}
"""The languages notifications are written in, each by its own name."""
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"

Translate = Callable[[str], str]


def translator(language: str | None) -> Translate:
    """What turns our French sentences into those of a language; what it lacks, or does not know, stays French."""
    known = _sentences(language) if language in LANGUAGES and language != SOURCE else {}
    return lambda sentence: known.get(sentence, sentence)


def known_or_source(language: str | None) -> str:
    """The language that a person gets: the one they chose, if we write it."""
    return language if language in LANGUAGES else SOURCE


@cache
def _sentences(language: str) -> dict[str, str]:
    """Every translated sentence of a language, by its French."""
    return {
        str(message.id): str(message.string)
        for path in sorted((CATALOGUES / language / "LC_MESSAGES").glob("*.po"))
        for message in _read(path)
        if message.id and message.string and not message.fuzzy
    }


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)
