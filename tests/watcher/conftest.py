"""A watcher over the cast's database, with a clock that is set and a desk that answers as told."""

from typing import cast

import pytest
from sqlalchemy.orm import Session, sessionmaker

from pwa.adapters.webpush import Sender
from pwa.watcher import Watcher
from tests.watcher.clock import Clock
from tests.watcher.desk import Desk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def watcher(database: sessionmaker[Session], desk: Desk, clock: Clock) -> Watcher:
    return Watcher(database, cast(Sender, desk), 30, clock)
