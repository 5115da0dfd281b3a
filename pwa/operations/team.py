"""A centre's team: who is invited by a link, who accepts, changes role, leaves."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from pwa.domain import names
from pwa.domain import team as rules
from pwa.domain.errors import Missing
from pwa.domain.team import Role
from pwa.models.tables import Account, Alert, Centre, CertificationSession, Invitation, Membership, Upload
from pwa.operations import centres, changes, claims, rights


def members(db: Session, centre: Centre) -> list[Membership]:
    """Return a centre's staff, in the order of names."""
    query = select(Membership).where(Membership.centre_id == centre.id).options(joinedload(Membership.account))
    rows = db.scalars(query.execution_options(populate_existing=True)).all()
    return sorted(rows, key=lambda row: (names.sort_key(row.account.last_name, row.account.first_name), row.account_id))


def invitations(db: Session, centre: Centre, now: datetime) -> Sequence[Invitation]:
    """Return the invitations that can still be followed, oldest first."""
    query = select(Invitation).where(
        Invitation.centre_id == centre.id, Invitation.accepted_at.is_(None), Invitation.expires_at > now
    )
    return db.scalars(query.order_by(Invitation.id)).all()


def invite(db: Session, centre: Centre, role: Role, account: Account, now: datetime) -> str:
    """Make an invitation; return the token of its link, which is written nowhere."""
    _lead(db, centre, account)
    over = (Invitation.accepted_at.is_(None), Invitation.expires_at <= now)
    db.execute(delete(Invitation).where(Invitation.centre_id == centre.id, *over))
    token = secrets.token_urlsafe(32)
    db.add(
        Invitation(
            centre_id=centre.id,
            role=role.value,
            digest=_digest(token),
            invited_by_id=account.id,
            created_at=now,
            expires_at=now + rules.INVITED_FOR,
        )
    )
    db.flush()
    return token


def withdraw(db: Session, centre: Centre, invitation_id: int, account: Account) -> None:
    """Take an invitation back: its link leads nowhere."""
    _lead(db, centre, account)
    mine = delete(Invitation).where(
        Invitation.id == invitation_id, Invitation.centre_id == centre.id, Invitation.accepted_at.is_(None)
    )
    if not db.scalars(mine.returning(Invitation.id)).all():
        raise Missing


def invitation(db: Session, token: str, now: datetime) -> Invitation:
    """Return the invitation of a link; `Missing`, with a sentence, when it leads nowhere any more."""
    query = select(Invitation).where(Invitation.digest == _digest(token)).options(joinedload(Invitation.centre))
    found = db.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None or not rules.is_open(found.accepted_at, found.expires_at, now):
        raise Missing(rules.NO_LONGER_VALID, "invitation_over")
    return found


def accept(db: Session, token: str, account: Account, now: datetime) -> Centre:
    """Make a person staff of the centre that invites them; who is so already uses nothing up."""
    centre = invitation(db, token, now).centre
    centres.hold(db, centre)
    followed = invitation(db, token, now)  # as it is now that nobody else can accept it
    if _find(db, centre, account.id) is None:
        db.add(Membership(centre_id=centre.id, account_id=account.id, role=followed.role))
        followed.accepted_by_id, followed.accepted_at = account.id, now
        db.flush()
    return centre


def change_role(db: Session, centre: Centre, member_id: int, role: Role, account: Account) -> None:
    """Give a member another role; a centre keeps an administrator."""
    _lead(db, centre, account)
    member = _found(db, centre, member_id)
    if role is not Role.ADMINISTRATOR:
        rules.check_still_led(_roles_but(db, centre, member_id))
        _forget_invitations(db, centre, member_id)
    member.role = role.value


def remove(db: Session, centre: Centre, member_id: int, account: Account, now: datetime) -> None:
    """Let a member no longer be staff, as an administrator decides."""
    _lead(db, centre, account)
    _let_go(db, centre, _found(db, centre, member_id), account, now)


def leave(db: Session, centre: Centre, account: Account, now: datetime) -> None:
    """Let a person no longer be staff, as they decide; the last administrator stays."""
    centres.hold(db, centre)
    _let_go(db, centre, _found(db, centre, account.id), account, now)


def _let_go(db: Session, centre: Centre, member: Membership, by: Account, now: datetime) -> None:
    """Take the right away, and all that hung on it: invitations, files in waiting, alerts taken."""
    rules.check_still_led(_roles_but(db, centre, member.account_id))
    account = member.account
    calling = select(Alert.session_id).where(Alert.closed_at.is_(None))
    rooms = select(CertificationSession.id).where(
        CertificationSession.centre_id == centre.id, CertificationSession.id.in_(calling)
    )
    begun = [changes.begin(db, room, changes.by_account(by.id), now) for room in sorted(db.scalars(rooms))]
    _forget_invitations(db, centre, account.id)
    db.execute(delete(Upload).where(Upload.centre_id == centre.id, Upload.account_id == account.id))
    db.delete(member)
    db.flush()
    for change in begun:
        claims.give_back_lost(change, account)


def _lead(db: Session, centre: Centre, account: Account) -> None:
    """Hold the centre until the end of the transaction, for one of its administrators."""
    centres.hold(db, centre)
    rules.check_administrator(rights.role(db, account, centre.id))


def _found(db: Session, centre: Centre, account_id: int) -> Membership:
    member = _find(db, centre, account_id)
    if member is None:
        raise Missing
    return member


def _find(db: Session, centre: Centre, account_id: int) -> Membership | None:
    return db.get(Membership, (centre.id, account_id), populate_existing=True)


def _roles_but(db: Session, centre: Centre, account_id: int) -> Sequence[str]:
    query = select(Membership.role).where(Membership.centre_id == centre.id, Membership.account_id != account_id)
    return db.scalars(query).all()


def _forget_invitations(db: Session, centre: Centre, account_id: int) -> None:
    """Nobody comes in by a link that its maker could no longer make."""
    theirs = delete(Invitation).where(
        Invitation.centre_id == centre.id, Invitation.invited_by_id == account_id, Invitation.accepted_at.is_(None)
    )
    db.execute(theirs)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
