"""The watcher sends what is due; nothing that goes wrong with one message keeps the others waiting."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from pwa.adapters.webpush import Sender
from pwa.domain.delivery import Answer
from pwa.models.tables import Alert, Candidate, Delivery, Device
from pwa.operations import deliveries, outbox
from pwa.operations.deliveries import Leased
from pwa.watcher import AT_ONCE, SENDERS, Watcher
from tests.acting import act
from tests.cast import Register
from tests.databases import Database
from tests.room import NOW, Room, after
from tests.tools.waiting import eventually
from tests.watcher.clock import Clock
from tests.watcher.desk import Desk


@pytest.fixture
def phone(room: Room, register: Register) -> Device:
    """The invigilator's phone."""
    return register(room.invigilator)


@pytest.fixture
def due(room: Room, candidate: Candidate, phone: Device) -> Delivery:
    """A message to the phone: the candidate asks to enter."""
    room.wait(candidate, NOW)
    (delivery,) = room.deliveries()
    room.db.commit()
    return delivery


def deliver(watcher: Watcher, clock: Clock, room: Room, seconds: float = 0) -> bool:
    """One round at that moment; the room then reads everything again."""
    clock.now = after(seconds)
    room.db.commit()
    worked = watcher.deliver()
    room.db.commit()
    return worked


def test_nothing_due_is_no_work(watcher: Watcher, desk: Desk) -> None:
    assert not watcher.deliver()
    assert desk.sent == []


def test_what_is_due_is_sent_once(watcher: Watcher, clock: Clock, room: Room, due: Delivery, desk: Desk) -> None:
    assert deliver(watcher, clock, room)
    (sent,) = desk.sent
    assert (sent.endpoint, sent.ttl) == (due.device.endpoint, 180)
    assert len(sent.topic or "") == 32
    assert (due.state, due.status, due.accepted_at) == ("accepted", 201, NOW)
    assert not deliver(watcher, clock, room, 60)


def test_every_phone_is_rung_in_one_round(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate, register: Register, desk: Desk
) -> None:
    phones = [register(room.invigilator, f"phone-{number}") for number in range(10)]
    room.wait(candidate, NOW)
    room.climb(after(20))
    deliver(watcher, clock, room, 20)
    assert {sent.endpoint for sent in desk.sent} == {phone.endpoint for phone in phones}
    assert 1 <= desk.most_at_once <= SENDERS


def test_what_may_pass_is_sent_again_later(
    watcher: Watcher, clock: Clock, room: Room, due: Delivery, desk: Desk
) -> None:
    desk.answers.append(Answer(503, retry_after=10))
    deliver(watcher, clock, room)
    assert (due.state, due.outcome) == ("due", "service_error")
    assert not deliver(watcher, clock, room, 9)
    assert deliver(watcher, clock, room, 12)
    assert (due.state, due.tries, len(desk.sent)) == ("accepted", 2, 2)


def test_a_refused_topic_is_sent_again_at_once_without_it(
    watcher: Watcher, clock: Clock, room: Room, due: Delivery, desk: Desk
) -> None:
    desk.answers.append(Answer(400, reason="BadWebPushTopic"))
    deliver(watcher, clock, room)
    assert [sent.topic is None for sent in desk.sent] == [False, True]
    assert due.state == "accepted"


def test_a_phone_that_is_gone_is_switched_off(
    watcher: Watcher, clock: Clock, room: Room, due: Delivery, desk: Desk
) -> None:
    desk.answers.append(Answer(410))
    deliver(watcher, clock, room, 120)
    assert (due.state, due.device.state) == ("gone", "gone")


