"""Tests of what phones and test pages talk to, with the people and the room of the pages."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import CertificationSession


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.web.fixtures")
    config.pluginmanager.import_plugin("tests.api.fixtures")


@pytest.fixture
def db(app_db: Session) -> Session:
    return app_db


@pytest.fixture
def session(make_session: Callable[[], CertificationSession]) -> CertificationSession:
    return make_session()
