"""Sessions changed by their centre: another room or hour, once more, out of the list, or gone."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from pwa.domain import names
from pwa.domain import sessions as rules
from pwa.domain.errors import Illegal
from pwa.models.tables import Account, Attempt, Candidate, CertificationSession, Neighbour
from pwa.operations import centres, changes, claims, enrolments, session_alerts, session_erasure, sessions
from pwa.operations.changes import Change
from pwa.operations.sessions import ALREADY_THERE, Plan

SAID = (
    "site", "room", "starts_at", "invigilators", "notes", "certification", "duration_minutes", "warnings",
    "stops_after", "compensation",
)  # fmt: skip
"""What staff say of a session."""
TIMING = ("starts_at", "certification", "duration_minutes", "warnings", "stops_after", "compensation")
"""What no longer changes once somebody has started: tests under way count on it."""
ENROLLED = (*enrolments.FIELDS, "identity")
"""What somebody is enrolled with; all else came of the session itself."""


def fingerprint(session: CertificationSession) -> str:
    """Return what tells whether somebody has changed what staff say of a session."""
    return hashlib.sha256(repr([getattr(session, name) for name in SAID]).encode()).hexdigest()


def change(
    db: Session, session: CertificationSession, plan: Plan, account: Account, now: datetime, seen: str | None = None
) -> Change:
    """Give a session what staff say of it now; boards follow. The plan of the room follows its name.

    `seen` is the fingerprint of what they read: `Illegal` when a colleague has changed it since.
    """
    begun, made = _hold(db, session, account, now)
    rules.check_changeable(session.finalised_at)
    if seen is not None:
        rules.check_unchanged(seen, fingerprint(session))
    wanted = sessions.columns(session.centre, plan)
    changed = [name for name, value in wanted.items() if getattr(session, name) != value]
    if session.started_at and set(changed) & set(TIMING):
        raise Illegal(rules.ALREADY_STARTED, "already_started")
    there = sessions.find(db, session.centre, plan)
    if there and there.id != session.id:
        raise Illegal(ALREADY_THERE, "session_exists")
    if names.fold(plan.room) != names.fold(session.room):
        session.seat_plan_id = sessions.drawn(db, session.centre, plan.room)
    for name in changed:
        setattr(session, name, wanted[name])
    db.flush()
    db.refresh(session, ["seat_plan"])
    if "starts_at" in changed:
        _part(db, session, begun)
    if changed:
        made.journal("session_changed", fields=changed)
    return made


def duplicate(
    db: Session, session: CertificationSession, plan: Plan, account: Account, now: datetime, *, people: bool
) -> CertificationSession:
    """Make another session set as that one, with its candidates when asked; nobody of them has joined it."""
    made = sessions.create(db, session.centre, plan, account, now)
    made.ladder = list(session.ladder)
    if people and session.erased_at is None:
        known = [row for row in sessions.candidates(db, session) if row.last_name]  # whoever was erased has no name
        _enrol_again(known, changes.begin(db, made.id, changes.by_account(account.id), now))
    return made


def remove(db: Session, session: CertificationSession, account: Account, now: datetime) -> None:
    """Delete a session that nobody has joined, and all that is written of it; its number is never given again."""
    begun, _ = _hold(db, session, account, now)
    rules.check_removable(joined=has_joined(db, session))
    rooms = [made for number, made in begun.items() if number != session.id]
    session_erasure.erase(db, session.id)
    for room in rooms:
        claims.give_back_all_lost(room)


def has_joined(db: Session, session: CertificationSession) -> bool:
    """Tell whether anybody has ever joined a session, were they erased since."""
    if session.started_at or session.finalised_at:
        return True
    tied = select(Candidate.id).where(Candidate.session_id == session.id, Candidate.account_id.is_not(None))
    tried = select(Attempt.candidate_id).where(Attempt.session_id == session.id)
    return db.scalars(tied.union(tried).limit(1)).first() is not None


def archive(db: Session, session: CertificationSession, account: Account, now: datetime) -> Change:
    """Put a session out of the list; nothing else changes."""
    made = changes.begin(db, session.id, changes.by_account(account.id), now)
    rules.check_archivable(session.started_at, session.finalised_at)
    if session.archived_at is None:
        session.archived_at = now
        made.journal("session_archived")
    return made


def restore(db: Session, session: CertificationSession, account: Account, now: datetime) -> Change:
    """Put a session back into the list."""
    made = changes.begin(db, session.id, changes.by_account(account.id), now)
    if session.archived_at:
        session.archived_at = None
        made.journal("session_restored")
    return made


def _hold(
    db: Session, session: CertificationSession, account: Account, now: datetime
) -> tuple[dict[int, Change], Change]:
    """Hold the centre, then the session and the rooms next door, by number."""
    centres.hold(db, session.centre)
    actor, rooms = changes.by_account(account.id), sorted({session.id, *session_alerts.neighbours(db, session.id)})
    begun = {number: changes.begin(db, number, actor, now) for number in rooms}
    return begun, begun[session.id]


def _enrol_again(rows: Sequence[Candidate], there: Change) -> None:
    for row in rows:
        values = {name: getattr(row, name) for name in ENROLLED}
        there.db.add(Candidate(session_id=there.session_id, version=there.version, **values))
    there.db.flush()
    there.journal("candidates_enrolled", count=len(rows))


def _part(db: Session, session: CertificationSession, begun: dict[int, Change]) -> None:
    """Rooms are next door on the same day: those of another one are so no more, and give back what they held."""
    near = {other.id for other in session_alerts.nearby(db, session)}
    far = begun.keys() - near - {session.id}
    here, there = Neighbour.session_id, Neighbour.neighbour_id
    parted = or_((here == session.id) & there.in_(far), (there == session.id) & here.in_(far))
    db.execute(delete(Neighbour).where(parted))
    for room in begun.values():
        claims.give_back_all_lost(room)
