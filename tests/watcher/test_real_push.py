"""With the real sender, a real push service and the real time, which signatures are checked by."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from pwa.adapters.endpoints import HostRules
from pwa.adapters.vapid import make_key, public_key
from pwa.adapters.webpush import Sender
from pwa.clock import utcnow
from pwa.models.tables import Candidate
from pwa.operations import devices
from pwa.watcher import Watcher
from tests.acting import act
from tests.databases import Database
from tests.room import NOW, Room
from tests.tools.push_service import PushService
from tests.tools.subscription import Subscription


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    make_key(tmp_path / "vapid.pem")
    return tmp_path / "vapid.pem"


@pytest.fixture
def phone(db: Session, room: Room, service: PushService, key_file: Path) -> Subscription:
    """The invigilator's phone, subscribed with our key."""
    phone = service.subscribe(public_key(key_file))
    act(db, devices.register, room.invigilator, endpoint=phone.endpoint, **phone.info["keys"], name="phone", now=NOW)
    return phone


def test_an_alert_reaches_the_phone(
    database: Database, room: Room, candidate: Candidate, service: PushService, phone: Subscription, key_file: Path
) -> None:
    room.wait(candidate, utcnow())
    room.db.commit()
    sender = Sender(key_file, "mailto:surveillance@example.org", HostRules.from_settings([service.origin]))
    assert Watcher(database, sender, 30).deliver()
    message = service.wait_for()
    assert message.status == 201
    assert 0 < message.ttl <= 180
    assert phone.payload(message)["notification"]["title"] == "Salle B204 · L. A. · demande à entrer"
    room.db.commit()
    assert [delivery.state for delivery in room.deliveries()] == ["accepted"]
