"""A phone rings six times a minute at most: what comes on top arrives with the sixth, and is never lost."""

from collections.abc import Sequence

import pytest
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer
from pwa.models.tables import Alert, Candidate, Delivery, Device
from pwa.operations import deliveries, looks, messages, outbox
from pwa.operations.deliveries import Leased
from tests.acting import act
from tests.cast import Register
from tests.crossing import cross
from tests.operations.crowd import sit_down
from tests.room import NOW, Room, after

LEASE = 30


@pytest.fixture
def phone(room: Room, register: Register) -> Device:
    """The invigilator's phone."""
    return register(room.invigilator)


@pytest.fixture
def asking(room: Room, phone: Device) -> list[Candidate]:
    """Ten candidates who ask to enter."""
    people = room.db.query(Candidate).filter(Candidate.session_id == room.session.id).order_by(Candidate.id).limit(10)
    found = people.all()
    for candidate in found:
        room.wait(candidate, NOW)
    return found


def send(db: Session, seconds: float, answer: Answer | None = None) -> list[int]:
    """Send all that may leave now: the numbers of what left."""
    sent: list[int] = []
    while leased := take(db, seconds):
        act(db, deliveries.record, leased, answer or Answer(201), after(seconds), 0.5)
        sent.append(leased.id)
    return sent


def take(db: Session, seconds: float) -> Leased | None:
    act(db, deliveries.drop_stale, after(seconds))
    return act(db, deliveries.lease, after(seconds), LEASE)


def states(room: Room) -> list[str]:
    room.db.expire_all()
    return [delivery.state for delivery in room.deliveries()]


def test_the_sixth_takes_the_others_along(db: Session, room: Room, asking: list[Candidate]) -> None:
    sent = send(db, 1)
    assert len(sent) == 6
    assert states(room) == ["accepted"] * 6 + ["gathered"] * 4
    assert {delivery.gathered_into_id for delivery in room.deliveries()[6:]} == {sent[-1]}
    assert all(delivery.due_at is None for delivery in room.deliveries())


def test_what_comes_after_the_sixth_waits_for_its_minute(
    db: Session, room: Room, asking: list[Candidate], enrolled: object
) -> None:
    send(db, 1)
    more = room.db.query(Candidate).filter(Candidate.session_id == room.session.id).order_by(Candidate.id.desc())
    for candidate in more.limit(3):
        room.wait(candidate, after(10))
    assert send(db, 10) == []
    assert not deliveries.any_due(db, after(60))
    assert len(send(db, 61)) == 3


