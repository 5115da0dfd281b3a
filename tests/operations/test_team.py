"""A centre's team: invited by a link that serves once, with a role, until they leave."""

import hashlib
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal, Missing, Refused
from pwa.domain.team import INVITED_FOR, Role
from pwa.models.tables import Account, Candidate, Centre, Invitation, Membership, Upload
from pwa.operations import imports, rights, team
from tests.acting import act
from tests.cast import SESSIONS, Register
from tests.room import NOW, Room, after


@pytest.fixture
def member(db: Session, centre: Centre, staff: Account, colleague: Account) -> Account:
    """Karim, a member of the centre."""
    join(db, centre, staff, colleague, Role.MEMBER)
    return colleague


def join(db: Session, centre: Centre, by: Account, account: Account, role: Role) -> str:
    """Invite, and accept; the link's token."""
    token = act(db, team.invite, centre, role, by, NOW)
    act(db, team.accept, token, account, NOW)
    return token


def roles(db: Session, centre: Centre) -> dict[str, str]:
    return {one.account.first_name: one.role for one in team.members(db, centre)}


def code(info: pytest.ExceptionInfo[Refused]) -> str:
    return info.value.code


def test_who_made_the_centre_leads_it(db: Session, centre: Centre) -> None:
    assert roles(db, centre) == {"Hélène": "administrator"}


def test_a_link_makes_a_member_once(
    db: Session, centre: Centre, staff: Account, colleague: Account, stranger: Account
) -> None:
    token = join(db, centre, staff, colleague, Role.MEMBER)
    assert roles(db, centre) == {"Karim": "member", "Hélène": "administrator"}
    assert rights.staffed_centre(db, colleague, centre.id) is centre
    with pytest.raises(Missing) as info:
        act(db, team.accept, token, stranger, NOW)
    assert code(info) == "invitation_over"


def test_the_link_itself_is_written_nowhere(db: Session, centre: Centre, staff: Account) -> None:
    token = act(db, team.invite, centre, Role.MEMBER, staff, NOW)
    kept = db.scalars(select(Invitation)).one()
    assert kept.digest == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 40


def test_a_link_lasts_seven_days(db: Session, centre: Centre, staff: Account, colleague: Account) -> None:
    token = act(db, team.invite, centre, Role.MEMBER, staff, NOW)
    with pytest.raises(Missing):
        act(db, team.accept, token, colleague, NOW + INVITED_FOR)
    assert team.invitations(db, centre, NOW + INVITED_FOR) == []
    act(db, team.invite, centre, Role.MEMBER, staff, NOW + INVITED_FOR)
    assert len(db.scalars(select(Invitation)).all()) == 1


def test_who_is_in_the_team_uses_no_link_up(db: Session, centre: Centre, staff: Account, member: Account) -> None:
    token = act(db, team.invite, centre, Role.ADMINISTRATOR, staff, NOW)
    act(db, team.accept, token, member, NOW)
    assert roles(db, centre)["Karim"] == "member"
    assert len(team.invitations(db, centre, NOW)) == 1


def test_a_link_taken_back_leads_nowhere(db: Session, centre: Centre, staff: Account, colleague: Account) -> None:
    token = act(db, team.invite, centre, Role.MEMBER, staff, NOW)
    number = team.invitations(db, centre, NOW)[0].id
    act(db, team.withdraw, centre, number, staff)
    with pytest.raises(Missing):
        act(db, team.accept, token, colleague, NOW)
    with pytest.raises(Missing):
        act(db, team.withdraw, centre, number, staff)


