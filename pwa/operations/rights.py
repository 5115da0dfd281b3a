"""Rights: every object is fetched through the person's own; what is not theirs does not exist for them."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from pwa.domain import team, timing
from pwa.domain.errors import NO_SESSION, Closed, Illegal, Missing
from pwa.domain.words import N_
from pwa.models.tables import (
    Account,
    Alert,
    Attempt,
    Candidate,
    Centre,
    CertificationSession,
    Delivery,
    JournalLine,
    Membership,
    Neighbour,
    SeatPlan,
    SessionAccess,
)

T = TypeVar("T")

NO_LONGER_OPEN = N_("La session n'est plus accessible.")
GONE = N_(
    "Cette session n'existe pas, ou vous n'y avez pas accès. "
    "Si c'était un entraînement, il est fini : il n'en reste rien."
)
FINALISED = N_("La session a été finalisée. L'accès à son espace surveillant n'est plus possible.")
RENEWED = N_("Le centre a renouvelé le mot de passe de la session. Demandez-lui le nouveau, puis ouvrez-la de nouveau.")
RENEWAL = "password_renewed"
"""The word that the journal has for it: every access that was open then was left at that moment."""


def watched_session(db: Session, account: Account, number: int) -> CertificationSession:
    """Return a session that this person has opened as an invigilator and not left.

    Raises `Closed` once it is finalised, or when its password was renewed and they have not given the new one.
    """
    query = (
        select(CertificationSession)
        .join(SessionAccess, SessionAccess.session_id == CertificationSession.id)
        .where(
            CertificationSession.id == number,
            SessionAccess.account_id == account.id,
            or_(SessionAccess.left_at.is_(None), SessionAccess.left_at == CertificationSession.finalised_at),
        )
    )
    session = db.scalars(query).first()
    if session is None and _was_sent_away(db, account.id, number):
        raise Closed(RENEWED, RENEWAL)
    if session is None:
        raise Missing(GONE, NO_SESSION)
    check_watchable(session)
    return session


def watched_candidate(db: Session, account: Account, number: int, candidate_id: int) -> Candidate:
    """Return a candidate of a session that this person watches."""
    session = watched_session(db, account, number)
    query = select(Candidate).where(Candidate.id == candidate_id, Candidate.session_id == session.id)
    return _found(db.scalars(query).one_or_none())


def reachable_alert(db: Session, account: Account, alert_id: int) -> Alert:
    """Return an alert to whoever may answer it now, or was rung for it."""
    alert = db.get(Alert, alert_id)
    if alert is None:
        raise Missing(GONE, NO_SESSION)
    rung = select(Delivery.id).where(Delivery.alert_id == alert.id, Delivery.account_id == account.id)
    if not may_answer(db, account.id, alert) and db.scalars(rung.limit(1)).first() is None:
        raise Missing(GONE, NO_SESSION)
    return alert


def may_answer(db: Session, account_id: int, alert: Alert) -> bool:
    """Tell whether a person watches the alert's session or one next door, or is staff of its centre."""
    return knows_names(db, account_id, alert) or _watches(
        db, account_id, select(Neighbour.neighbour_id).where(Neighbour.session_id == alert.session_id)
    )


def knows_names(db: Session, account_id: int, alert: Alert) -> bool:
    """Tell whether a person watches the alert's session, or is staff of its centre: they may read who it is about."""
    centre = select(CertificationSession.centre_id).where(CertificationSession.id == alert.session_id)
    member = select(Membership.account_id).where(Membership.account_id == account_id, Membership.centre_id.in_(centre))
    return watches(db, account_id, alert.session_id) or db.scalars(member).first() is not None


def watches(db: Session, account_id: int, number: int) -> bool:
    """Tell whether a person has opened that session as an invigilator and not left it."""
    return _watches(db, account_id, select(CertificationSession.id).where(CertificationSession.id == number))


def staffed_session(db: Session, account: Account, number: int) -> CertificationSession:
    """Return a session of a centre whose staff this person is."""
    query = (
        select(CertificationSession)
        .join(Membership, Membership.centre_id == CertificationSession.centre_id)
        .where(CertificationSession.id == number, Membership.account_id == account.id)
    )
    return _found(db.scalars(query).one_or_none())


