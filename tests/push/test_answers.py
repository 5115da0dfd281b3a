"""Every answer of a push service, from the sender to the rows: what becomes of the message, the phone and the alert."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from pwa.adapters.breaker import THRESHOLD
from pwa.adapters.endpoints import HostRules
from pwa.adapters.vapid import make_key, public_key
from pwa.adapters.webpush import Sender
from pwa.clock import utcnow
from pwa.models.tables import Alert, Candidate, Delivery, Device
from pwa.operations import devices, push_hosts
from pwa.watcher import Watcher
from tests.acting import act
from tests.databases import Database
from tests.push.conftest import SUBJECT
from tests.room import Room
from tests.tools.push_service import PushService
from tests.tools.subscription import Subscription

WINDOWS_PHONE = "https://wns2-par02p.notify.windows.com/w/?token=secret"


@pytest.fixture
def service() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture
def key(tmp_path: Path) -> Path:
    make_key(tmp_path / "vapid.pem")
    return tmp_path / "vapid.pem"


@dataclass
class Road:
    """One alert, its message, the phone it is for, and the watcher that sends it."""

    db: Session
    watcher: Watcher
    delivery: Delivery
    service: PushService

    @property
    def device(self) -> Device:
        return self.delivery.device

    @property
    def alert(self) -> Alert:
        assert self.delivery.alert
        return self.delivery.alert

    def send(self) -> Delivery:
        """Send what is due, once; then see what was written."""
        self.watcher.deliver()
        self.db.expire_all()
        self.db.rollback()
        return self.delivery

    def again(self) -> Delivery:
        """The same, at the moment of the next try."""
        self.delivery.due_at = utcnow()
        self.db.commit()
        return self.send()


@pytest.fixture
def road(
    db: Session, database: Database, room: Room, candidate: Candidate, service: PushService, key: Path
) -> Iterator[Road]:
    yield from _road(db, database, room, candidate, service, key, service.subscribe(public_key(key)))


def _road(
    db: Session, database: Database, room: Room, candidate: Candidate, service: PushService, key: Path,
    phone: Subscription,
) -> Iterator[Road]:  # fmt: skip
    long_ago, now = utcnow() - timedelta(days=1), utcnow()
    act(db, devices.register, room.invigilator, endpoint=phone.endpoint, **phone.info["keys"], name="", now=long_ago)
    room.wait(candidate, now)
    db.commit()
    sender = Sender(key, SUBJECT, HostRules.from_settings([service.origin]), timeouts=(1.0, 0.3))
    yield Road(db, Watcher(database, sender, 30), room.deliveries()[0], service)
    sender.close()


def test_accepted(road: Road) -> None:
    sent = road.send()
    assert (sent.state, sent.status, sent.outcome, road.device.state) == ("accepted", 201, "accepted", "active")
    assert road.alert.accepted_at == sent.accepted_at


@pytest.mark.parametrize(
    ("status", "state", "outcome", "device"),
    [(400, "failed", "malformed", "active"), (401, "failed", "key_refused", "renew"),
     (403, "failed", "key_refused", "renew"), (404, "gone", "gone", "gone"), (410, "gone", "gone", "gone"),
     (406, "due", "throttled", "active"), (429, "due", "throttled", "active"), (413, "due", "too_large", "active"),
     (500, "due", "service_error", "active"), (502, "due", "service_error", "active"),
     (503, "due", "service_error", "active"), (301, "due", "service_error", "active"),
     (302, "due", "service_error", "active"), (307, "due", "service_error", "active"),
     (308, "due", "service_error", "active"), (418, "failed", "refused", "active")],
)  # fmt: skip
def test_each_row_of_the_table(road: Road, status: int, state: str, outcome: str, device: str) -> None:
    road.service.fail(status, times=1)
    if status == 413:  # the smaller one leaves at once: it is accepted
        assert (road.send().state, road.delivery.minimal) == ("accepted", True)
        return
    sent = road.send()
    assert (sent.state, sent.status, sent.outcome, road.device.state) == (state, status, outcome, device)
    assert len(road.service.messages.all()) == 1
    if state in ("failed", "gone"):
        assert road.alert.escalate_at is not None
        assert road.alert.escalate_at <= utcnow()  # nobody is waited for
        assert sent.due_at is None
    else:
        assert sent.due_at is not None
        assert road.again().state == "accepted"


@pytest.mark.parametrize("asked", [7, "7"])
def test_a_service_that_asks_for_patience_is_given_it(road: Road, asked: int | str) -> None:
    road.service.fail(429, retry_after=asked)
    before = utcnow()
    due_at = road.send().due_at
    assert due_at is not None
    assert before + timedelta(seconds=7) <= due_at <= utcnow() + timedelta(seconds=8)


def test_patience_past_the_alert_s_life_is_a_failure(road: Road) -> None:
    road.service.fail(503, retry_after=3600)
    assert (road.send().state, road.delivery.due_at) == ("failed", None)
    assert (road.alert.escalate_at or utcnow()) <= utcnow()


def test_a_young_subscription_has_a_second_chance(road: Road) -> None:
    road.device.created_at = utcnow() - timedelta(seconds=5)
    road.db.commit()
    road.service.fail(410)
    assert (road.send().state, road.delivery.outcome, road.device.state) == ("due", "gone_early", "active")
    assert road.again().state == "accepted"


def test_a_slow_service_is_tried_again(road: Road) -> None:
    road.service.delay(0.6)
    assert (road.send().state, road.delivery.outcome) == ("due", "timeout")
    assert road.again().state == "accepted"


def test_a_service_that_hangs_or_cuts_is_tried_again(road: Road) -> None:
    with road.service.hold():
        assert (road.send().state, road.delivery.outcome) == ("due", "timeout")
    road.service.cut()
    assert (road.again().state, road.delivery.outcome) == ("due", "network")
    assert road.again().state == "accepted"


def test_a_redirection_inside_is_not_followed(road: Road) -> None:
    for place in ("http://127.0.0.1:1/inside", "http://169.254.169.254/latest", "https://fcm.googleapis.com/x"):
        road.service.redirect(307, place)
        assert road.again().outcome == "service_error"
    assert len(road.service.messages.all()) == 3


def test_a_service_that_is_down_is_left_alone_and_nobody_waits_for_it(road: Road) -> None:
    road.service.fail(503, times=THRESHOLD)
    for _ in range(THRESHOLD):
        road.again()
    road.alert.escalate_at = utcnow() + timedelta(minutes=1)
    road.db.commit()
    assert (road.again().outcome, road.delivery.state) == ("paused", "due")
    assert len(road.service.messages.all()) == THRESHOLD
    assert road.alert.escalate_at <= utcnow()
    (reach,) = push_hosts.reach(road.db, utcnow())
    assert (reach.reachable, reach.failures, reach.outcome) == (False, THRESHOLD, "service_error")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "192.168.1.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_inside_is_not_sent_to(
    db: Session, database: Database, room: Room, candidate: Candidate, service: PushService, key: Path, address: str
) -> None:
    (road,) = list(_outside(db, database, room, candidate, service, key, address))
    assert (road.delivery.state, road.delivery.outcome) == ("due", "refused_address")
    assert service.messages.all() == []


def _outside(
    db: Session, database: Database, room: Room, candidate: Candidate, service: PushService, key: Path, address: str
) -> Iterator[Road]:
    """A known service whose name has come to lead to `address`."""
    for road in _road(db, database, room, candidate, service, key, Subscription(WINDOWS_PHONE)):
        sender = Sender(key, SUBJECT, HostRules.from_settings(), lookup=lambda host, port: [address])
        Watcher(database, sender, 30).deliver()
        sender.close()
        db.expire_all()
        db.rollback()
        yield road