def test_never_more_than_six_leave_in_any_minute(db: Session, room: Room, phone: Device) -> None:
    people = room.db.query(Candidate).filter(Candidate.session_id == room.session.id).order_by(Candidate.id).all()
    sent: list[int] = []
    for second in range(200):
        if second < 48 and second % 2 == 0:
            room.wait(people[second // 2], after(second))
        sent += [second] * len(send(db, second))
    assert max(sum(start <= second < start + 60 for second in sent) for start in range(200)) == 6
    assert set(states(room)) == {"accepted", "gathered"}


def test_each_device_has_its_own_minute(db: Session, room: Room, asking: list[Candidate], register: Register) -> None:
    send(db, 1)
    tablet = register(room.invigilator, "tablet")
    act(db, outbox.try_out, tablet, after(2))
    assert len(send(db, 2)) == 1


def test_a_trial_neither_waits_nor_counts(db: Session, room: Room, asking: list[Candidate], phone: Device) -> None:
    act(db, outbox.try_out, phone, NOW)
    assert len(send(db, 1)) == 7
    act(db, outbox.try_out, phone, after(2))
    assert len(send(db, 2)) == 1


def test_updates_wait_behind_rings_and_leave_them_the_sixth(
    db: Session, room: Room, asking: list[Candidate], phone: Device
) -> None:
    ids = [alert.id for alert in room.db.query(Alert).order_by(Alert.id)]
    db.query(Delivery).delete()
    for alert_id in ids[:8]:
        add(db, phone, alert_id, "update")
    for alert_id in ids[8:]:
        add(db, phone, alert_id, "ring")
    db.commit()
    purposes = [db.get_one(Delivery, sent).purpose for sent in send(db, 1)]
    assert purposes == ["ring", "ring", "update", "update", "update"]
    add(db, phone, ids[0], "ring")
    db.commit()
    assert [db.get_one(Delivery, sent).purpose for sent in send(db, 2)] == ["ring"]


def test_what_keeps_a_phone_up_to_date_keeps_no_alert_waiting(
    db: Session, room: Room, asking: list[Candidate], phone: Device
) -> None:
    ids = [alert.id for alert in room.db.query(Alert).order_by(Alert.id)]
    db.query(Delivery).delete()
    for alert_id in ids[:5]:
        add(db, phone, alert_id, "update")
    db.commit()
    assert len(send(db, 1)) == 3
    for seconds, alert_id in enumerate(ids[5:8], 10):
        add(db, phone, alert_id, "ring")
        db.commit()
        assert len(send(db, seconds)) == 1
    assert len(send(db, 61)) == 2


def test_what_becomes_of_a_digest_is_one_message(db: Session, room: Room, asking: list[Candidate]) -> None:
    sent = send(db, 1)
    for candidate in asking[5:8]:
        room.confirm(candidate, after(90))
    (update,) = [db.get_one(Delivery, number) for number in send(db, 90)]
    told = messages.notify(update)
    assert (told.tag, told.title, told.silent) == (f"digest-{sent[-1]}", "Salle B204 · 2 alertes", True)
    for candidate in asking[8:]:
        room.confirm(candidate, after(95))
    (update,) = [db.get_one(Delivery, number) for number in send(db, 95)]
    assert (messages.notify(update).tag, messages.notify(update).title) == (f"digest-{sent[-1]}", "Réglé")


@pytest.mark.parametrize("answer", [Answer(503), Answer(problem="network"), Answer(problem="paused", retry_after=5)])
def test_what_reached_no_phone_does_not_count(db: Session, room: Room, asking: list[Candidate], answer: Answer) -> None:
    send(db, 1, answer)
    assert len(send(db, 10)) == 6


def test_what_may_have_reached_a_phone_counts(db: Session, room: Room, asking: list[Candidate]) -> None:
    send(db, 1, Answer(problem="timeout"))
    assert send(db, 10) == []


def test_a_digest_that_fails_for_good_fails_for_all(db: Session, room: Room, asking: list[Candidate]) -> None:
    for _ in range(5):
        act(db, deliveries.record, leased(take(db, 1)), Answer(201), after(1), 0.5)
    act(db, deliveries.record, leased(take(db, 1)), Answer(400), after(1), 0.5)
    assert states(room) == ["accepted"] * 5 + ["failed"] * 5
    db.expire_all()
    unreached = room.db.query(Alert).order_by(Alert.id).all()[5:]
    assert [alert.escalate_at for alert in unreached] == [after(1)] * 5


def test_a_digest_that_must_be_sent_again_keeps_what_it_took(db: Session, room: Room, asking: list[Candidate]) -> None:
    for _ in range(5):
        act(db, deliveries.record, leased(take(db, 1)), Answer(201), after(1), 0.5)
    lead = leased(take(db, 1))
    act(db, deliveries.record, lead, Answer(503), after(1), 0.5)
    assert states(room)[5:] == ["due"] + ["gathered"] * 4
    assert send(db, 90) == [lead.id]
    assert all(alert.accepted_at for alert in room.db.query(Alert))


def test_a_lost_lease_sends_the_digest_again(db: Session, room: Room, asking: list[Candidate]) -> None:
    for _ in range(5):
        act(db, deliveries.record, leased(take(db, 1)), Answer(201), after(1), 0.5)
    lead = leased(take(db, 1))
    again = take(db, 1 + LEASE)
    assert again is None or again.id == lead.id
    again = again or take(db, 61)
    assert leased(again).id == lead.id
    assert states(room)[6:] == ["gathered"] * 4


def test_a_digest_given_up_sets_the_others_free(db: Session, room: Room, asking: list[Candidate]) -> None:
    """The alert that leads is answered while its message waits to be sent again."""
    for _ in range(5):
        act(db, deliveries.record, leased(take(db, 1)), Answer(201), after(1), 0.5)
    act(db, deliveries.record, leased(take(db, 1)), Answer(503), after(1), 0.5)
    room.confirm(asking[5], after(2))
    assert states(room)[5] == "failed"
    send(db, 62)
    assert all(alert.accepted_at for alert in room.db.query(Alert).filter(Alert.closed_at.is_(None)))


def test_two_senders_count_together(db: Session, room: Room, asking: list[Candidate]) -> None:
    for _ in range(5):
        act(db, deliveries.record, leased(take(db, 1)), Answer(201), after(1), 0.5)
    taken: list[Leased | None] = []

    def takes(own: Session) -> None:
        taken.append(deliveries.lease(own, after(1), LEASE))

    cross(db, takes, takes)
    assert len([one for one in taken if one]) == 1


def test_a_room_s_time_is_told_once_a_minute(db: Session, room: Room, phone: Device) -> None:
    seated = [candidate for candidate in sit_down(room, 5) if not candidate.extra_time]
    db.query(Delivery).delete()
    db.commit()
    run_to(room, seated[:1], 90 * 60)
    assert len(send(db, 5400)) == 1
    run_to(room, seated[1:], 90 * 60 + 5)
    assert send(db, 5405) == []
    assert len(send(db, 5460)) == 1
    assert states(room) == ["accepted", "accepted", "gathered", "gathered"]


def test_a_room_s_time_that_comes_at_once_is_one_message(db: Session, room: Room, phone: Device) -> None:
    seated = [candidate for candidate in sit_down(room, 5) if not candidate.extra_time]
    db.query(Delivery).delete()
    db.commit()
    run_to(room, seated, 90 * 60)
    assert len(send(db, 5400)) == 1
    assert states(room) == ["accepted"] + ["gathered"] * 3


def run_to(room: Room, candidates: Sequence[Candidate], seconds: float) -> None:
    """These are heard then, and looked at."""
    for candidate in candidates:
        room.beat(candidate, after(seconds))
    from_now = {candidate.id for candidate in candidates}
    for candidate_id in sorted(from_now):
        act(room.db, looks.look, candidate_id, after(seconds))


def add(db: Session, phone: Device, alert_id: int, purpose: str) -> None:
    db.add(
        Delivery(
            token=f"{purpose}-{alert_id}-{db.query(Delivery).count()}",
            alert_id=alert_id,
            device_id=phone.id,
            purpose=purpose,
            due_at=NOW,
            created_at=NOW,
            expires_at=after(180),
        )
    )
    db.flush()


def leased(taken: Leased | None) -> Leased:
    assert taken
    return taken
