"""The cast: people who do not exist, and what each of them lives during a session that is played."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import count

FIRST_NAMES = ("Léa", "Aïssatou", "Jean-Michel", "Noé", "Maëlys", "Ibrahim", "Chloé", "Ștefan", "Zoé", "Loïc", "Anaïs")
LAST_NAMES = ("D'ALMEIDA", "LE GOFF", "GARÇON", "NUÑEZ", "BÂ", "MÜLLER", "OUÉDRAOGO", "PETIT", "ŁUKASIK", "SAINT-ANGE")
DIFFERENT = len(FIRST_NAMES) * len(LAST_NAMES)
"""So many people before a name comes again (the two lengths share no divisor)."""


class Role(StrEnum):
    """What happens to a candidate during the test."""

    CLOSES = "closes the window, asks to come back, resumes"
    LOSES = "loses the network, finds it again"
    RELOADS = "reloads the page"
    FINISHES = "answers everything in time"
    STAYS = "answers now and then until the end"
    MOVES = "changes computer while the test runs"
    HICCUPS = "loses the network for 3 seconds"
    HIDES = "looks at another tab for 8 seconds"
    MISSES = "never comes"


def names() -> Iterator[tuple[str, str]]:
    """Yield first and last names without end: all different as long as they last, then with « BIS »."""
    for index in count():
        first, last = FIRST_NAMES[index % len(FIRST_NAMES)], LAST_NAMES[index % len(LAST_NAMES)]
        yield first, last + " BIS" * (index // DIFFERENT)
