"""A watcher over the cast's database, with a clock that is set and a desk that answers as told."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

import pytest

from pwa.adapters.webpush import Sender
from pwa.watcher import Watcher
from tests.databases import Database
from tests.room import NOW
from tests.watcher.desk import Desk


@dataclass
class Clock:
    """Says `now` until it is set again."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def watcher(database: Database, desk: Desk, clock: Clock) -> Watcher:
    return Watcher(database, cast(Sender, desk), 30, clock)
