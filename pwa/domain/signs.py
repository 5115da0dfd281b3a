"""Signs: two digits and a symbol that change every 30 s, the same on a candidate's screen and on the invigilator's."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from pwa.domain.words import N_

PERIOD = 30
"""Seconds."""

SYMBOLS = {
    "star": N_("étoile"),
    "crown": N_("couronne"),
    "moon": N_("lune"),
    "key": N_("clé"),
    "anchor": N_("ancre"),
    "leaf": N_("feuille"),
    "heart": N_("cœur"),
    "cloud": N_("nuage"),
    "sun": N_("soleil"),
    "umbrella": N_("parapluie"),
    "house": N_("maison"),
    "fish": N_("poisson"),
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
