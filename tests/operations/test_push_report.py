"""What the last day of pushes was like."""

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Candidate, Delivery
from pwa.operations import outbox, push_report
from pwa.operations.push_report import ALL
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after


@pytest.fixture
def delivery(room: Room, candidate: Candidate, register: Register) -> Delivery:
    register(room.invigilator)
    room.wait(candidate, NOW)
    return room.deliveries()[0]


def test_messages_are_counted_by_what_became_of_them(db: Session, room: Room, delivery: Delivery) -> None:
    delivery.state, delivery.outcome = "failed", "timeout"
    db.commit()
    act(db, outbox.try_out, delivery.device, NOW)
    assert set(push_report.read(db, after(60)).outcomes) == {("ring", "timeout", 1), ("trial", "due", 1)}
    assert push_report.read(db, after(hours=25)).outcomes == []


def test_each_step_of_a_ring_is_timed_by_service(db: Session, room: Room, delivery: Delivery) -> None:
    assert delivery.alert
    delivery.accepted_at, delivery.shown_at = after(0.5), after(2)
    delivery.alert.claimed_at = after(12)
    db.commit()
    steps = push_report.read(db, after(60)).steps
    assert steps.keys() == {ALL, "updates.push.services.mozilla.com"}
    assert (steps[ALL].accepted.half, steps[ALL].shown.half, steps[ALL].claimed.most) == (0.5, 1.5, 10.0)


def test_a_phone_that_showed_it_after_somebody_went_made_nobody_go(db: Session, delivery: Delivery) -> None:
    assert delivery.alert
    delivery.accepted_at, delivery.shown_at, delivery.alert.claimed_at = after(3), after(2), after(1)
    db.commit()
    steps = push_report.read(db, after(60)).steps[ALL]
    assert (steps.shown.half, steps.claimed.count) == (0.0, 0)
