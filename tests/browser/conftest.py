"""Tests in real browsers use the shared browsers and services."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.tools.fixtures")
