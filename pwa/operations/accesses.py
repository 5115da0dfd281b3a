"""Accesses: an invigilator opens a session with its number and password, and leaves it."""

import hmac
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pwa.domain import codes, lockouts
from pwa.domain import sessions as rules
from pwa.domain.codes import read_password
from pwa.domain.errors import Illegal, Invalid, Locked, Refused
from pwa.domain.words import N_
from pwa.models.tables import Account, CertificationSession, PasswordFailures, SessionAccess
from pwa.operations import accounts, centres, changes, claims, duties, outbox, session_alerts
from pwa.operations.changes import Change
from pwa.operations.rights import FINALISED, RENEWAL

WRONG = N_("Le numéro de session et/ou le mot de passe saisis sont incorrects.")
LOCKED = N_("Trop d'essais pour cette session. Attendez quelques minutes, puis réessayez.")


def open_session(
    db: Session, account: Account, number: int, password: str, now: datetime
) -> CertificationSession | Refused:
    """Return the session, or the refusal to show; a failure is counted, so the caller commits either way.

    A training is opened by its own person alone, who needs no password.
    """
    accounts.hold(db, account)
    failures = _failures(db, account, number)
    if lockouts.is_locked(failures.locked_until, now):
        return Locked(LOCKED, "locked")
    session = db.get(CertificationSession, number)
    if _opens(session, password):
        session = _held(db, number)  # whose password may have been renewed a moment ago
    if session is None or not _opens(session, password):
        return _count(failures, now)
    failures.failures = 0
    if session.finalised_at:
        return Illegal(FINALISED, "finalised")
    grant(db, session, account, now)
    return session


def grant(db: Session, session: CertificationSession, account: Account, now: datetime) -> None:
    """Let a person watch a session; the caller knows that they may."""
    if _open(db, account, session.id):
        return
    change = changes.begin(db, session.id, changes.by_account(account.id), now)
    db.add(SessionAccess(session_id=session.id, account_id=account.id, opened_at=now))
    change.journal("access_opened")


def leave(db: Session, account: Account, number: int, now: datetime) -> None:
    """End this person's access for real, and give back what they had taken: coming back asks for the password again."""
    access = _open(db, account, number)
    if access:
        actor, rooms = changes.by_account(account.id), sorted({number, *claims.where_held(db, account)})
        begun = {room: changes.begin(db, room, actor, now) for room in rooms}
        db.refresh(access)
        if access.left_at is None:  # nobody has closed it meanwhile
            _close(begun[number], begun.values(), [access])
            begun[number].journal("access_left")


def renew(db: Session, session: CertificationSession, account: Account, now: datetime) -> Change:
    """Give a session a new password: every access is over, and what their people held is given back.

    The centre is held first: no room becomes its neighbour meanwhile.
    """
    centres.hold(db, session.centre)
    actor, rooms = changes.by_account(account.id), sorted({session.id, *session_alerts.neighbours(db, session.id)})
    begun = {room: changes.begin(db, room, actor, now) for room in rooms}
    change = begun[session.id]
    rules.check_changeable(session.finalised_at)
    former = session.password
    while session.password == former:
        session.password = codes.session_password(secrets.choice)
    revoked = [access for access in listed(db, session.id) if access.left_at is None]
    _close(change, begun.values(), revoked)
    change.journal(RENEWAL, accesses=[access.id for access in revoked])
    return change


def listed(db: Session, session_id: int) -> Sequence[SessionAccess]:
    """Return every access that a session ever gave, in the order in which they were opened."""
    query = (
        select(SessionAccess).where(SessionAccess.session_id == session_id).options(joinedload(SessionAccess.account))
    )
    return db.scalars(query.order_by(SessionAccess.opened_at, SessionAccess.id)).all()


def opened_by(db: Session, account: Account) -> Sequence[CertificationSession]:
    """Return the sessions this person is watching, nearest first."""
    query = select(CertificationSession).join(SessionAccess)
    mine = query.where(
        SessionAccess.account_id == account.id,
        SessionAccess.left_at.is_(None),
        CertificationSession.finalised_at.is_(None),
    )
    return db.scalars(mine.order_by(CertificationSession.starts_at)).all()


def _close(change: Change, rooms: Collection[Change], accesses: Sequence[SessionAccess]) -> None:
    """End accesses: what their people held here, or next door without another right, is given back."""
    for access in accesses:
        access.left_at = change.now
    change.db.flush()
    for access in accesses:
        claims.give_all_back(change, access.account)
        for room in rooms:
            claims.give_back_lost(room, access.account)
        duties.stand_down(change, access, "left")
        outbox.withdraw_from(change, access.account)


def _opens(session: CertificationSession | None, password: str) -> bool:
    if session is None or session.training:
        return False
    return hmac.compare_digest(read_password(password).encode(), session.password.encode())


def _held(db: Session, number: int) -> CertificationSession | None:
    """Return a session as it is now, until the end of the transaction; None when it has just been deleted."""
    query = select(CertificationSession).where(CertificationSession.id == number).with_for_update(key_share=True)
    return db.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _open(db: Session, account: Account, number: int) -> SessionAccess | None:
    query = select(SessionAccess).where(
        SessionAccess.session_id == number, SessionAccess.account_id == account.id, SessionAccess.left_at.is_(None)
    )
    return db.scalars(query).one_or_none()


def _failures(db: Session, account: Account, number: int) -> PasswordFailures:
    failures = db.get(PasswordFailures, (account.id, number))
    if failures is None:
        failures = PasswordFailures(account_id=account.id, number=number, failures=0)
        db.add(failures)
    return failures


def _count(failures: PasswordFailures, now: datetime) -> Refused:
    lock = lockouts.after_failure(failures.failures, now, for_good=False)
    failures.failures, failures.locked_until = lock.failures, lock.locked_until
    return Locked(LOCKED, "locked") if lock.locked_until else Invalid(WRONG, "wrong_password")
