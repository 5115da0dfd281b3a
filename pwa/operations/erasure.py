"""Erasure: of a session when its centre keeps it no longer, of one person when asked; figures and journal stay."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from pwa.domain import retention
from pwa.models.tables import (
    Account,
    Answer,
    Attempt,
    Candidate,
    Centre,
    CentreMessage,
    CertificationSession,
    Device,
    FinalReport,
    IdempotencyKey,
    Invitation,
    Membership,
    Note,
    SessionAccess,
    TimeGrant,
    Training,
)
from pwa.operations import changes
from pwa.operations.changes import Change

NO_DAY = date(1900, 1, 1)
"""What stands in the place of an erased birth date: nobody's."""
UNKNOWN = "efface-%s@invalid"
"""What stands in the place of an erased address."""


def due(db: Session, now: datetime) -> list[int]:
    """Return the sessions whose personal data their centre keeps no longer."""
    query = select(CertificationSession.id, CertificationSession.finalised_at, Centre.retention_days).join(Centre)
    old = CertificationSession.finalised_at <= now - timedelta(days=retention.LEAST)
    rows = db.execute(query.where(old, CertificationSession.erased_at.is_(None)).order_by(CertificationSession.id))
    return [number for number, closed_at, days in rows if closed_at and retention.is_over(closed_at, days, now)]


def erase_session(db: Session, number: int, now: datetime) -> None:
    """Erase what is personal in a session, once; how many were there, when and what was done remain."""
    change = changes.begin(db, number, changes.WATCHER, now)
    session = db.get_one(CertificationSession, number)
    if session.erased_at:
        return
    people = db.scalars(select(Candidate).where(Candidate.session_id == number).order_by(Candidate.id)).all()
    accounts = _blank(change, people)
    _delete(db, CentreMessage, CentreMessage.session_id == number)
    session.invigilators = session.notes = session.comment = ""
    session.erased_at = now
    change.journal("personal_data_erased", count=len(people))
    db.flush()
    _forget_accounts(db, accounts)


def same_person(db: Session, candidate: Candidate) -> list[Candidate]:
    """Return a person's rows in all sessions of their centre, the one given included."""
    centre = select(CertificationSession.centre_id).where(CertificationSession.id == candidate.session_id)
    query = (
        select(Candidate)
        .join(CertificationSession)
        .where(
            CertificationSession.centre_id == centre.scalar_subquery(),
            Candidate.identity == candidate.identity,
            Candidate.birth_date == candidate.birth_date,
        )
    )
    return list(db.scalars(query.order_by(Candidate.session_id)))


def erase_person(db: Session, candidate: Candidate, account: Account, now: datetime) -> int:
    """Erase a person from every session of the centre, all of them over; return how many there were."""
    rows = [(row.session_id, row.id) for row in same_person(db, candidate)]
    accounts: set[int] = set()
    for number, candidate_id in rows:
        change = changes.begin(db, number, changes.by_account(account.id), now)
        session = db.get_one(CertificationSession, number)
        retention.check_person(number, session.starts_at, session.started_at, session.finalised_at, now)
        case = change.case(candidate_id)
        accounts |= _blank(change, [case.candidate])
        change.journal("person_erased", case.candidate)
    db.flush()
    _forget_accounts(db, accounts)
    return len(rows)


def erased_people(db: Session) -> int:
    """Return how many people were erased and have still a row: as long as it grows, the file is to be cleaned."""
    return db.scalars(select(func.count()).select_from(Candidate).where(Candidate.last_name == "")).one()


def _blank(change: Change, people: Sequence[Candidate]) -> set[int]:
    """Leave nothing of these people in their rows, nor of what was written of them; return their accounts."""
    db, ids = change.db, [one.id for one in people]
    accounts = {one.account_id for one in people if one.account_id}
    accounts |= {one.rival_id for one in people if one.rival_id}
    attempts = select(Attempt.id).where(Attempt.candidate_id.in_(ids))
    _delete(db, Answer, Answer.attempt_id.in_(attempts))
    _delete(db, Note, Note.candidate_id.in_(ids))
    _delete(db, CentreMessage, CentreMessage.candidate_id.in_(ids))
    _delete(db, IdempotencyKey, IdempotencyKey.path.startswith(f"/sessions/{change.session_id}/"))
    _change(db, FinalReport, FinalReport.candidate_id.in_(ids), text="")
    _change(db, TimeGrant, TimeGrant.candidate_id.in_(ids), reason="")
    _change(db, Attempt, Attempt.candidate_id.in_(ids), notice=None, machine=None, epoch=None)
    for one in people:
        _forget(one, change.version)
    return accounts


def _forget(one: Candidate, version: int) -> None:
    one.last_name = one.first_name = one.sex = one.birth_insee = one.birth_postal_code = one.birth_city = ""
    one.birth_country = one.external_id = one.class_name = one.recipient_email = one.convocation_email = ""
    one.identity, one.birth_date = f"#{one.id}", NO_DAY
    one.extra_time = one.seat = one.account_id = one.rival_id = one.rival_at = one.request_machine = None
    one.version = version


def _forget_accounts(db: Session, accounts: Iterable[int]) -> None:
    """Blank the accounts that were only these people's way in: nobody's who works here, or is known elsewhere."""
    for account_id in sorted(accounts):
        account = db.get_one(Account, account_id, with_for_update=True)
        if not _is_needed(db, account_id):
            _delete(db, Device, Device.account_id == account_id)
            _delete(db, IdempotencyKey, IdempotencyKey.account_id == account_id)
            account.email, account.first_name, account.last_name = UNKNOWN % account_id, "", ""
            account.password_hash, account.blocked = "", True


def _is_needed(db: Session, account_id: int) -> bool:
    uses: tuple[ColumnElement[bool], ...] = (
        (Account.id == account_id) & Account.administrator,
        Membership.account_id == account_id,
        SessionAccess.account_id == account_id,
        Training.account_id == account_id,
        or_(Invitation.invited_by_id == account_id, Invitation.accepted_by_id == account_id),
        or_(Candidate.account_id == account_id, Candidate.rival_id == account_id),
    )
    return any(db.scalars(select(1).where(use).limit(1)).first() for use in uses)


def _change(db: Session, table: Any, which: Any, **values: Any) -> None:
    db.execute(update(table).where(which).values(**values).execution_options(synchronize_session="fetch"))


def _delete(db: Session, table: Any, which: Any) -> None:
    db.execute(delete(table).where(which).execution_options(synchronize_session="fetch"))
