"""How pushes go, for those who look after the installation."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, PushHost
from tests.cast import Register
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn

STATUS, PAGE = "/up/push", "/administration/envois"


@pytest.fixture
def administrator(sign_in: SignIn, staff: Account, db: Session) -> Client:
    staff.administrator = True
    db.commit()
    return sign_in(staff)


@pytest.mark.parametrize("path", [STATUS, PAGE])
def test_nobody_else_knows_that_it_is_there(sign_in: SignIn, staff: Account, path: str) -> None:
    sign_in(staff).see(path, 404)


def test_a_monitor_is_told_how_each_service_answers(administrator: Client, db: Session, clock: Clock) -> None:
    assert administrator.read(STATUS) == {"hosts": []}
    row = PushHost(
        host="web.push.apple.com", tried_at=clock.now, succeeded_at=clock.now - timedelta(seconds=90), failures=3,
        outcome="timeout",
    )  # fmt: skip
    db.add(row)
    db.commit()
    host = {"host": "web.push.apple.com", "reachable": False, "age": 90.0, "outcome": "timeout", "failures": 3}
    assert administrator.read(STATUS) == {"hosts": [host]}
    page = administrator.see(PAGE)
    assert page.has("web.push.apple.com")
    assert page.has("injoignable, 3 échecs")


def test_the_page_counts_what_left_and_times_each_step(
    administrator: Client, room: Room, candidate: Candidate, register: Register, clock: Clock, db: Session
) -> None:
    assert administrator.see(PAGE).has("Aucun message depuis 24 heures.")
    register(room.invigilator)
    room.wait(candidate, clock.now)
    (delivery,) = room.deliveries()
    delivery.accepted_at = clock.now + timedelta(seconds=1.25)
    delivery.state = delivery.outcome = "accepted"
    db.commit()
    page = administrator.see(PAGE)
    assert page.has("acceptés")
    assert page.has("1,2 s")
    assert delivery.device.endpoint not in page.text
    assert candidate.last_name not in page.text
