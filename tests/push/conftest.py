"""What the push tests share: a key, a listening push service, a subscription to it, a sender that may reach it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pwa.adapters.endpoints import HostRules
from pwa.adapters.vapid import make_key
from pwa.adapters.webpush import Sender
from pwa.domain.delivery import Answer
from tests.push.listener import Listener
from tests.tools.subscription import Subscription

NOW = datetime(2030, 11, 20, 14, 2, tzinfo=UTC)
SUBJECT = "mailto:surveillance@example.org"

SendersMaker = Callable[..., Sender]


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vapid") / "vapid.pem"
    make_key(path)
    return path


@pytest.fixture
def listener() -> Iterator[Listener]:
    service = Listener()
    yield service
    service.close()


@pytest.fixture
def phone(listener: Listener) -> Subscription:
    return Subscription(f"{listener.origin}/wpush/v2/secret-of-this-phone")


@pytest.fixture
def make_sender(key_file: Path, listener: Listener) -> Iterator[SendersMaker]:
    made: list[Sender] = []

    def make(proxy: str | None = None, **options: Any) -> Sender:
        rules = HostRules.from_settings([listener.origin])
        made.append(Sender(key_file, SUBJECT, rules, proxy, **{"timeouts": (1.0, 0.3)} | options))
        return made[-1]

    yield make
    for sender in made:
        sender.close()


@pytest.fixture
def sender(make_sender: SendersMaker) -> Sender:
    return make_sender()


def send(sender: Sender, phone: Subscription, payload: bytes = b'{"essai": true}', **options: Any) -> Answer:
    """Send to a phone with the ordinary options, or those given."""
    keys = phone.info["keys"]
    usual: dict[str, Any] = {"topic": None, "ttl": 180, "now": NOW}
    return sender.send(phone.endpoint, keys["p256dh"], keys["auth"], payload, **usual | options)
