"""A centre's people who act at once: a session deleted while it is joined, a password renewed while it is typed, a team
that would be left without anybody to lead it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.errors import Refused
from pwa.domain.team import Role
from pwa.models.tables import Account, Candidate, Centre, CertificationSession, Membership, SessionAccess
from pwa.operations import accesses, changes, claims, reconciliation, session_alerts, session_changes, team
from tests.acting import act
from tests.cast import Create, Find, Register
from tests.crossing import code_of, cross
from tests.room import NOW, Room, after

Do = Callable[[Session], object]


@pytest.fixture
def pair(db: Session, centre: Centre, staff: Account, colleague: Account) -> Centre:
    """A centre with two administrators, Hélène and Karim."""
    act(db, team.accept, act(db, team.invite, centre, Role.ADMINISTRATOR, staff, NOW), colleague, NOW)
    return centre


def deletes(session: CertificationSession, staff: Account) -> Do:
    number, staff_id = session.id, staff.id
    return lambda db: session_changes.remove(
        db, db.get_one(CertificationSession, number), db.get_one(Account, staff_id), NOW
    )


def joins(session: CertificationSession, candidate: Candidate, account: Account) -> Do:
    number, account_id = session.id, account.id
    named = (candidate.last_name, candidate.first_name, candidate.birth_date)
    return lambda db: reconciliation.join(db, db.get_one(Account, account_id), number, *named, NOW)


def renews(session: CertificationSession, staff: Account) -> Do:
    number, staff_id = session.id, staff.id
    return lambda db: accesses.renew(db, db.get_one(CertificationSession, number), db.get_one(Account, staff_id), NOW)


def opens(session: CertificationSession, account: Account) -> Do:
    number, account_id, password = session.id, account.id, session.password
    return lambda db: accesses.open_session(db, db.get_one(Account, account_id), number, password, NOW)


def open_accesses(db: Session) -> int:
    db.rollback()
    return len(db.scalars(select(SessionAccess).where(SessionAccess.left_at.is_(None))).all())


def test_somebody_joins_while_the_session_is_deleted(
    db: Session, session: CertificationSession, enrolled: Find, player: Account, staff: Account
) -> None:
    outcome = cross(db, deletes(session, staff), joins(session, enrolled("ABADIE"), player))
    assert code_of(outcome) == "no_match"
    assert db.scalars(select(Candidate)).all() == []


def test_a_session_is_deleted_while_somebody_joins(
    db: Session, session: CertificationSession, enrolled: Find, player: Account, staff: Account
) -> None:
    outcome = cross(db, joins(session, enrolled("ABADIE"), player), deletes(session, staff))
    assert code_of(outcome) == "somebody_joined"
    assert len(db.scalars(select(Candidate)).all()) == 24


def test_a_session_is_deleted_twice(db: Session, session: CertificationSession, staff: Account) -> None:
    number, staff_id = session.id, staff.id

    def removes(db: Session) -> None:
        query = select(CertificationSession).where(CertificationSession.id == number)
        found = db.scalars(query).one_or_none()
        if found:
            session_changes.remove(db, found, db.get_one(Account, staff_id), NOW)

    outcome = cross(db, removes, removes)
    assert outcome is None or code_of(outcome) == "missing"
    assert db.scalars(select(CertificationSession)).all() == []


def test_the_former_password_is_typed_while_it_is_renewed(
    db: Session, session: CertificationSession, invigilator: Account, staff: Account
) -> None:
    outcome = cross(db, renews(session, staff), opens(session, invigilator))
    assert code_of(outcome) == "wrong_password"
    assert open_accesses(db) == 0


def test_a_password_is_renewed_while_somebody_opens_with_it(
    db: Session, session: CertificationSession, invigilator: Account, staff: Account
) -> None:
    assert not isinstance(cross(db, opens(session, invigilator), renews(session, staff)), Refused)
    assert open_accesses(db) == 0


def test_a_session_is_opened_while_it_is_deleted(
    db: Session, session: CertificationSession, invigilator: Account, staff: Account
) -> None:
    assert code_of(cross(db, deletes(session, staff), opens(session, invigilator))) == "wrong_password"
    assert open_accesses(db) == 0


def test_somebody_leaves_while_the_password_is_renewed(db: Session, room: Room, staff: Account) -> None:
    number, account_id = room.session.id, room.invigilator.id

    def leaves(db: Session) -> None:
        accesses.leave(db, db.get_one(Account, account_id), number, after(1))

    cross(db, renews(room.session, staff), leaves)
    assert [one.left_at for one in accesses.listed(db, number)] == [NOW]
    assert "access_left" not in room.journal()


def test_an_alert_is_taken_while_its_taker_is_sent_away(
    db: Session, room: Room, candidate: Candidate, staff: Account, register: Register
) -> None:
    room.wait(candidate, NOW)
    alert_id, number, account_id = room.alert(candidate).id, room.session.id, room.invigilator.id

    def takes(db: Session) -> object:
        change = changes.begin(db, number, changes.by_account(account_id), NOW)
        return claims.claim(change, alert_id, db.get_one(Account, account_id))

    assert code_of(cross(db, renews(room.session, staff), takes)) == "right_lost"
    db.expire_all()
    assert room.alert(candidate).claimed_by_id is None


def test_a_room_becomes_a_neighbour_and_loses_an_alert_while_the_password_is_renewed(
    db: Session, room: Room, candidate: Candidate, create: Create, staff: Account, colleague: Account
) -> None:
    """Who watched next door took the alert in that instant: sent away, they hold it no more."""
    there = create(1)
    act(db, accesses.open_session, colleague, there.id, there.password, NOW)
    room.wait(candidate, NOW)
    alert_id, here, number = room.alert(candidate).id, room.session.id, there.id
    staff_id, taker_id = staff.id, colleague.id

    def arranges(db: Session) -> object:
        session, account = db.get_one(CertificationSession, number), db.get_one(Account, staff_id)
        return session_alerts.arrange(db, session, session.ladder, [here], account, NOW)

    def takes(db: Session) -> object:
        change = changes.begin(db, here, changes.by_account(taker_id), NOW)
        return claims.claim(change, alert_id, db.get_one(Account, taker_id))

    assert not isinstance(cross(db, arranges, renews(there, staff), takes), Refused)
    db.expire_all()
    assert "alert_claimed" in room.journal()
    assert room.alert(candidate).claimed_by_id is None


def leaves_centre(centre: Centre, account: Account) -> Do:
    centre_id, account_id = centre.id, account.id
    return lambda db: team.leave(db, db.get_one(Centre, centre_id), db.get_one(Account, account_id), NOW)


def removes_from(centre: Centre, member: Account, by: Account) -> Do:
    centre_id, member_id, by_id = centre.id, member.id, by.id
    return lambda db: team.remove(db, db.get_one(Centre, centre_id), member_id, db.get_one(Account, by_id), NOW)


def steps_down(centre: Centre, account: Account) -> Do:
    centre_id, account_id = centre.id, account.id
    return lambda db: team.change_role(
        db, db.get_one(Centre, centre_id), account_id, Role.MEMBER, db.get_one(Account, account_id)
    )


def administrators(db: Session) -> int:
    db.rollback()
    return len(db.scalars(select(Membership).where(Membership.role == "administrator")).all())


def test_the_last_two_administrators_leave_at_once(
    db: Session, pair: Centre, staff: Account, colleague: Account
) -> None:
    outcome = cross(db, leaves_centre(pair, staff), leaves_centre(pair, colleague))
    assert code_of(outcome) == "last_administrator"
    assert administrators(db) == 1


def test_the_last_administrator_leaves_twice(db: Session, centre: Centre, staff: Account) -> None:
    """Refused, and refused again."""
    for _ in range(2):
        outcome = cross(db, lambda _db: None, leaves_centre(centre, staff))
        assert code_of(outcome) == "last_administrator"
    assert administrators(db) == 1


def test_somebody_leaves_twice_at_once(db: Session, pair: Centre, colleague: Account) -> None:
    assert code_of(cross(db, leaves_centre(pair, colleague), leaves_centre(pair, colleague))) == "missing"
    assert administrators(db) == 1


def test_two_administrators_remove_each_other(db: Session, pair: Centre, staff: Account, colleague: Account) -> None:
    outcome = cross(db, removes_from(pair, colleague, staff), removes_from(pair, staff, colleague))
    assert code_of(outcome) == "missing"
    assert administrators(db) == 1


def test_two_administrators_step_down_at_once(db: Session, pair: Centre, staff: Account, colleague: Account) -> None:
    assert code_of(cross(db, steps_down(pair, staff), steps_down(pair, colleague))) == "last_administrator"
    assert administrators(db) == 1


def test_one_leaves_while_the_other_steps_down(db: Session, pair: Centre, staff: Account, colleague: Account) -> None:
    assert code_of(cross(db, leaves_centre(pair, staff), steps_down(pair, colleague))) == "last_administrator"
    assert administrators(db) == 1


@pytest.mark.parametrize("same", [True, False])
def test_one_link_is_followed_twice_at_once(
    db: Session, centre: Centre, staff: Account, colleague: Account, stranger: Account, same: bool
) -> None:
    token = act(db, team.invite, centre, Role.MEMBER, staff, NOW)

    def follows(account: Account) -> Do:
        account_id = account.id
        return lambda db: team.accept(db, token, db.get_one(Account, account_id), NOW)

    outcome = cross(db, follows(colleague), follows(colleague if same else stranger))
    assert code_of(outcome) == "invitation_over"
    assert len(db.scalars(select(Membership)).all()) == 2


def test_a_link_is_followed_while_who_made_it_is_removed(
    db: Session, pair: Centre, staff: Account, colleague: Account, stranger: Account
) -> None:
    token, stranger_id = act(db, team.invite, pair, Role.MEMBER, colleague, NOW), stranger.id
    outcome = cross(
        db,
        removes_from(pair, colleague, staff),
        lambda db: team.accept(db, token, db.get_one(Account, stranger_id), NOW),
    )
    assert code_of(outcome) == "invitation_over"
