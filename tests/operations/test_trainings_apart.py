"""Trainings beside what is real: nobody else is called, no phone waits for one, nothing of one is taken for real."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer
from pwa.models.tables import Account, Alert, Candidate, CertificationSession, Delivery, Device, Neighbour, Training
from pwa.operations import changes, deliveries, devices, looks, messages, outbox, readers, trainings
from pwa.operations.deliveries import Leased, Road
from tests.acting import act
from tests.cast import Register
from tests.crossing import cross
from tests.operations.test_trainings import Practice
from tests.room import NOW, Room, after


def wait(practice: Practice, many: int) -> None:
    """Have some of those who are made up ask to come in."""
    query = select(Candidate).where(Candidate.session_id == practice.number).order_by(Candidate.id).limit(many)
    for made_up in practice.db.scalars(query).all():
        practice.room.wait(made_up, practice.now)


def title(db: Session, leased: Leased) -> str:
    return messages.notify(db.get_one(Delivery, leased.id)).title


def send_all(db: Session, now: datetime, road: Road = deliveries.EMPTY) -> list[str]:
    """Send what may leave now; the titles of what left."""
    titles = []
    while leased := act(db, deliveries.lease, now, 30, road):
        titles.append(title(db, leased))
        act(db, deliveries.record, leased, Answer(201), now, 0.5)
    return titles


def test_its_pushes_are_titled_so_and_make_no_real_one_wait(
    db: Session, room: Room, candidate: Candidate, register: Register
) -> None:
    register(room.invigilator)
    practice = Practice(db, room.invigilator)
    wait(practice, 10)
    titles = send_all(db, practice.now)
    assert len(titles) == 6
    assert all(title.startswith("Entraînement") for title in titles)
    room.wait(candidate, practice.now)
    (real,) = send_all(db, practice.now)
    assert real.startswith("Salle B204")


def test_what_is_real_leaves_first(db: Session, room: Room, candidate: Candidate, register: Register) -> None:
    register(room.invigilator)
    practice = Practice(db, room.invigilator)
    wait(practice, 3)
    room.wait(candidate, after(1))
    leased = act(db, deliveries.lease, after(2), 30)
    assert leased
    assert title(db, leased).startswith("Salle B204")


def test_what_is_made_up_leaves_room_on_the_road(
    db: Session, room: Room, candidate: Candidate, register: Register
) -> None:
    phone = register(room.invigilator)
    practice = Practice(db, room.invigilator)
    wait(practice, 2)
    for road in (Road(taken=[phone.id]), Road(is_crowded=True)):
        assert not deliveries.any_due(db, NOW, road)
        assert send_all(db, NOW, road) == []
    room.wait(candidate, NOW)
    assert [said.split(" · ")[0] for said in send_all(db, NOW, Road(taken=[phone.id], is_crowded=True))] == [
        "Salle B204"
    ]


def test_everything_it_says_is_told_apart(db: Session, invigilator: Account, register: Register) -> None:
    phone = register(invigilator)
    practice = Practice(db, invigilator)
    wait(practice, 1)
    act(db, outbox.try_out, phone, NOW, practice.number)
    written = [messages.notify(delivery) for delivery in db.scalars(select(Delivery)).all()]
    assert {delivery.purpose for delivery in db.scalars(select(Delivery))} == {"ring", "trial"}
    assert all(one.title.startswith("Entraînement · ") for one in written)
    assert all(one.tag.startswith(f"training-{practice.number}-") for one in written)


def test_what_became_of_its_alerts_is_titled_too(db: Session, invigilator: Account, register: Register) -> None:
    register(invigilator)
    practice = Practice(db, invigilator)
    wait(practice, 1)
    send_all(db, NOW)
    lea = db.scalars(select(Candidate).where(Candidate.request.is_not(None))).one()
    practice.room.confirm(lea, NOW)
    assert send_all(db, after(1)) == ["Entraînement · Réglé"]


def test_its_alerts_are_not_counted_among_those_that_wait(db: Session, invigilator: Account) -> None:
    wait(Practice(db, invigilator), 3)
    assert readers.waiting_for(db, invigilator.id) == 0


def test_an_alert_nobody_answers_climbs_to_nobody_real(
    db: Session, room: Room, invigilator: Account, colleague: Account, staff: Account, register: Register
) -> None:
    own = register(invigilator)
    for account in (colleague, staff):
        register(account, account.email)
    practice = Practice(db, invigilator)
    for _ in range(10):
        practice.tick(timedelta(seconds=30), answering=False)
        practice.room.climb(practice.now)
    assert practice.room.deliveries()
    assert {delivery.device_id for delivery in practice.room.deliveries()} == {own.id}
    assert db.scalars(select(Neighbour)).all() == []
    assert db.scalars(select(Alert.session_id)).unique().all() == [practice.number]


def test_erased_while_a_message_is_on_its_way_marks_nothing(
    db: Session, room: Room, candidate: Candidate, register: Register
) -> None:
    """The number of what is erased may be given again: to a real message, even."""
    register(room.invigilator)
    practice = Practice(db, room.invigilator)
    wait(practice, 1)
    leased = act(db, deliveries.lease, NOW, 30)
    assert leased
    act(db, trainings.stop, room.invigilator)
    assert not outbox.is_wanted(db, leased.token)
    room.wait(candidate, NOW)
    real = act(db, deliveries.lease, NOW, 30)
    assert real
    assert act(db, deliveries.record, leased, Answer(201), NOW, 0.5).outcome == "erased"
    act(db, outbox.withdraw, leased.token, leased.tries)
    assert db.get_one(Delivery, real.id, populate_existing=True).state == "leased"


def test_a_phone_that_is_forgotten_takes_along_what_waited_for_it(
    db: Session, invigilator: Account, register: Register
) -> None:
    phone = register(invigilator)
    practice = Practice(db, invigilator)
    wait(practice, 2)
    act(db, devices.forget, invigilator, phone.endpoint)
    practice.run(15)
    assert send_all(db, practice.now) == []
    act(db, trainings.stop, invigilator)
    assert db.scalars(select(Device.id)).all() in ([], [phone.id])


def test_erased_while_something_changes_in_it_one_waits_for_the_other(
    db: Session, invigilator: Account, register: Register
) -> None:
    register(invigilator)
    practice = Practice(db, invigilator)
    practice.run(30)
    people = db.scalars(select(Candidate.id).order_by(Candidate.id)).all()
    who, number, begun = invigilator.id, practice.number, []

    def stop(other: Session) -> None:
        trainings.stop(other, other.get_one(Account, who))

    cross(
        db,
        lambda one: begun.append(changes.begin(one, number, changes.WATCHER, practice.now)),
        stop,
        lambda _one: [begun[0].case(candidate_id) for candidate_id in people],
    )
    db.expire_all()
    assert [db.scalars(select(table.id)).all() for table in (Training, CertificationSession, Candidate)] == [[], [], []]


def test_who_goes_with_their_training_is_not_looked_at(db: Session, invigilator: Account) -> None:
    """They may have been listed a moment before."""
    practice = Practice(db, invigilator)
    gone = db.scalars(select(Candidate.id)).first() or 0
    act(db, trainings.stop, invigilator)
    assert not act(db, looks.look, gone, practice.now)
    act(db, looks.put_off, gone, practice.now)
