"""An invigilator opens a session with its number and password; wrong ones lock, leaving closes for real."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from pwa.domain.attempts import State
from pwa.domain.errors import Closed, Illegal, Missing, Refused
from pwa.models.tables import Account, Candidate, CertificationSession, PasswordFailures
from pwa.operations import accesses, journal, rights
from tests.acting import act
from tests.cast import Create, Register
from tests.room import NOW, Room, after

Try = Callable[..., str]


@pytest.fixture
def enter(db: Session, session: CertificationSession) -> Try:
    """Tries a number and a password, as the page does; "open" or the refusal's code."""

    def attempt(account: Account, password: str, now: datetime = NOW, number: int | None = None) -> str:
        outcome = act(db, accesses.open_session, account, number or session.id, password, now)
        return outcome.code if isinstance(outcome, Refused) else "open"

    return attempt


def words(db: Session, session: CertificationSession) -> list[str]:
    return [line.word for line in journal.lines(db, session.id)]


def fail(enter: Try, account: Account, times: int, now: datetime = NOW) -> str:
    """Type a wrong password that often, each time once any lock is over; the last answer."""
    for _ in range(times):
        now += timedelta(hours=1)
        answer = enter(account, "WRONG2", now)
    return answer


def test_the_right_password_opens_the_session(
    db: Session, session: CertificationSession, invigilator: Account, enter: Try
) -> None:
    assert enter(invigilator, f"c-{session.password.lower()}") == "open"
    assert rights.watched_session(db, invigilator, session.id) is session
    assert words(db, session)[-1] == "access_opened"


def test_opening_again_is_one_access(
    db: Session, session: CertificationSession, invigilator: Account, enter: Try
) -> None:
    enter(invigilator, session.password)
    version = session.version
    assert enter(invigilator, session.password) == "open"
    assert (words(db, session).count("access_opened"), session.version) == (1, version)


def test_several_invigilators_watch_one_session(
    db: Session, session: CertificationSession, invigilator: Account, colleague: Account, enter: Try
) -> None:
    assert enter(invigilator, session.password) == enter(colleague, session.password) == "open"
    assert rights.watched_session(db, colleague, session.id) is session


@pytest.mark.parametrize("password", ["", "WRONG2", "C-", "é\0"])
def test_a_wrong_password_opens_nothing(
    db: Session, session: CertificationSession, invigilator: Account, enter: Try, password: str
) -> None:
    assert enter(invigilator, password) == "wrong_password"
    with pytest.raises(Missing):
        rights.watched_session(db, invigilator, session.id)


def test_a_wrong_number_and_a_wrong_password_get_one_answer(
    db: Session, session: CertificationSession, invigilator: Account
) -> None:
    number = act(db, accesses.open_session, invigilator, 99_999, session.password, NOW)
    password = act(db, accesses.open_session, invigilator, session.id, "WRONG2", NOW)
    assert isinstance(number, Refused)
    assert isinstance(password, Refused)
    assert number.sentence == password.sentence == accesses.WRONG


def test_nothing_is_told_of_a_finalised_session_before_the_right_password(
    db: Session, session: CertificationSession, invigilator: Account, enter: Try
) -> None:
    session.finalised_at = NOW
    db.commit()
    assert enter(invigilator, "WRONG2") == "wrong_password"
    assert enter(invigilator, session.password) == "finalised"


@pytest.mark.parametrize(("failures", "minutes"), [(10, 2), (20, 4), (30, 8)])
def test_every_ten_failures_lock_twice_as_long(
    db: Session, session: CertificationSession, invigilator: Account, enter: Try, failures: int, minutes: int
) -> None:
    assert fail(enter, invigilator, failures - 1) == "wrong_password"
    assert enter(invigilator, "WRONG2", after(hours=failures)) == "locked"
    kept = db.get_one(PasswordFailures, (invigilator.id, session.id))
    assert (kept.failures, kept.locked_until) == (failures, after(hours=failures, minutes=minutes))


def test_while_it_is_locked_even_the_right_password_waits(
    session: CertificationSession, invigilator: Account, enter: Try
) -> None:
    fail(enter, invigilator, 9)
    enter(invigilator, "WRONG2", after(hours=10))
    assert enter(invigilator, session.password, after(hours=10, seconds=119)) == "locked"
    assert enter(invigilator, session.password, after(hours=10, seconds=120)) == "open"


def test_a_lock_holds_one_account_for_one_session(
    session: CertificationSession, create: Create, invigilator: Account, colleague: Account, enter: Try
) -> None:
    other = create(1)
    for _ in range(10):
        enter(invigilator, "WRONG2")
    assert enter(invigilator, session.password) == "locked"
    assert enter(colleague, session.password) == "open"
    assert enter(invigilator, other.password, number=other.id) == "open"


def test_a_number_that_does_not_exist_locks_too(invigilator: Account, enter: Try) -> None:
    answers = [enter(invigilator, "WRONG2", number=99_999) for _ in range(11)]
    assert answers == ["wrong_password"] * 9 + ["locked"] * 2