@pytest.mark.parametrize("verb", ["invite", "withdraw", "change_role", "remove"])
def test_a_member_does_not_look_after_the_team(
    db: Session, centre: Centre, staff: Account, member: Account, verb: str
) -> None:
    does: dict[str, Callable[[], object]] = {
        "invite": lambda: act(db, team.invite, centre, Role.MEMBER, member, NOW),
        "withdraw": lambda: act(db, team.withdraw, centre, 1, member),
        "change_role": lambda: act(db, team.change_role, centre, member.id, Role.ADMINISTRATOR, member),
        "remove": lambda: act(db, team.remove, centre, staff.id, member, NOW),
    }
    with pytest.raises(Illegal) as info:
        does[verb]()
    assert code(info) == "administrators_only"


def test_a_role_changes(db: Session, centre: Centre, staff: Account, member: Account) -> None:
    act(db, team.change_role, centre, member.id, Role.ADMINISTRATOR, staff)
    assert rights.administered_centre(db, member, centre.id) is centre
    act(db, team.change_role, centre, staff.id, Role.MEMBER, member)
    assert roles(db, centre) == {"Karim": "administrator", "Hélène": "member"}
    with pytest.raises(Illegal):
        rights.administered_centre(db, staff, centre.id)


def test_the_last_administrator_stays_one(db: Session, centre: Centre, staff: Account, member: Account) -> None:
    ways: tuple[Callable[[], object], ...] = (
        lambda: act(db, team.leave, centre, staff, NOW),
        lambda: act(db, team.change_role, centre, staff.id, Role.MEMBER, staff),
        lambda: act(db, team.remove, centre, staff.id, staff, NOW),
    )
    for does in ways:
        with pytest.raises(Illegal) as info:
            does()
        assert code(info) == "last_administrator"
    act(db, team.leave, centre, member, NOW)
    assert roles(db, centre) == {"Hélène": "administrator"}


def test_who_leaves_leaves_no_way_back(
    db: Session, centre: Centre, staff: Account, member: Account, stranger: Account
) -> None:
    act(db, team.change_role, centre, member.id, Role.ADMINISTRATOR, staff)
    token = act(db, team.invite, centre, Role.MEMBER, member, NOW)
    act(db, imports.upload, centre, member, SESSIONS.read_bytes(), NOW)
    act(db, team.remove, centre, member.id, staff, NOW)
    with pytest.raises(Missing):
        rights.staffed_centre(db, member, centre.id)
    with pytest.raises(Missing):
        act(db, team.accept, token, stranger, NOW)
    assert db.scalars(select(Upload)).all() == []


def test_a_demoted_administrator_s_invitations_go(db: Session, centre: Centre, staff: Account, member: Account) -> None:
    act(db, team.change_role, centre, member.id, Role.ADMINISTRATOR, staff)
    act(db, team.invite, centre, Role.MEMBER, member, NOW)
    act(db, team.invite, centre, Role.MEMBER, staff, NOW)
    act(db, team.change_role, centre, member.id, Role.MEMBER, staff)
    assert [one.invited_by_id for one in team.invitations(db, centre, NOW)] == [staff.id]


def test_who_leaves_gives_back_what_they_had_taken(
    db: Session, room: Room, candidate: Candidate, centre: Centre, member: Account, register: Register
) -> None:
    register(room.invigilator)
    room.wait(candidate, NOW)
    alert = room.alert(candidate)
    room.take(alert, after(5), member)
    act(db, team.leave, centre, member, after(10))
    db.refresh(alert)
    assert alert.claimed_by_id is None
    assert room.journal()[-1] == "alert_given_back"


def test_somebody_of_another_centre_is_none_of_ours(
    db: Session, centre: Centre, staff: Account, stranger: Account
) -> None:
    ways: tuple[Callable[[], object], ...] = (
        lambda: act(db, team.invite, centre, Role.MEMBER, stranger, NOW),
        lambda: act(db, team.change_role, centre, stranger.id, Role.MEMBER, staff),
        lambda: act(db, team.remove, centre, stranger.id, staff, NOW),
        lambda: act(db, team.leave, centre, stranger, NOW),
    )
    for does in ways:
        with pytest.raises(Missing):
            does()
    assert len(db.scalars(select(Membership)).all()) == 1
