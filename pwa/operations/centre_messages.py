"""Messages of the centre: sent into a room, shown on the pages they are for until each is closed there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, func, literal_column, or_, select
from sqlalchemy.orm import Session, joinedload

from pwa.domain import centre_messages as rules
from pwa.domain.centre_messages import Audience
from pwa.domain.errors import Missing
from pwa.models.tables import Account, Candidate, CentreMessage, CertificationSession, Delivery, JournalLine
from pwa.operations import changes, namesakes, outbox, recipients
from pwa.operations.changes import Change

READ = "centre_message_read"
PUSHED = "message"
LATEST = literal_column(
    "(SELECT coalesce(max(written.id), 0) FROM centre_message AS written WHERE written.session_id = attempt.session_id"
    " AND (written.audience = 'room' OR written.candidate_id = attempt.candidate_id))",
    Integer,
)
"""The last message for the page of an attempt, told by the update of its row: SQLAlchemy itself would name no table
in what SQLite returns."""


@dataclass(frozen=True)
class Letter:
    """What is sent, and to whom; `candidate_id` names the one candidate, if it is for one."""

    audience: Audience
    text: str
    candidate_id: int | None = None


@dataclass(frozen=True)
class MessageLine:
    """A message as staff and invigilators read it; `seen` of the `reached` phones showed it, or `seen` pages closed it.

    `reached` is None for what goes to pages; `to` names the one candidate.
    """

    id: int
    audience: str
    to: str | None
    text: str
    by: str
    at: datetime
    seen: int
    reached: int | None = None


def send(db: Session, number: int, account: Account, letter: Letter, now: datetime) -> Change:
    """Send words into a room; its invigilators are rung for those that are for them."""
    rules.check(letter.text)
    change = changes.begin(db, number, changes.by_account(account.id), now)
    rules.check_open(db.get_one(CertificationSession, number).finalised_at)
    candidate = _addressee(change, letter)
    message = CentreMessage(
        session_id=number,
        audience=letter.audience.value,
        candidate_id=candidate.id if candidate else None,
        text=letter.text,
        written_by_id=account.id,
        written_at=now,
    )
    db.add(message)
    db.flush()
    change.journal("centre_message_sent", candidate, message=message.id, audience=message.audience)
    if letter.audience is Audience.INVIGILATORS:
        outbox.tell(change, recipients.of_watch(db, number))
    return change


def latest_of(db: Session, candidate: Candidate) -> int:
    """Return the last message for a candidate's page (its id), 0 when there is none."""
    query = select(func.coalesce(func.max(CentreMessage.id), 0)).where(*_for(candidate))
    return db.scalars(query).one()


def unread(db: Session, candidate: Candidate) -> Sequence[CentreMessage]:
    """Return what a candidate's page has to show, oldest first."""
    query = select(CentreMessage).where(*_for(candidate)).order_by(CentreMessage.id)
    read_by = _readers(db, candidate.session_id)
    return [one for one in db.scalars(query) if candidate.id not in read_by.get(one.id, ())]


def read(db: Session, candidate: Candidate, message_id: int, now: datetime) -> None:
    """Keep that a candidate closed a message; once the session is finalised there is nothing to keep."""
    if message_id not in [one.id for one in unread(db, candidate)]:
        _check_addressee(db, candidate, message_id)
        return
    change = changes.begin(db, candidate.session_id, changes.by_candidate(candidate.id), now)
    read_by = _readers(db, candidate.session_id)
    if not candidate.session.finalised_at and candidate.id not in read_by.get(message_id, ()):
        change.journal(READ, candidate, message=message_id)


def of_session(db: Session, session_id: int) -> tuple[MessageLine, ...]:
    """Return what was sent into a room, newest first."""
    query = (
        select(CentreMessage).where(CentreMessage.session_id == session_id).options(joinedload(CentreMessage.account))
    )
    rows = db.scalars(query.order_by(CentreMessage.id.desc())).all()
    if not rows:
        return ()
    read_by, rung = _readers(db, session_id), _rung(db, session_id)
    called = _called(db, session_id) if any(one.candidate_id for one in rows) else {}
    return tuple(_line(message, called, read_by, rung) for message in rows)


def _called(db: Session, session_id: int) -> Mapping[int, str]:
    return namesakes.told_apart(db.scalars(select(Candidate).where(Candidate.session_id == session_id)).all())


def _addressee(change: Change, letter: Letter) -> Candidate | None:
    if letter.audience is not Audience.CANDIDATE:
        return None
    if letter.candidate_id is None:
        raise Missing
    case = change.case(letter.candidate_id)
    rules.check_running(case.attempt.state if case.attempt else None)
    return case.candidate


def _for(candidate: Candidate) -> tuple[ColumnElement[bool], ...]:
    mine = or_(CentreMessage.audience == Audience.ROOM.value, CentreMessage.candidate_id == candidate.id)
    return CentreMessage.session_id == candidate.session_id, mine


def _check_addressee(db: Session, candidate: Candidate, message_id: int) -> None:
    query = select(CentreMessage.id).where(CentreMessage.id == message_id, *_for(candidate))
    if db.scalars(query).first() is None:
        raise Missing


def _readers(db: Session, session_id: int) -> Mapping[int, set[int]]:
    """Who closed each message, as the journal keeps it: candidates by message."""
    lines = select(JournalLine.candidate_id, JournalLine.details).where(
        JournalLine.session_id == session_id, JournalLine.word == READ
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for candidate_id, details in db.execute(lines):
        found[details["message"]].add(candidate_id)
    return found


def _rung(db: Session, session_id: int) -> Mapping[datetime, tuple[int, int]]:
    """How many phones were sent each message, and how many showed it, by the moment it was written.

    A message and its deliveries are of one change, of which there is one at a time in a session.
    """
    query = (
        select(Delivery.created_at, func.count(), func.count(Delivery.shown_at))
        .where(Delivery.session_id == session_id, Delivery.purpose == PUSHED)
        .group_by(Delivery.created_at)
    )
    return {moment: (sent, shown) for moment, sent, shown in db.execute(query).tuples()}


def _line(
    message: CentreMessage,
    called: Mapping[int, str],
    read_by: Mapping[int, set[int]],
    rung: Mapping[datetime, tuple[int, int]],
) -> MessageLine:
    is_pushed = message.audience == Audience.INVIGILATORS
    sent, shown = rung.get(message.written_at, (0, 0))
    return MessageLine(
        id=message.id,
        audience=message.audience,
        to=called[message.candidate_id] if message.candidate_id else None,
        text=message.text,
        by=message.account.full_name,
        at=message.written_at,
        seen=shown if is_pushed else len(read_by.get(message.id, ())),
        reached=sent if is_pushed else None,
    )
