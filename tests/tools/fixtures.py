"""The browsers and services shared by all tests of a run (of a worker, under pytest-xdist)."""

from collections.abc import Iterator

import pytest

from tests.tools.chromium import Chromium
from tests.tools.firefox import Firefox
from tests.tools.notifications import NotificationBus
from tests.tools.push_service import PushService


@pytest.fixture(scope="session")
def the_push_service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture
def push_service(the_push_service: PushService) -> PushService:
    """The browsers' push service, with nothing remembered and no trouble ordered."""
    the_push_service.clear()
    return the_push_service


@pytest.fixture(scope="session")
def the_notifications() -> Iterator[NotificationBus]:
    with NotificationBus() as bus:
        yield bus


@pytest.fixture
def notifications(the_notifications: NotificationBus) -> NotificationBus:
    """The operating system's notifications, empty."""
    the_notifications.clear()
    return the_notifications


@pytest.fixture(scope="session")
def firefox(the_push_service: PushService, the_notifications: NotificationBus) -> Iterator[Firefox]:
    """A Firefox with a real push service and real notifications: make a `device()` for each phone."""
    with Firefox(the_push_service.browser_url, the_notifications.address) as browser:
        yield browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A Chromium: make a `context()` for each person, an `installed()` one for a profile on disk."""
    with Chromium() as browser:
        yield browser