def test_the_right_password_forgets_the_wrong_ones(
    db: Session, session: CertificationSession, invigilator: Account, enter: Try
) -> None:
    fail(enter, invigilator, 9)
    enter(invigilator, session.password, after(hours=10))
    assert db.get_one(PasswordFailures, (invigilator.id, session.id)).failures == 0


def test_leaving_ends_the_access_for_real(
    db: Session, session: CertificationSession, invigilator: Account, enter: Try
) -> None:
    enter(invigilator, session.password)
    act(db, accesses.leave, invigilator, session.id, after(60))
    with pytest.raises(Missing):
        rights.watched_session(db, invigilator, session.id)
    assert words(db, session)[-1] == "access_left"


def test_leaving_what_is_not_open_changes_nothing(
    db: Session, session: CertificationSession, invigilator: Account
) -> None:
    version = session.version
    act(db, accesses.leave, invigilator, session.id, NOW)
    assert session.version == version


def test_coming_back_asks_for_the_password_again(
    db: Session, session: CertificationSession, invigilator: Account, enter: Try
) -> None:
    enter(invigilator, session.password)
    act(db, accesses.leave, invigilator, session.id, after(60))
    assert enter(invigilator, session.password, after(90)) == "open"
    assert words(db, session)[-3:] == ["access_opened", "access_left", "access_opened"]


def test_the_sessions_being_watched_are_listed_nearest_first(
    db: Session, session: CertificationSession, create: Create, invigilator: Account, enter: Try
) -> None:
    afternoon = create(1)
    enter(invigilator, afternoon.password, number=afternoon.id)
    enter(invigilator, session.password)
    assert list(accesses.opened_by(db, invigilator)) == [session, afternoon]
    act(db, accesses.leave, invigilator, session.id, NOW)
    assert list(accesses.opened_by(db, invigilator)) == [afternoon]


def test_a_finalised_session_is_watched_no_more(
    db: Session, session: CertificationSession, invigilator: Account, enter: Try
) -> None:
    enter(invigilator, session.password)
    session.finalised_at = after(60)
    db.commit()
    assert list(accesses.opened_by(db, invigilator)) == []


def renew(db: Session, room: Room, by: Account, now: datetime = NOW) -> str:
    """A new password; the one before."""
    former = room.session.password
    act(db, accesses.renew, room.session, by, now)
    db.refresh(room.session)
    return former


def test_a_renewed_password_ends_every_access(db: Session, room: Room, staff: Account, enter: Try) -> None:
    former = renew(db, room, staff, after(60))
    assert room.session.password != former
    assert enter(room.invigilator, former) == "wrong_password"
    with pytest.raises(Closed) as refused:
        rights.watched_session(db, room.invigilator, room.session.id)
    assert refused.value.sentence == rights.RENEWED
    assert enter(room.invigilator, room.session.password) == "open"
    assert rights.watched_session(db, room.invigilator, room.session.id)
    assert journal.first_broken(db, room.session.id) is None


def test_who_had_left_before_is_told_nothing(db: Session, room: Room, staff: Account) -> None:
    room.leave(room.invigilator, after(30))
    renew(db, room, staff, after(60))
    with pytest.raises(Missing):
        rights.watched_session(db, room.invigilator, room.session.id)


def test_renewing_changes_nothing_for_candidates(db: Session, room: Room, candidate: Candidate, staff: Account) -> None:
    room.start(candidate, NOW)
    renew(db, room, staff, after(2))
    assert room.state(candidate, after(2)) is State.RUNNING


def test_renewing_gives_back_what_was_taken_and_rings_nobody_sent_away(
    db: Session, room: Room, candidate: Candidate, colleague: Account, staff: Account, register: Register
) -> None:
    for account, name in ((room.invigilator, "one"), (colleague, "two")):
        register(account, name)
    room.let_in(colleague, NOW)
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    room.take(alert, after(5))
    renew(db, room, staff, after(10))
    db.refresh(alert)
    assert alert.claimed_by_id is None
    assert {one.state for one in room.deliveries("ring")} == {"failed"}


def test_nobody_takes_an_alert_by_a_right_that_was_withdrawn(
    db: Session, room: Room, candidate: Candidate, staff: Account
) -> None:
    room.wait(candidate, NOW)
    renew(db, room, staff, after(10))
    with pytest.raises(Illegal) as refused:
        room.take(room.alert(candidate), after(11))
    assert refused.value.code == "right_lost"


def test_a_finalised_session_keeps_its_password(db: Session, room: Room, staff: Account) -> None:
    room.finalise(NOW)
    with pytest.raises(Illegal) as refused:
        renew(db, room, staff)
    assert refused.value.code == "finalised"


def test_everybody_who_had_access_is_listed(db: Session, room: Room, colleague: Account, staff: Account) -> None:
    room.let_in(colleague, after(10))
    room.leave(colleague, after(20))
    listed = accesses.listed(db, room.session.id)
    assert [(one.account_id, one.left_at) for one in listed] == [
        (room.invigilator.id, None),
        (colleague.id, after(20)),
    ]
