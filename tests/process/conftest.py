"""Tests of real processes use the shared push service and browsers."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.tools.fixtures")
