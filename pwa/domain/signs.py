"""Signs: two digits and a symbol that change every 30 s, the same on a candidate's screen and on the invigilator's."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

PERIOD = 30
"""Seconds."""

SYMBOLS = {
    "star": "étoile",
    "crown": "couronne",
    "moon": "lune",
    "key": "clé",
    "anchor": "ancre",
    "leaf": "feuille",
    "heart": "cœur",
    "cloud": "nuage",
    "sun": "soleil",
    "umbrella": "parapluie",
    "house": "maison",
    "fish": "poisson",
}
"""Drawn in the sprite of icons under these names; told apart by their shapes alone, and said by theirs."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What both screens show until then: « 47 » and a symbol, by its drawing and by its name."""

    digits: str
    symbol: str
    name: str
    until: datetime


def sign(secret: bytes, candidate_id: int, now: datetime) -> Sign:
    """Return the sign of a candidate now: nobody can tell it without the secret, nor from the one before."""
    window = int(now.timestamp()) // PERIOD
    drawn = hmac.digest(secret, f"{candidate_id}:{window}".encode(), hashlib.sha256)
    number = int.from_bytes(drawn[:8])
    symbol, name = tuple(SYMBOLS.items())[number // 100 % len(SYMBOLS)]
    return Sign(f"{number % 100:02}", symbol, name, datetime.fromtimestamp((window + 1) * PERIOD, UTC))
