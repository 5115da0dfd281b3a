"""Whether each push service answers, and since when."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer
from pwa.models.tables import Candidate, Delivery, PushHost
from pwa.operations import deliveries, push_hosts
from pwa.operations.push_hosts import Reach
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after

HOST = "updates.push.services.mozilla.com"


@pytest.fixture
def delivery(room: Room, candidate: Candidate, register: Register) -> Delivery:
    register(room.invigilator, now=after(hours=-1))
    room.wait(candidate, NOW)
    return room.deliveries()[0]


def send(db: Session, answer: Answer, seconds: float) -> None:
    """The due message is sent, and answered so."""
    leased = act(db, deliveries.lease, after(seconds), 30)
    assert leased
    act(db, deliveries.record, leased, answer, after(seconds), 0.0)


def test_a_service_that_accepts_is_reachable_and_its_last_success_known(db: Session, delivery: Delivery) -> None:
    send(db, Answer(201), 1)
    assert push_hosts.reach(db, after(11)) == [Reach(HOST, True, 10.0, "accepted", 0)]


def test_a_service_that_does_not_answer_is_not(db: Session, delivery: Delivery) -> None:
    send(db, Answer(problem="timeout"), 1)
    send(db, Answer(503), 20)
    assert push_hosts.reach(db, after(30)) == [Reach(HOST, False, None, "service_error", 2)]
    send(db, Answer(201), 60)
    assert push_hosts.reach(db, after(60)) == [Reach(HOST, True, 0.0, "accepted", 0)]


def test_a_service_that_refuses_is_reachable_all_the_same(db: Session, delivery: Delivery) -> None:
    send(db, Answer(410), 1)
    assert push_hosts.reach(db, after(1)) == [Reach(HOST, True, None, "gone", 0)]


@pytest.mark.parametrize("problem", push_hosts.NOT_TRIED)
def test_what_did_not_leave_says_nothing_of_the_service(db: Session, delivery: Delivery, problem: str) -> None:
    send(db, Answer(problem=problem), 1)
    assert push_hosts.reach(db, after(1)) == []


def test_no_endpoint_is_kept(db: Session, delivery: Delivery) -> None:
    send(db, Answer(201), 1)
    row = db.scalars(select(PushHost)).one()
    assert "wpush" not in "".join(str(getattr(row, column.key)) for column in PushHost.__table__.columns)


def test_a_service_left_alone_keeps_nobody_waiting(db: Session, room: Room, delivery: Delivery) -> None:
    assert delivery.alert
    assert (delivery.alert.escalate_at or NOW) > after(2)
    send(db, Answer(problem="paused", retry_after=15), 2)
    db.expire_all()
    assert delivery.alert.escalate_at == after(2)
    assert delivery.state == "due"
