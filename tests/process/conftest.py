"""Tests of real processes: an application of its own for each, which may be killed."""

from collections.abc import Iterator

import pytest

from tests.tools.push_service import PushService
from tests.tools.servers import AppServer


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.tools.fixtures")


@pytest.fixture
def app_server(push_service: PushService) -> Iterator[AppServer]:
    """Web and watcher, up; what they wrote is shown when the test fails."""
    with AppServer([push_service.origin], settings={"LEASE_SECONDS": "5"}) as server:
        yield server
        print(server.log)
