"""Tests of the pages, through one client that checks each of them; the cast is everybody's, the room is small."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import CertificationSession


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.import_plugin("tests.web.fixtures")


@pytest.fixture
def db(app_db: Session) -> Session:
    return app_db


@pytest.fixture
def session(make_session: Callable[[], CertificationSession]) -> CertificationSession:
    return make_session()
