"""The scene of a module's application: apart from conftest.py, so that what it shares is not imported too early."""

from collections.abc import Iterator

import pytest

from pwa.clock import utcnow
from tests.scene import Scene, scene
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
