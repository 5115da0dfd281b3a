"""The verbs are tried by the cast, on both databases."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.databases")
    config.pluginmanager.import_plugin("tests.cast")
