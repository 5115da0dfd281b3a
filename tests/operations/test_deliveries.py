"""The outbox: a message is leased by one sender, and marked with what came of it."""

from datetime import timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer, Decision
from pwa.models.tables import Account, Candidate, Delivery, Device
from pwa.operations import deliveries, devices, outbox
from pwa.operations.deliveries import Leased
from pwa.operations.messages import Message
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after

LEASE = 30
LAST_YEAR = NOW - timedelta(days=365)


@pytest.fixture
def phone(room: Room, register: Register) -> Device:
    """The invigilator's phone, known for a year."""
    return register(room.invigilator, now=LAST_YEAR)


@pytest.fixture
def delivery(room: Room, candidate: Candidate, phone: Device) -> Delivery:
    """A message due at once: the candidate asks to enter."""
    room.wait(candidate, NOW)
    (due,) = room.deliveries()
    return due


def lease(db: Session, seconds: float = 0) -> Leased | None:
    return act(db, deliveries.lease, after(seconds), LEASE)


def read(db: Session, leased: Leased | None, seconds: float) -> Message:
    assert leased
    return deliveries.message(db, leased, after(seconds))


def record(db: Session, leased: Leased | None, answer: Answer, seconds: float = 1) -> Decision:
    assert leased
    return act(db, deliveries.record, leased, answer, after(seconds), 0.5)


def test_a_message_is_due_at_once_for_three_minutes(delivery: Delivery) -> None:
    assert (delivery.state, delivery.due_at, delivery.tries) == ("due", NOW, 0)
    assert delivery.expires_at == after(180)
    assert len(delivery.token) == 43


def test_a_message_is_leased_to_one_sender(db: Session, delivery: Delivery) -> None:
    assert deliveries.any_due(db, NOW)
    leased = lease(db)
    assert leased
    assert leased.id == delivery.id
    assert (delivery.state, delivery.due_at, delivery.tries) == ("leased", after(30), 1)
    assert lease(db) is None
    assert not deliveries.any_due(db, after(29))


def test_a_message_never_marked_is_leased_again_when_its_lease_runs_out(db: Session, delivery: Delivery) -> None:
    lease(db)
    assert lease(db, 29) is None
    assert lease(db, 30)
    assert delivery.tries == 2


def test_the_oldest_message_leaves_first(
    db: Session, room: Room, candidate: Candidate, neighbour: Candidate, phone: Device
) -> None:
    room.wait(neighbour, after(1))
    room.wait(candidate, after(2))
    first, second = room.deliveries()
    taken = [leased and leased.id for leased in (lease(db, 3), lease(db, 3), lease(db, 3))]
    assert taken == [first.id, second.id, None]


def test_what_is_sent_lives_as_long_as_the_alert_may(db: Session, delivery: Delivery) -> None:
    assert read(db, lease(db), 0).ttl == 180
    assert read(db, lease(db, 100), 100).ttl == 80


def test_an_accepted_message_is_over_and_its_alert_says_so(db: Session, room: Room, delivery: Delivery) -> None:
    decision = record(db, lease(db), Answer(201))
    assert (decision.state, delivery.state, delivery.status) == ("accepted", "accepted", 201)
    assert (delivery.accepted_at, delivery.due_at, delivery.outcome) == (after(1), None, "accepted")
    assert delivery.alert
    assert delivery.alert.accepted_at == after(1)


def test_the_first_acceptance_is_the_alert_s(
    db: Session, room: Room, candidate: Candidate, phone: Device, colleague: Account, register: Register
) -> None:
    room.let_in(colleague, NOW)
    register(colleague, "colleague")
    room.wait(candidate, NOW)
    record(db, lease(db), Answer(201), 1)
    record(db, lease(db), Answer(201), 2)
    assert room.alert(candidate).accepted_at == after(1)
    assert [delivery.accepted_at for delivery in room.deliveries()] == [after(1), after(2)]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [(Answer(503), "service_error"), (Answer(429), "throttled"), (Answer(problem="timeout"), "timeout")],
)
def test_what_may_pass_is_tried_again(db: Session, delivery: Delivery, answer: Answer, outcome: str) -> None:
    record(db, lease(db), answer)
    assert (delivery.state, delivery.outcome, delivery.due_at) == ("due", outcome, after(2))
    assert lease(db, 1.9) is None
    assert lease(db, 2)


def test_a_retry_past_the_alert_s_life_is_given_up(db: Session, delivery: Delivery) -> None:
    lease(db)
    record(db, lease(db, 178), Answer(503, retry_after=30), 179)
    assert (delivery.state, delivery.due_at) == ("failed", None)


def test_a_device_gone_is_switched_off(db: Session, delivery: Delivery, phone: Device) -> None:
    record(db, lease(db), Answer(410))
    assert (delivery.state, delivery.outcome, phone.state) == ("gone", "gone", "gone")


