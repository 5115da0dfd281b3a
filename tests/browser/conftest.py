"""Tests in real browsers: they share the browsers, and an application per module."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.tools.push_service import PushService
from tests.tools.servers import AppServer


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.tools.fixtures")
    config.pluginmanager.import_plugin("tests.browser.fixtures")
    expect.set_options(timeout=20_000)  # milliseconds: the machine may be busy


@pytest.fixture(scope="module")
def app_server(the_push_service: PushService) -> Iterator[AppServer]:
    """Web and watcher, up, for the tests of one file; what they wrote is shown when the last one fails."""
    with AppServer([the_push_service.origin]) as server:
        yield server
        print(server.log)
