"""Enrolments: one person added, changed, removed or moved to another session of the centre, and searched for."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import enrolment as rules
from pwa.domain import names
from pwa.domain.errors import Illegal, Invalid, Missing
from pwa.domain.roster_values import EnrolledCandidate
from pwa.domain.words import Sentence
from pwa.models.tables import (
    Account,
    Alert,
    Candidate,
    CentreMessage,
    CertificationSession,
    FinalReport,
    Note,
    QuestionReport,
    Span,
    TimeGrant,
)
from pwa.operations import changes
from pwa.operations.changes import Case, Change

WRITTEN_OF = (Alert, Note, QuestionReport, Span, TimeGrant)
"""Tables whose lines tell what a room has done about somebody."""
FIELDS = tuple(field.name for field in fields(EnrolledCandidate) if field.name != "line")


def values(person: EnrolledCandidate) -> dict[str, Any]:
    """Return the columns of a candidate that an enrolment fills."""
    identity = names.identity_key(person.last_name, person.first_name)
    return {**{name: getattr(person, name) for name in FIELDS}, "identity": identity}


def add(
    db: Session, session: CertificationSession, person: EnrolledCandidate, account: Account, now: datetime
) -> Candidate:
    """Enrol one person."""
    change = _begin(db, session, account, now)
    _check_place(db, session, person)
    candidate = Candidate(session_id=session.id, version=change.version, **values(person))
    db.add(candidate)
    db.flush()
    change.journal("enrolment_added", candidate)
    return candidate


def edit(
    db: Session,
    session: CertificationSession,
    candidate_id: int,
    person: EnrolledCandidate,
    account: Account,
    now: datetime,
) -> Candidate:
    """Change what is known of somebody who has not begun; the journal keeps which fields, not what they said."""
    case = _begin(db, session, account, now).case(candidate_id)
    candidate = case.candidate
    rules.check_change(candidate.full_name, tested=case.attempt is not None)
    _check_place(db, session, person, candidate)
    wanted = values(person)
    changed = sorted(name for name in FIELDS if getattr(candidate, name) != wanted[name])
    for name, value in wanted.items():
        setattr(candidate, name, value)
    if changed:
        candidate.version = case.change.version
        case.change.journal("enrolment_changed", candidate, fields=changed)
    return candidate


def remove(db: Session, session: CertificationSession, candidate_id: int, account: Account, now: datetime) -> str:
    """Take somebody out of a session whom nobody has met there yet; return their name."""
    case = _begin(db, session, account, now).case(candidate_id)
    name = case.candidate.full_name
    _check_leaving(case)
    case.change.journal("enrolment_removed", case.candidate)
    db.delete(case.candidate)
    db.flush()
    return name


def move(
    db: Session,
    session: CertificationSession,
    candidate_id: int,
    target: CertificationSession,
    account: Account,
    now: datetime,
) -> Candidate:
    """Take somebody to another session of the same centre, without a seat: rooms are taken in order of number."""
    if target.id == session.id:
        raise Invalid(rules.SAME_SESSION, "same_session")
    begun = {room.id: _begin(db, room, account, now) for room in sorted((session, target), key=lambda room: room.id)}
    case = begun[session.id].case(candidate_id)
    candidate = case.candidate
    _check_leaving(case)
    _check_alone(db, target, candidate.identity, candidate)
    case.change.journal("enrolment_sent", candidate, session=target.id)
    candidate.session_id, candidate.version, candidate.seat = target.id, begun[target.id].version, None
    db.flush()
    begun[target.id].journal("enrolment_received", candidate, session=session.id)
    return candidate


def find(db: Session, session: CertificationSession, candidate_id: int) -> Candidate:
    """Return a candidate of a session."""
    query = select(Candidate).where(Candidate.id == candidate_id, Candidate.session_id == session.id)
    candidate = db.scalars(query).one_or_none()
    if candidate is None:
        raise Missing
    return candidate


def open_sessions(db: Session, session: CertificationSession, now: datetime) -> Sequence[CertificationSession]:
    """Return the other sessions of its centre that still take people, soonest first."""
    query = select(CertificationSession).where(
        CertificationSession.centre_id == session.centre_id,
        CertificationSession.id != session.id,
        CertificationSession.finalised_at.is_(None),
        CertificationSession.training.is_(False),
    )
    return [other for other in db.scalars(query.order_by(CertificationSession.starts_at)) if _takes(other, now)]


def matching(people: Sequence[Candidate], query: str) -> list[Candidate]:
    """Return those whose names match what was typed, as the board's search does."""
    return [one for one in people if names.matches(query, names.search_words(one.first_name, one.last_name))]


def _takes(session: CertificationSession, now: datetime) -> bool:
    try:
        rules.check_session(session.number, session.started_at, session.finalised_at, now)
    except Illegal:
        return False
    return True


def _begin(db: Session, session: CertificationSession, account: Account, now: datetime) -> Change:
    change = changes.begin(db, session.id, changes.by_account(account.id), now)
    rules.check_session(session.number, session.started_at, session.finalised_at, now)
    return change


def _check_place(
    db: Session, session: CertificationSession, person: EnrolledCandidate, own: Candidate | None = None
) -> None:
    """Refuse a person who is in the session already, and a seat that is somebody's."""
    _check_alone(db, session, names.identity_key(person.last_name, person.first_name), person, own)
    if not person.seat or (own and own.seat == person.seat):
        return
    query = select(Candidate).where(Candidate.session_id == session.id, Candidate.seat == person.seat)
    if holder := db.scalars(query).first():
        raise Invalid(Sentence(rules.SEAT_TAKEN, seat=person.seat, name=holder.full_name), "seat_taken")


def _check_alone(
    db: Session,
    session: CertificationSession,
    identity: str,
    person: EnrolledCandidate | Candidate,
    own: Candidate | None = None,
) -> None:
    query = select(Candidate.id).where(
        Candidate.session_id == session.id, Candidate.identity == identity, Candidate.birth_date == person.birth_date
    )
    if any(found != (own.id if own else None) for found in db.scalars(query)):
        name = names.full_name(person.first_name, person.last_name)
        raise Illegal(Sentence(rules.DUPLICATE, name=name, number=session.number), "DUPLICATE_CANDIDATE")


def _check_leaving(case: Case) -> None:
    candidate = case.candidate
    rules.check_leaving(
        candidate.full_name,
        tested=case.attempt is not None,
        joined=candidate.account_id is not None or candidate.rival_id is not None,
        known=bool(candidate.decision or candidate.absent_at) or any(_names(case, table) for table in WRITTEN_OF),
        written_to=_names(case, CentreMessage),
        reported=_names(case, FinalReport),
    )


def _names(case: Case, table: Any) -> bool:
    query = select(table.id).where(table.candidate_id == case.candidate.id)
    return case.change.db.scalars(query.limit(1)).first() is not None
