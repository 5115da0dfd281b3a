"""Languages: French is how we write; another one is read from its catalogue, as translators keep it."""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from pwa.domain.words import Translate, say

SOURCE = "fr"
LANGUAGES = {"fr": "Français", "en": "English"}
"""The languages we write, each by its own name."""
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


class French(NullTranslations):
    """Sentences as they are written; nothing and one are singular."""

    def ungettext(self, singular: str, plural: str, num: int) -> str:
        return singular if num < 2 else plural


@cache
def translations(language: str) -> NullTranslations:
    """Return what turns our sentences into those of a language; what it lacks, or does not know, stays French."""
    if language not in LANGUAGES or language == SOURCE:
        return French()
    read = BytesIO()
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        write_mo(read, read_po(file))
    read.seek(0)
    known = Translations(read)
    known.add_fallback(French())
    return known


def translator(language: str | None) -> Translate:
    """Return what says our French sentences in a language, their places still empty, for who asks outside a page."""
    known = translations(known_or_source(language))
    return lambda sentence: say(sentence, known.ugettext, known.ungettext)


def known_or_source(language: str | None) -> str:
    """The language that a person gets: the one they chose, if we write it."""
    return language if language in LANGUAGES else SOURCE
