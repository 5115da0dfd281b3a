"""The watcher is tried beside the cast, on both databases."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    for plugin in ("tests.databases", "tests.cast", "tests.watcher.fixtures"):
        config.pluginmanager.import_plugin(plugin)