def test_a_refused_key_asks_the_page_to_subscribe_again(db: Session, delivery: Delivery, phone: Device) -> None:
    record(db, lease(db), Answer(403))
    assert (delivery.state, delivery.outcome, phone.state) == ("failed", "key_refused", "renew")


def test_a_refused_topic_is_left_out_next_time(db: Session, delivery: Delivery) -> None:
    record(db, lease(db), Answer(400, reason="BadWebPushTopic"))
    assert read(db, lease(db, 1), 1).topic_seed is None
    assert delivery.without_topic


def test_a_message_too_large_is_sent_smaller(db: Session, delivery: Delivery) -> None:
    first = lease(db)
    whole = read(db, first, 0)
    record(db, first, Answer(413))
    assert len(read(db, lease(db, 1), 1).payload) < len(whole.payload)


def test_an_answer_after_the_lease_ran_out_changes_nothing_of_what_another_did(db: Session, delivery: Delivery) -> None:
    slow = lease(db)
    record(db, lease(db, 30), Answer(201), 31)
    record(db, slow, Answer(problem="timeout"), 32)
    assert (delivery.state, delivery.due_at, delivery.accepted_at) == ("accepted", None, after(31))


def test_a_late_acceptance_counts_all_the_same(db: Session, delivery: Delivery) -> None:
    slow = lease(db)
    lease(db, 30)
    record(db, slow, Answer(201), 31)
    assert (delivery.state, delivery.due_at) == ("accepted", None)


def test_a_message_whose_alert_is_closed_is_not_sent(
    db: Session, room: Room, candidate: Candidate, delivery: Delivery
) -> None:
    room.confirm(candidate, after(1))
    assert (delivery.state, delivery.outcome, delivery.due_at) == ("failed", "closed", None)
    assert lease(db, 2) is None


@pytest.mark.parametrize("outcome", ["closed", "claimed"])
def test_a_message_nobody_marked_is_not_sent_again_for_an_alert_that_is_over_or_taken(
    db: Session, room: Room, candidate: Candidate, delivery: Delivery, outcome: str
) -> None:
    lease(db)
    if outcome == "closed":
        room.confirm(candidate, after(1))
    else:
        room.take(room.alert(candidate), after(1))
    assert act(db, deliveries.drop_stale, after(30)) == 1
    assert (delivery.state, delivery.outcome, delivery.due_at) == ("failed", outcome, None)
    (update,) = room.deliveries("update")
    leased = lease(db, 30)
    assert leased
    assert leased.id == update.id


def test_a_message_too_old_is_not_sent(db: Session, delivery: Delivery) -> None:
    lease(db)
    assert act(db, deliveries.drop_stale, after(179)) == 0
    assert act(db, deliveries.drop_stale, after(180)) == 1
    assert (delivery.state, delivery.outcome) == ("failed", "expired")


def test_what_is_sent_does_not_cost_more_with_the_alerts_there_were(db: Session, delivery: Delivery) -> None:
    """Every message is looked for so: none of it reads all the alerts."""
    engine, said = cast(Engine, db.get_bind()), list[tuple[str, Any]]()
    if engine.dialect.name != "sqlite":
        return  # PostgreSQL reads small tables whole, whatever the question
    event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2:4]))
    act(db, deliveries.drop_stale, after(1))
    asked = [(query, given) for query, given in said if query.startswith("UPDATE")]
    plans = [db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", given).all() for query, given in asked]
    assert len(plans) == 3
    assert not [step for plan in plans for *_, step in plan if step.startswith("SCAN")]


def test_an_alert_nobody_was_told_keeps_its_whole_life(db: Session, delivery: Delivery) -> None:
    assert act(db, deliveries.drop_stale, after(minutes=60)) == 0
    assert read(db, lease(db, 3600), 3600).ttl == 180
    assert delivery.expires_at == after(3780)


def test_a_message_in_a_sender_s_hands_is_not_taken_away(
    db: Session, room: Room, candidate: Candidate, delivery: Delivery
) -> None:
    lease(db)
    room.confirm(candidate, after(1))
    assert act(db, deliveries.drop_stale, after(2)) == 0


def test_what_was_accepted_is_never_dropped(db: Session, delivery: Delivery) -> None:
    record(db, lease(db), Answer(201))
    assert act(db, deliveries.drop_stale, after(minutes=60)) == 0
    assert delivery.state == "accepted"


def test_a_trial_takes_the_same_road_for_a_minute(db: Session, room: Room, phone: Device) -> None:
    act(db, outbox.try_out, phone, NOW)
    (trial,) = room.deliveries()
    assert (trial.alert_id, trial.due_at, trial.expires_at) == (None, NOW, after(60))
    record(db, lease(db), Answer(201))
    assert trial.state == "accepted"


def test_a_device_forgotten_takes_its_messages_with_it(db: Session, room: Room, delivery: Delivery) -> None:
    act(db, devices.forget, room.invigilator, delivery.device.endpoint)
    assert room.deliveries() == []
    assert lease(db) is None
