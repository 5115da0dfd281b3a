"""Words: French sentences that are told apart from other text, so that whoever reads them may read another language.

Rules and verbs write French. What is written here is said at the edge, in the language of its reader (`say`).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

Translate = Callable[[str], str]
"""What turns one of our French sentences, its places still empty, into the same one of another language."""


class Sentence(str):
    """A French sentence as it reads, that remembers with what its `source` was filled.

    A value that is a sentence itself is translated with it. Joined or cut, it is plain text again.
    """

    source: str
    values: Mapping[str, object]

    def __new__(cls, source: str, **values: object) -> Self:
        """Fill the places (`%(name)s`) of a sentence that `N_` marks; without values it stands as it is."""
        self = super().__new__(cls, source % values if values else source)
        self.source, self.values = str(source), values
        return self


class Count(Sentence):
    """A French sentence that counts `num`; `source` is its singular, `several` what is said from two on."""

    several: str

    def __new__(cls, source: str, several: str, num: int, **values: object) -> Self:
        filled = {**values, "num": num}
        self = super().__new__(cls, source if num < 2 else several, **filled)
        self.source, self.several = str(source), str(several)
        return self


class Clock(Sentence):
    """The time of day in a zone, or as it was given, as each language writes it: « 14 h 02 » with no-break spaces."""

    def __new__(cls, moment: datetime, zone: str | None) -> Self:
        local = moment.astimezone(ZoneInfo(zone)) if zone else moment
        return super().__new__(cls, CLOCK, hour=f"{local:%H}", minute=f"{local:%M}")


def lines(sentences: Iterable[Sentence]) -> Sentence:
    """Return several sentences as one, each on its own line."""
    named = {f"line{number}": sentence for number, sentence in enumerate(sentences)}
    return Sentence("\n".join(f"%({name})s" for name in named), **named)


def N_(source: str) -> Sentence:
    """Mark a sentence: it is found by the catalogue's tools, and stays French here."""
    return Sentence(source)


CLOCK = N_("%(hour)s\u00a0h\u00a0%(minute)s")
ABOUT = N_("%(name)s : %(why)s")
"""A refusal, beside the name of whom it is about."""


def NN_(one: str, several: str) -> tuple[str, str]:
    """Mark a sentence that counts, for `Count`."""
    return one, several


def say(text: str, gettext: Translate, ngettext: Callable[[str, str, int], str]) -> str:
    """Return a text as those two functions say it; one that is nobody's sentence is looked up as it stands."""
    if not text:
        return text
    if not isinstance(text, Sentence):
        return gettext(text)
    values = {
        name: say(value, gettext, ngettext) if isinstance(value, Sentence) else value
        for name, value in text.values.items()
    }
    if isinstance(text, Count):
        return ngettext(text.source, text.several, int(str(values["num"]))) % values
    said = gettext(text.source)
    return said % values if values else said
