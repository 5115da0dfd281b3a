"""The scene of a module's application: apart from conftest.py, so that what it shares is not imported too early."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from pwa.clock import utcnow
from tests.browser import states
from tests.browser.visitors import Visitors
from tests.scene import Scene, scene
from tests.tools.chromium import Chromium
from tests.tools.servers import AppServer


@pytest.fixture(scope="module")
def server() -> Iterator[AppServer]:
    """The web process alone: nothing happens that the test did not do."""
    server = AppServer()
    try:
        server.prepare()
        server.start_web()
        yield server
        print(server.log)
    finally:
        server.stop()


@pytest.fixture(scope="module")
def stage(app_server: AppServer) -> Iterator[Scene]:
    with scene(app_server.database_url, utcnow()) as stage:
        yield stage


@pytest.fixture(scope="module")
def arranged(server: AppServer) -> Iterator[Scene]:
    """The room with a candidate in each state, as nobody moves it any more."""
    with scene(server.database_url, utcnow() - timedelta(hours=2)) as stage:
        states.arrange(stage, utcnow())
        yield stage


@pytest.fixture(scope="module")
def visitors(chromium: Chromium, server: AppServer, arranged: Scene) -> Iterator[Visitors]:
    with ExitStack() as closing:
        yield Visitors(chromium, server, arranged, closing)