def test_a_sender_that_breaks_leaves_the_message_to_its_lease(
    watcher: Watcher, clock: Clock, room: Room, due: Delivery, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    desk.answers.append(RuntimeError("broken"))
    deliver(watcher, clock, room)
    assert (due.state, due.due_at) == ("leased", after(30))
    assert f"delivery {due.id} could not be finished" in caplog.text
    deliver(watcher, clock, room, 30)
    assert due.state == "accepted"


def test_a_message_that_cannot_be_written_stops_no_other(
    watcher: Watcher, clock: Clock, room: Room, neighbour: Candidate, due: Delivery, desk: Desk,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    room.wait(neighbour, after(1))
    due.alert = cast(Alert, due.alert)
    due.alert.kind = "unheard_of"
    deliver(watcher, clock, room, 1)
    assert [delivery.state for delivery in room.deliveries()] == ["leased", "accepted"]
    assert f"delivery {due.id} could not be finished" in caplog.text


def test_what_is_answered_before_it_leaves_is_not_sent(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate, due: Delivery, desk: Desk
) -> None:
    room.confirm(candidate, after(1))
    assert not deliver(watcher, clock, room, 2)
    assert (desk.sent, due.outcome) == ([], "closed")


@pytest.mark.parametrize("taken", [True, False])
def test_what_is_taken_or_closed_once_it_is_leased_does_not_ring(
    watcher: Watcher, clock: Clock, room: Room, candidate: Candidate, due: Delivery, desk: Desk, taken: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Somebody is quicker than the sender, between the lease and the sending."""
    lease, alert = deliveries.lease, room.alert(candidate)

    def lease_then_act(db: Session, *args: Any) -> Leased | None:
        leased = lease(db, *args)
        if leased and leased.id == due.id:
            db.commit()
            room.take(alert, NOW) if taken else room.confirm(candidate, NOW)
        return leased

    monkeypatch.setattr(deliveries, "lease", lease_then_act)
    deliver(watcher, clock, room)
    assert (due.state, due.outcome, due.due_at) == ("failed", "overtaken", None)
    assert [one.state for one in room.deliveries("update")] == ["accepted"]
    assert len(desk.sent) == 1


def test_what_is_too_old_is_not_sent(watcher: Watcher, clock: Clock, room: Room, due: Delivery, desk: Desk) -> None:
    due.tries = 1
    assert not deliver(watcher, clock, room, 180)
    assert (desk.sent, due.outcome) == ([], "expired")


def test_an_alert_nobody_was_told_is_sent_after_our_absence(
    watcher: Watcher, clock: Clock, room: Room, due: Delivery, desk: Desk
) -> None:
    assert deliver(watcher, clock, room, 3600)
    assert ([sent.ttl for sent in desk.sent], due.state) == ([180], "accepted")


def test_a_trial_nobody_waits_for_any_more_is_not_sent(
    watcher: Watcher, clock: Clock, room: Room, phone: Device, desk: Desk
) -> None:
    act(room.db, outbox.try_out, phone, NOW)
    assert not deliver(watcher, clock, room, 60)
    assert desk.sent == []


def test_a_slow_service_keeps_no_other_waiting(
    watcher: Watcher, clock: Clock, room: Room, phone: Device, register: Register, desk: Desk
) -> None:
    slow, quick = phone.endpoint, register(room.invigilator, "quick")
    desk.held[slow] = threading.Event()
    act(room.db, outbox.try_out, phone, NOW)
    with ThreadPoolExecutor(1) as pool:
        round_ = pool.submit(watcher.deliver)
        eventually(lambda: desk.sent, what="the slow service has the first message")
        act(room.db, outbox.try_out, quick, NOW)
        eventually(lambda: len(desk.sent) == 2, what="the second message leaves meanwhile")
        desk.held[slow].set()
        assert round_.result(10)


def test_a_phone_slow_to_answer_leaves_senders_to_the_others(
    watcher: Watcher, room: Room, phone: Device, register: Register, desk: Desk
) -> None:
    slow, quick = phone.endpoint, register(room.invigilator, "quick")
    desk.held[slow] = threading.Event()
    for device in (*[phone] * SENDERS, quick):
        act(room.db, outbox.try_out, device, NOW)
    with ThreadPoolExecutor(1) as pool:
        round_ = pool.submit(watcher.deliver)
        eventually(lambda: len(desk.sent) > AT_ONCE, what="the quick one is rung beside those held")
        assert sorted(sent.endpoint for sent in desk.sent) == sorted([slow] * AT_ONCE + [quick.endpoint])
        desk.held[slow].set()
        assert round_.result(10)
    assert len(desk.sent) == SENDERS + 1


class Cut:
    """A database that cannot be reached, until `mend`."""

    def __init__(self, database: Database) -> None:
        self._database, self._mended = database, False

    def mend(self) -> None:
        self._mended = True

    def __call__(self) -> Session:
        if not self._mended:
            raise OperationalError("SELECT 1", None, Exception("server closed the connection"))
        return self._database()


def test_a_database_out_of_reach_uses_up_no_sender(
    database: Database, clock: Clock, room: Room, due: Delivery, desk: Desk
) -> None:
    cut = Cut(database)
    watcher = Watcher(cast(Database, cut), cast(Sender, desk), 30, clock)
    for _ in range(SENDERS + 1):
        with pytest.raises(OperationalError):
            watcher.deliver()
    cut.mend()
    deliver(watcher, clock, room)
    assert due.state == "accepted"
