"""« J'y vais » silences everybody's phone and tells it; « Je ne peux pas » rings the others again."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from pwa.domain.alerts import Cause, Kind
from pwa.domain.delivery import Answer
from pwa.domain.errors import Illegal, Missing
from pwa.models.tables import Account, Alert, Candidate, Delivery, Device, Neighbour
from pwa.operations import alerts, changes, claims, deliveries, devices, finalisation, receipts, session_alerts
from tests.acting import act
from tests.cast import Create, Register, SignUp
from tests.room import NOW, Room, after

Send = Callable[..., None]


@pytest.fixture
def phones(room: Room, colleague: Account, register: Register) -> list[Device]:
    """Claire's and Karim's, known for a year; he watches the room with her."""
    room.let_in(colleague, NOW)
    return [register(owner, owner.first_name, after(hours=-9000)) for owner in (room.invigilator, colleague)]


@pytest.fixture
def alert(room: Room, candidate: Candidate, phones: list[Device]) -> Alert:
    """The candidate asks to enter."""
    room.wait(candidate, NOW)
    return room.alert(candidate)


@pytest.fixture
def send(db: Session) -> Send:
    """Sends what is due, so many messages, each answered so."""

    def make(answer: Answer | None = None, times: int = 1, seconds: float = 1) -> None:
        for _ in range(times):
            leased = act(db, deliveries.lease, after(seconds), 30)
            assert leased
            act(db, deliveries.record, leased, answer or Answer(201), after(seconds), 0.5)

    return make


def updates(room: Room) -> list[str]:
    return [one.device.name for one in room.deliveries("update") if one.state == "due"]


# Taken


def test_a_phone_that_was_rung_is_told_silently_and_the_other_one_stays_quiet(
    room: Room, alert: Alert, send: Send
) -> None:
    send()
    room.take(alert, after(5))
    assert [(one.state, one.outcome) for one in room.deliveries("ring")] == [
        ("accepted", "accepted"), ("failed", "claimed"),
    ]  # fmt: skip
    assert updates(room) == ["Claire"]
    (update,) = room.deliveries("update")
    assert (update.alert_id, update.session_id, update.due_at) == (alert.id, room.session.id, after(5))
    assert (update.step, update.account_id) == (None, room.invigilator.id)


def test_what_was_tried_without_an_answer_counts_as_rung(room: Room, alert: Alert, send: Send) -> None:
    send(Answer(503))
    room.take(alert, after(5))
    assert [one.outcome for one in room.deliveries("ring")] == ["claimed", "claimed"]
    assert updates(room) == ["Claire"]


def test_a_phone_rung_twice_is_told_once(room: Room, alert: Alert, send: Send) -> None:
    send(times=2)
    for seconds in (20, 45):
        room.climb(after(seconds))
    send(times=2, seconds=45)
    room.take(alert, after(50))
    assert updates(room) == ["Claire", "Karim"]


def test_a_phone_that_is_gone_or_has_moved_is_not_told(
    db: Session, room: Room, alert: Alert, phones: list[Device], stranger: Account, send: Send
) -> None:
    send(times=2)
    phones[0].state = "gone"
    moved = {"endpoint": phones[1].endpoint, "p256dh": "key", "auth": "secret", "name": "Karim"}
    db.commit()
    act(db, devices.register, stranger, **moved, now=after(3))
    room.take(alert, after(5))
    assert updates(room) == []


def test_nothing_climbs_once_it_is_taken(room: Room, alert: Alert) -> None:
    room.take(alert, after(5))
    assert alert.escalate_at is None
    assert room.climb(after(3600)) == []


def test_a_closing_takes_the_place_of_what_was_still_to_be_told(
    room: Room, candidate: Candidate, alert: Alert, send: Send
) -> None:
    send(times=2)
    room.take(alert, after(5))
    room.confirm(candidate, after(6))
    told = [(one.device.name, one.state, one.outcome) for one in room.deliveries("update")]
    assert told == [
        ("Claire", "failed", "closed"), ("Karim", "failed", "closed"), ("Claire", "due", None), ("Karim", "due", None),
    ]  # fmt: skip


def test_a_closing_rings_nobody_any_more(room: Room, candidate: Candidate, alert: Alert, send: Send) -> None:
    send()
    room.confirm(candidate, after(6))
    assert [one.state for one in room.deliveries("ring")] == ["accepted", "failed"]
    assert (alert.escalate_at, updates(room)) == (None, ["Claire"])


def test_what_is_told_is_not_given_up_for_an_alert_that_is_closed(
    db: Session, room: Room, candidate: Candidate, alert: Alert, send: Send
) -> None:
    send()
    room.confirm(candidate, after(6))
    assert act(db, deliveries.drop_stale, after(7)) == 0
    send(seconds=7)
    assert [one.state for one in room.deliveries("update")] == ["accepted"]


def test_what_is_folded_says_so(db: Session, room: Room, candidate: Candidate, alert: Alert, send: Send) -> None:
    send()

    def fold(db: Session) -> None:
        alerts.close_one(changes.begin(db, room.session.id, changes.WATCHER, after(8)), alert, alerts.FOLDED)

    act(db, fold)
    assert (room.life(alert)[-1], alert.closed_why, updates(room)) == ("folded", "folded", ["Claire"])


def test_an_alert_of_the_room_closes_with_the_session(
    db: Session, room: Room, candidate: Candidate, staff: Account
) -> None:
    def raise_one(db: Session) -> Alert:
        change = changes.begin(db, room.session.id, changes.WATCHER, NOW)
        return alerts.open_one(change, Cause(Kind.ROOM_OUTAGE, NOW))

    room.start(candidate, NOW)
    room.complete(candidate, after(5))
    raised = act(db, raise_one)
    act(db, finalisation.finalise, room.session.id, staff, {}, after(10))
    assert (raised.closed_why, raised.escalate_at) == ("finalised", None)


def test_whoever_takes_an_outage_looks_after_all_it_hit(
    db: Session, room: Room, candidate: Candidate, neighbour: Candidate
) -> None:
    def raise_one(db: Session) -> Alert:
        change = changes.begin(db, room.session.id, changes.WATCHER, NOW)
        return alerts.open_one(change, Cause(Kind.ROOM_OUTAGE, NOW))

    outage = act(db, raise_one)
    candidate.outage_id = outage.id
    db.commit()
    spans = [room.lose(one, NOW, None) for one in (candidate, neighbour)]
    room.take(outage, after(9))
    assert [span.claimed_at for span in spans] == [after(9), None]


# Given back


def test_an_alert_given_back_is_nobody_s_and_rings_the_others_at_once(
    room: Room, alert: Alert, send: Send, phones: list[Device]
) -> None:
    send(times=2)
    version = room.session.version
    room.take(alert, after(5))
    room.give_back(alert, after(8))
    assert (alert.claimed_by, alert.claimed_at, alert.escalate_at) == (None, None, after(8))
    assert version < alert.version == room.session.version
    room.climb(after(8))
    assert [(one.device.name, one.step) for one in room.deliveries("ring")][2:] == [("Karim", 2)]
    assert updates(room) == ["Claire"]  # what Karim was still to be told would be wrong now
    assert room.life(alert)[-3:] == ["claimed", "given_back", "escalated"]
    assert room.journal()[-2:] == ["alert_given_back", "alert_escalated"]


def test_given_back_after_the_whole_room_was_rung_it_rings_the_room_again_at_once(
    room: Room, alert: Alert, phones: list[Device]
) -> None:
    for seconds in (20, 45):
        room.climb(after(seconds))
    room.take(alert, after(50))
    room.give_back(alert, after(60))
    room.climb(after(60))
    assert [one.device.name for one in room.deliveries("ring", step=4)] == ["Karim"]


def test_only_who_took_it_gives_it_back(room: Room, alert: Alert, colleague: Account) -> None:
    for taken in (False, True):
        if taken:
            room.take(alert, after(5))
        with pytest.raises(Illegal) as refused:
            room.give_back(alert, after(8), colleague)
        assert refused.value.code == "alert_not_yours"


def test_what_only_tells_calls_nobody_when_it_is_given_back(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.beat(candidate, after(minutes=91))
    room.look(after(minutes=91))
    alert = room.alert(candidate)
    assert alert.kind == "time_nearly_over"
    room.take(alert, after(minutes=92))
    room.give_back(alert, after(minutes=93))
    assert alert.escalate_at is None


def test_who_leaves_the_room_next_door_gives_back_what_they_held_of_this_one(
    room: Room, alert: Alert, create: Create, sign_up: SignUp
) -> None:
    other, ida = create(1), sign_up("Ida Voisine")
    room.db.add(Neighbour(session_id=room.session.id, neighbour_id=other.id))
    room.db.commit()
    next_door = Room(room.db, other, ida)
    next_door.let_in(ida, NOW)
    room.take(alert, after(5), ida)
    next_door.leave(ida, after(9))
    assert (alert.claimed_by, alert.escalate_at) == (None, after(9))


@pytest.fixture
def next_door(room: Room, create: Create, sign_up: SignUp) -> Room:
    """The room next door and its invigilator."""
    other, ida = create(1), sign_up("Ida Voisine")
    other.starts_at, other.started_at = room.session.starts_at, NOW
    for here, there in ((room.session.id, other.id), (other.id, room.session.id)):
        room.db.add(Neighbour(session_id=here, neighbour_id=there))
    room.db.commit()
    found = Room(room.db, other, ida)
    found.let_in(ida, NOW)
    return found


@pytest.mark.parametrize("arranged", ["here", "there"])
def test_who_is_next_door_no_more_gives_back_what_they_held(
    db: Session, room: Room, alert: Alert, next_door: Room, staff: Account, arranged: str
) -> None:
    room.take(alert, after(5), next_door.invigilator)
    session = room.session if arranged == "here" else next_door.session
    act(db, session_alerts.arrange, session, (20, 45, 90, 120), {}, staff, after(9))
    assert (alert.claimed_by, alert.escalate_at) == (None, after(9))
    assert room.life(alert)[-2:] == ["claimed", "given_back"]


def test_a_room_next_door_that_is_finalised_gives_back_what_it_held(
    room: Room, alert: Alert, next_door: Room, staff: Account
) -> None:
    room.take(alert, after(5), next_door.invigilator)
    next_door.close(after(9), {}, staff)
    assert (alert.claimed_by, alert.escalate_at) == (None, after(9))


def test_who_watches_the_room_too_keeps_what_they_hold(
    room: Room, alert: Alert, next_door: Room, colleague: Account, staff: Account
) -> None:
    next_door.let_in(colleague, NOW)
    room.take(alert, after(5), colleague)
    next_door.close(after(9), {}, staff)
    assert alert.claimed_by == colleague


# By the token of a message


def token(room: Room, name: str = "Karim") -> str:
    return next(one.token for one in room.deliveries() if one.device.name == name)


def test_a_message_s_token_takes_its_alert(db: Session, room: Room, alert: Alert, colleague: Account) -> None:
    act(db, claims.claim_by_token, token(room), after(5))
    assert (alert.claimed_by, alert.claimed_at) == (colleague, after(5))
    assert room.journal()[-1] == "alert_claimed"
    act(db, claims.claim_by_token, token(room), after(6))
    assert alert.claimed_at == after(5)


def test_a_token_takes_nothing_that_another_has(db: Session, room: Room, alert: Alert) -> None:
    room.take(alert, after(4))
    with pytest.raises(Illegal) as refused:
        act(db, claims.claim_by_token, token(room), after(5))
    assert refused.value.sentence == "Claire Moreau s'en occupe déjà."


def test_a_token_takes_nothing_that_is_closed(db: Session, room: Room, candidate: Candidate, alert: Alert) -> None:
    room.confirm(candidate, after(4))
    with pytest.raises(Illegal) as refused:
        act(db, claims.claim_by_token, token(room), after(5))
    assert refused.value.code == "alert_closed"


def test_a_token_lasts_as_long_as_the_right(db: Session, room: Room, alert: Alert, colleague: Account) -> None:
    kept = token(room)
    room.leave(colleague, after(4))
    version = room.session.version
    with pytest.raises(Illegal) as refused:
        act(db, claims.claim_by_token, kept, after(5))
    assert (refused.value.code, room.session.version) == ("right_lost", version)


def test_a_token_is_of_no_use_once_the_phone_is_another_s(
    db: Session, room: Room, alert: Alert, phones: list[Device], stranger: Account
) -> None:
    moved = {"endpoint": phones[1].endpoint, "p256dh": "key", "auth": "secret", "name": "Karim"}
    act(db, devices.register, stranger, **moved, now=after(3))
    with pytest.raises(Illegal) as refused:
        act(db, claims.claim_by_token, token(room), after(5))
    assert refused.value.code == "device_moved"
    assert alert.claimed_by is None


def test_a_digest_s_token_takes_none_of_its_alerts(db: Session, room: Room, neighbour: Candidate, alert: Alert) -> None:
    room.wait(neighbour, NOW)
    gather(db, room)
    for name in ("no-such-token", room.deliveries()[0].token):
        with pytest.raises(Missing):
            act(db, claims.claim_by_token, name, after(5))


# A step whose rings all fail, and messages gathered into one


def gather(db: Session, room: Room) -> list[Delivery]:
    """Of the messages to Claire's phone, the later one is gathered into the first one."""
    first, later = [one for one in room.deliveries("ring") if one.device.name == "Claire"]
    later.state, later.due_at, later.gathered_into_id = "gathered", None, first.id
    db.commit()
    return [first, later]


