"""A clock that is set by hand."""

from dataclasses import dataclass
from datetime import datetime

from tests.room import NOW


@dataclass
class Clock:
    """Says `now` until it is set again."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now
