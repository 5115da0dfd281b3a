"""The watcher is tried beside the cast, on both databases."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.watcher.fixtures")