def test_a_step_whose_rings_all_fail_is_followed_at_once(room: Room, alert: Alert, send: Send) -> None:
    send(Answer(410))
    assert alert.escalate_at == after(20)
    send(Answer(403))
    assert alert.escalate_at == after(1)
    assert room.climb(after(1)) == [True]
    assert alert.step == 1


def test_a_step_one_of_whose_rings_was_accepted_or_goes_on_is_waited_for(room: Room, alert: Alert, send: Send) -> None:
    send(Answer(503))
    send(Answer(410))
    assert alert.escalate_at == after(20)
    send(Answer(201), seconds=3)
    assert alert.escalate_at == after(20)


def test_the_failure_of_an_earlier_step_hurries_nobody(room: Room, alert: Alert, send: Send) -> None:
    send(Answer(201), times=2)
    for seconds in (20, 45):
        room.climb(after(seconds))
    send(Answer(410), seconds=46)
    assert alert.escalate_at == after(90)


def test_once_everybody_was_called_a_failure_does_not_call_them_again_at_once(
    room: Room, alert: Alert, send: Send
) -> None:
    for seconds in (20, 45, 90, 210):
        room.climb(after(seconds))
    send(Answer(403), times=2, seconds=211)
    assert alert.escalate_at == after(330)


def test_a_digest_that_fails_fails_for_all_it_holds(
    db: Session, room: Room, candidate: Candidate, neighbour: Candidate, alert: Alert, colleague: Account, send: Send
) -> None:
    room.leave(colleague, NOW)
    room.wait(neighbour, NOW)
    _, later = gather(db, room)
    send(Answer(410))
    assert (later.state, later.outcome) == ("gone", "gone")
    assert [room.alert(one).escalate_at for one in (candidate, neighbour)] == [after(1), after(1)]