def staffed_candidate(db: Session, account: Account, number: int, candidate_id: int) -> Candidate:
    """Return a candidate of a session of a centre whose staff this person is."""
    session = staffed_session(db, account, number)
    query = select(Candidate).where(Candidate.id == candidate_id, Candidate.session_id == session.id)
    return _found(db.scalars(query).one_or_none())


def staffed_plan(db: Session, account: Account, plan_id: int) -> SeatPlan:
    """Return a room drawn by a centre whose staff this person is."""
    query = (
        select(SeatPlan)
        .join(Membership, Membership.centre_id == SeatPlan.centre_id)
        .where(SeatPlan.id == plan_id, Membership.account_id == account.id)
    )
    return _found(db.scalars(query).one_or_none())


def staffed_centre(db: Session, account: Account, centre_id: int) -> Centre:
    """Return a centre whose staff this person is."""
    query = select(Centre).join(Membership).where(Centre.id == centre_id, Membership.account_id == account.id)
    return _found(db.scalars(query).one_or_none())


def administered_centre(db: Session, account: Account, centre_id: int) -> Centre:
    """Return a centre whose staff this person is; `Illegal` when they are not one of its administrators."""
    centre = staffed_centre(db, account, centre_id)
    team.check_administrator(role(db, account, centre_id))
    return centre


def role(db: Session, account: Account, centre_id: int) -> str:
    """Return this person's role in a centre whose staff they are."""
    query = select(Membership.role).where(Membership.centre_id == centre_id, Membership.account_id == account.id)
    return _found(db.scalars(query).one_or_none())


def centres(db: Session, account: Account) -> list[Centre]:
    """Return the centres whose staff this person is, by name."""
    query = select(Centre).join(Membership).where(Membership.account_id == account.id).order_by(Centre.name)
    return list(db.scalars(query))


def staffed_centres(db: Session, account: Account) -> list[Centre]:
    """Return the same, refusing a person who is staff of none."""
    found = centres(db, account)
    if not found:
        raise Missing
    return found


def current_candidate(db: Session, account: Account) -> Candidate:
    """Return the candidate that this account joined last."""
    query = select(Candidate).where(Candidate.account_id == account.id)
    latest = query.order_by(Candidate.reconciled_at.desc(), Candidate.id.desc()).limit(1)
    return _found(db.scalars(latest).first())


def current_attempt(db: Session, account: Account) -> Attempt:
    """Return the attempt of the candidate that this account joined last."""
    candidate = current_candidate(db, account)
    return _found(db.scalars(select(Attempt).where(Attempt.candidate_id == candidate.id)).one_or_none())


def check_place(db: Session, attempt_id: int, account_id: int) -> None:
    """Refuse the test pages of an account that has lost the place to another one."""
    query = select(Attempt.id).join(Candidate, Candidate.id == Attempt.candidate_id)
    _found(db.scalars(query.where(Attempt.id == attempt_id, Candidate.account_id == account_id)).one_or_none())


def check_administrator(account: Account) -> None:
    """Refuse whoever does not look after the installation."""
    if not account.administrator:
        raise Missing


def check_watchable(session: CertificationSession) -> None:
    """Refuse the invigilators of a session that is finalised."""
    if session.finalised_at:
        raise Closed(FINALISED, "finalised")


def check_open(session: CertificationSession, now: datetime) -> None:
    """Refuse candidates of a session that is finalised or expired."""
    if session.finalised_at or timing.has_expired(session.started_at, now):
        raise Illegal(NO_LONGER_OPEN, "session_closed")


def _was_sent_away(db: Session, account_id: int, number: int) -> bool:
    """Whether it was the renewal of the password that ended this person's last access."""
    query = select(SessionAccess.left_at).where(
        SessionAccess.session_id == number, SessionAccess.account_id == account_id
    )
    last = query.order_by(SessionAccess.id.desc()).limit(1).scalar_subquery()
    renewal = select(JournalLine.id).where(
        JournalLine.session_id == number, JournalLine.word == RENEWAL, JournalLine.at == last
    )
    return db.scalars(renewal.limit(1)).first() is not None


def _watches(db: Session, account_id: int, sessions: Select[tuple[int]]) -> bool:
    query = select(SessionAccess.id).where(
        SessionAccess.session_id.in_(sessions), SessionAccess.account_id == account_id, SessionAccess.left_at.is_(None)
    )
    return db.scalars(query.limit(1)).first() is not None


def _found(thing: T | None) -> T:
    if thing is None:
        raise Missing
    return thing
