"""The chain of a journal: each line carries the hash of the one before, so that what is touched afterwards shows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pwa.domain.words import N_, Sentence

FIRST = "0" * 64
"""What the first line has in the place of the hash of the one before."""

MISSING = N_("la ligne %(position)s manque")
UNCHAINED = N_("la ligne %(position)s ne suit pas celle d'avant")
CHANGED = N_("la ligne %(position)s a été modifiée")
NOT_THE_ONE_NOTED = N_("la ligne %(position)s n'est plus celle qui avait été relevée")
CUT = N_("la fin manque à partir de la ligne %(position)s : %(count)s lignes avaient été relevées")
NOT_CLOSED = N_("la fin manque à partir de la ligne %(position)s : la finalisation n'y est pas écrite")


@dataclass(frozen=True)
class Line:
    """One line; `at` is ISO 8601 in UTC, `details` what JSON holds."""

    session: int
    position: int
    at: str
    actor: str
    word: str
    candidate: int | None
    details: Mapping[str, Any]
    previous_hash: str
    hash: str

    @property
    def digest(self) -> str:
        """The hash that the line must have: SHA-256 of its values as sorted JSON, the previous hash included."""
        values = [
            self.session,
            self.position,
            self.at,
            self.actor,
            self.word,
            self.candidate,
            self.details,
            self.previous_hash,
        ]
        return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """How long a chain was when somebody noted it, and the hash of its last line: what shows that its tail was cut."""

    count: int
    hash: str


@dataclass(frozen=True)
class Broken:
    """The first line of a chain that is not as it was written, and what is wrong."""

    position: int
    sentence: Sentence


def first_broken(lines: Iterable[Line], noted: Head | None = None) -> Broken | None:
    """Return where a chain breaks, or falls short of what was noted; None while it is whole."""
    previous, count = FIRST, 0
    for count, line in enumerate(lines, start=1):
        wrong = _wrong(line, count, previous, noted)
        if wrong:
            return Broken(count, Sentence(wrong, position=count))
        previous = line.hash
    if noted and noted.count > count:
        return Broken(count + 1, Sentence(CUT, position=count + 1, count=noted.count))
    return None


def _wrong(line: Line, position: int, previous: str, noted: Head | None) -> str | None:
    if line.position != position:
        return MISSING
    if line.previous_hash != previous:
        return UNCHAINED
    if line.hash != line.digest:
        return CHANGED
    if noted and noted.count == position and noted.hash != line.hash:
        return NOT_THE_ONE_NOTED
    return None