def test_a_digest_given_up_lets_go_of_the_others(
    db: Session, room: Room, neighbour: Candidate, alert: Alert, send: Send
) -> None:
    room.wait(neighbour, NOW)
    first, later = gather(db, room)
    room.take(alert, after(5))
    assert (first.state, first.outcome) == ("failed", "claimed")
    assert (later.state, later.due_at, later.gathered_into_id) == ("due", NOW, None)


def test_what_left_inside_a_digest_was_rung(db: Session, room: Room, neighbour: Candidate, alert: Alert) -> None:
    room.wait(neighbour, NOW)
    first, _ = gather(db, room)
    first.state, first.due_at, first.tries = "accepted", None, 1
    db.commit()
    room.take(room.alert(neighbour), after(5))
    assert updates(room) == ["Claire"]


def test_a_digest_shown_has_shown_all_its_alerts(
    db: Session, room: Room, candidate: Candidate, neighbour: Candidate, alert: Alert, send: Send
) -> None:
    room.wait(neighbour, NOW)
    first, later = gather(db, room)
    send(seconds=2)
    act(db, receipts.mark_shown, first.token, after(3))
    act(db, receipts.mark_opened, first.token, after(4))
    assert (later.shown_at, later.opened_at) == (after(3), after(4))
    for one in (candidate, neighbour):
        shown = room.alert(one)
        assert (shown.accepted_at, shown.shown_at) == (after(2), after(3))
        assert room.life(shown) == ["raised", "accepted", "shown", "opened"]
