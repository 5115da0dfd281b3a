"""Notes: invigilators write about a candidate, take back what they wrote, and read what the others did."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from pwa.domain import notes as rules
from pwa.domain.errors import Missing
from pwa.models.tables import Account, Candidate, CertificationSession, Note
from pwa.operations import changes, rights
from pwa.operations.changes import Change


@dataclass(frozen=True)
class Words:
    """What somebody wrote, and when their device says they did."""

    text: str
    given: datetime | None = None


@dataclass(frozen=True)
class NoteLine:
    """A note as this person reads it: one of theirs (`mine`) they may take back, one that came `late` says so."""

    id: int
    text: str
    by: str
    mine: bool
    written_at: datetime
    at: datetime
    late: bool


def add(
    db: Session, number: int, candidate_id: int, account: Account, words: Words, now: datetime
) -> tuple[Change, Note]:
    """Keep a note about a candidate."""
    case = changes.begin(db, number, changes.by_account(account.id), now).case(candidate_id)
    rights.check_watchable(case.candidate.session)
    rules.check(words.text)
    written = rules.written_at(words.given, _day_begins(case.candidate.session), now)
    note = Note(
        session_id=number, candidate_id=candidate_id, account_id=account.id, text=words.text, written_at=written, at=now
    )
    db.add(note)
    db.flush()
    late = {"given_at": written.isoformat()} if rules.came_late(written, now) else {}
    return _journal(case.change, "note_added", case.candidate, note, **late), note


def withdraw(db: Session, number: int, note_id: int, account: Account, now: datetime) -> Change:
    """Take back a note of one's own: it is shown no more."""
    change = changes.begin(db, number, changes.by_account(account.id), now)
    note = db.scalars(select(Note).where(Note.id == note_id, Note.session_id == number)).one_or_none()
    if note is None:
        raise Missing
    candidate = change.case(note.candidate_id).candidate
    rights.check_watchable(candidate.session)
    rules.check_withdrawal(note.account_id, account.id, note.withdrawn_at)
    note.withdrawn_at = now
    return _journal(change, "note_withdrawn", candidate, note)


def of_session(db: Session, session_id: int, account: Account | None = None) -> dict[int, tuple[NoteLine, ...]]:
    """Return what stands about each candidate of a session, newest first, as this person reads it, or as nobody's."""
    query = (
        select(Note)
        .where(Note.session_id == session_id, Note.withdrawn_at.is_(None))
        .order_by(Note.written_at.desc(), Note.id.desc())
        .options(joinedload(Note.account))
    )
    found: dict[int, tuple[NoteLine, ...]] = {}
    for note in db.scalars(query):
        found[note.candidate_id] = (*found.get(note.candidate_id, ()), _line(note, account))
    return found


def _line(note: Note, account: Account | None) -> NoteLine:
    return NoteLine(
        id=note.id,
        text=note.text,
        by=note.account.full_name,
        mine=account is not None and note.account_id == account.id,
        written_at=note.written_at,
        at=note.at,
        late=rules.came_late(note.written_at, note.at),
    )


def _journal(change: Change, word: str, candidate: Candidate, note: Note, **details: str) -> Change:
    """Write down that there is a note, never its words, and have the boards show it."""
    candidate.version = change.version
    change.journal(word, candidate, note=note.id, **details)
    return change


def _day_begins(session: CertificationSession) -> datetime:
    zone = ZoneInfo(session.zone)
    return datetime.combine(session.starts_at.astimezone(zone).date(), time(), zone)
