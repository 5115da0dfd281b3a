"""Percentiles, by the nearest rank: the smallest value that so many in a hundred do not pass."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Spread:
    """How long something takes: half of the time at most `half`, 99 times in 100 at most `most`; seconds."""

    count: int
    half: float | None
    most: float | None


def spread(values: Sequence[float]) -> Spread:
    """Return the half and the 99 in 100 of some durations; None when there is none."""
    ordered = sorted(values)
    return Spread(len(ordered), _at(ordered, 50), _at(ordered, 99))


def _at(ordered: Sequence[float], percent: int) -> float | None:
    if not ordered:
        return None
    return ordered[max(1, ceil(len(ordered) * percent / 100)) - 1]
