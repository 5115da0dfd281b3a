"""An alert is raised once, taken by one person, and closed by itself when its cause is gone."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pwa.domain.delivery import Answer
from pwa.domain.errors import Illegal, Missing
from pwa.models.tables import Account, Alert, Candidate
from pwa.operations import alert_events, changes, claims, deliveries, receipts
from tests.acting import act
from tests.cast import Register
from tests.room import NOW, Room, after


@pytest.fixture
def alert(room: Room, candidate: Candidate) -> Alert:
    """A window closed at 10 s, noticed at 14 s."""
    room.start(candidate, NOW)
    room.goodbye(candidate, after(10))
    room.look(after(14))
    return room.alert(candidate)


def claim(db: Session, alert_id: int, account: Account, session_id: int, seconds: float = 20) -> None:
    claims.claim(changes.begin(db, session_id, changes.by_account(account.id), after(seconds)), alert_id, account)


def test_an_alert_says_what_since_when_and_when_it_was_noticed(alert: Alert) -> None:
    assert (alert.kind, alert.detail) == ("window_closed", "")
    assert (alert.since, alert.raised_at) == (after(10), after(14))
    assert (alert.claimed_at, alert.closed_at) == (None, None)


def test_the_database_itself_holds_one_open_alert_of_a_kind(db: Session, alert: Alert) -> None:
    columns = ("session_id", "candidate_id", "kind", "dedupe_key", "version", "since", "raised_at")
    db.add(Alert(**{name: getattr(alert, name) for name in columns}))
    with pytest.raises(IntegrityError):
        db.commit()


def test_an_alert_taken_says_by_whom_and_when(db: Session, room: Room, alert: Alert, colleague: Account) -> None:
    room.let_in(colleague, NOW)
    act(db, claim, alert.id, colleague, room.session.id)
    assert (alert.claimed_by, alert.claimed_at) == (colleague, after(20))
    assert room.journal()[-1] == "alert_claimed"


def test_an_alert_taken_by_one_is_refused_to_the_other(
    db: Session, room: Room, alert: Alert, colleague: Account
) -> None:
    room.let_in(colleague, NOW)
    act(db, claim, alert.id, colleague, room.session.id)
    with pytest.raises(Illegal) as refused:
        act(db, claim, alert.id, room.invigilator, room.session.id)
    assert refused.value.code == "alert_claimed"
    assert refused.value.sentence == "Karim Haddad s'en occupe déjà."


def test_taking_an_alert_again_keeps_the_first_moment(db: Session, room: Room, alert: Alert) -> None:
    act(db, claim, alert.id, room.invigilator, room.session.id)
    act(db, claim, alert.id, room.invigilator, room.session.id, seconds=30)
    assert alert.claimed_at == after(20)


def test_a_closed_alert_cannot_be_taken(db: Session, room: Room, candidate: Candidate, alert: Alert) -> None:
    room.resume(candidate, after(15))
    with pytest.raises(Illegal) as refused:
        act(db, claim, alert.id, room.invigilator, room.session.id)
    assert refused.value.code == "alert_closed"


def test_an_alert_of_another_session_cannot_be_taken(
    db: Session, alert: Alert, elsewhere: Candidate, colleague: Account
) -> None:
    for alert_id, session_id in ((alert.id, elsewhere.session_id), (alert.id + 1, alert.session_id)):
        with pytest.raises(Missing):
            act(db, claim, alert_id, colleague, session_id)
    assert alert.claimed_by is None


def test_each_thing_that_happens_to_an_alert_is_told_with_its_time_and_its_device(
    db: Session, room: Room, candidate: Candidate, colleague: Account, register: Register
) -> None:
    room.let_in(colleague, NOW)
    register(room.invigilator, "Le téléphone de Claire")
    register(room.invigilator, "Sa tablette", after(-60))
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    leased = act(db, deliveries.lease, after(1), 30)
    assert leased
    act(db, deliveries.record, leased, Answer(201), after(2), 0.5)
    for seconds in (20, 45, 90, 210, 330):
        room.climb(after(seconds))
    act(db, receipts.mark_shown, room.deliveries("ring", 0)[0].token, after(331))
    room.take(alert, after(340), colleague)
    room.confirm(candidate, after(350))
    lines = alert_events.of_alert(db, alert)
    said = [(line.word, line.who, line.device, line.step, line.count, line.seconds, line.times) for line in lines]
    assert said == [
        ("raised", None, None, 0, 1, 0, 1),
        ("accepted", "Claire Moreau", "Le téléphone de Claire", 0, None, 2, 1),
        ("escalated", None, None, 1, 1, 20, 1),
        ("escalated", None, None, 2, 2, 45, 1),
        ("escalated", None, None, 3, 0, 90, 1),
        ("escalated", None, None, 5, 2, 330, 2),
        ("shown", "Claire Moreau", "Le téléphone de Claire", 0, None, 331, 1),
        ("claimed", "Karim Haddad", None, None, None, 340, 1),
        ("closed", "Claire Moreau", None, None, None, 350, 1),
    ]
    assert lines[-1].why == "answered"


def test_the_open_alerts_of_a_session_have_their_lives_told(db: Session, room: Room, alert: Alert) -> None:
    assert [line.word for line in alert_events.of_session(db, room.session.id)[alert.id]] == ["raised"]
    room.resume(alert.candidate, after(20))  # type: ignore[arg-type]
    assert alert_events.of_session(db, room.session.id) == {}
    assert [line.word for line in alert_events.of_alert(db, alert)] == ["raised", "closed"]


def test_an_answer_closes_the_alert_and_says_so(room: Room, candidate: Candidate, alert: Alert) -> None:
    room.resume(candidate, after(20))
    assert (alert.closed_at, alert.closed_why) == (after(20), "answered")
    assert room.journal()[-1] == "alert_closed"


def test_asking_takes_the_place_of_the_closed_window(room: Room, candidate: Candidate, alert: Alert) -> None:
    room.wait(candidate, after(60))
    assert alert.closed_why == "asked"
    assert room.alerts(candidate) == ["resume_requested"]


def test_two_needs_of_one_candidate_are_two_alerts(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(minutes=91))
    assert room.alerts(candidate) == ["connection_lost", "time_nearly_over"]


def test_what_stays_on_the_board_rings_no_phone(room: Room, candidate: Candidate, register: Register) -> None:
    register(room.invigilator)
    room.confirm(candidate, NOW)
    room.look(after(minutes=15))
    assert room.alerts(candidate) == ["admission_lapsed"]
    assert room.deliveries() == []
    assert (room.alert(candidate).escalate_at, room.life(room.alert(candidate))) == (None, ["raised"])


def test_nobody_to_call_is_one_line_of_the_journal(room: Room, candidate: Candidate) -> None:
    room.start(candidate, NOW)
    room.look(after(16))
    for _ in range(5):
        room.climb(after(16))
    assert room.journal().count("alert_escalated") == 1
    assert room.life(room.alert(candidate)).count("escalated") >= 3
