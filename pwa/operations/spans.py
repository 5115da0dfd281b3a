"""Spans: the stretches of a test that were not plainly heard, opened, named and closed as signs of life come and go."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, distinct, func, select, update
from sqlalchemy.orm import Session

from pwa.domain import connectivity
from pwa.domain import spans as rules
from pwa.domain.facts import Connectivity, Ending
from pwa.domain.spans import Cause, Return
from pwa.models.tables import Attempt, Candidate, Span
from pwa.operations import absences
from pwa.operations.changes import Case, Change
from pwa.operations.facts import test_facts

OFFLINE = (Cause.UNKNOWN, Cause.NETWORK, Cause.ROOM)
"""What the failure of a room's network can look like, seen from one of its tests."""


def open_of(db: Session, candidate_id: int) -> Span | None:
    """Return the stretch that goes on."""
    return db.scalars(select(Span).where(Span.candidate_id == candidate_id, Span.ended_at.is_(None))).one_or_none()


def keep(case: Case, attempt: Attempt) -> None:
    """Make the open span what the stored connectivity says, None when the page is plainly heard or the test over."""
    span, wanted = open_of(case.change.db, case.candidate.id), _wanted(attempt)
    if span is None:
        _open(case, attempt, wanted)
    elif attempt.state != Ending.RUNNING:
        _close(case, span, Cause(span.cause), attempt.ended_at or case.change.now)
    elif _goes_on(span, attempt, wanted):
        span.cause = wanted if wanted is Cause.CLOSED else span.cause
    else:
        _close_heard(case, attempt, span)
        _open(case, attempt, wanted)


def come_back(case: Case, attempt: Attempt, epoch: str, machine: str | None) -> None:
    """Close what the page that now says hello puts an end to; the attempt still knows the page before it."""
    span, now = open_of(case.change.db, case.candidate.id), case.change.now
    if attempt.goodbye_at:
        if span:
            _close(case, span, Cause(span.cause), attempt.goodbye_at)
        _add(case, Cause.RELOAD, attempt.goodbye_at).ended_at = now
    elif span and span.cause == Cause.HIDDEN:
        _close(case, span, Cause.HIDDEN, now)
    elif span and _follows_an_end(case, span):
        _close(case, span, Cause.CLOSED, now)
    elif span:
        moved = bool(machine and attempt.machine and machine != attempt.machine)
        back = _evidence(case, span, now, new_page=epoch != attempt.epoch, other_machine=moved)
        _close(case, span, rules.explain(back), now)
    case.change.db.flush()


def mark_ours(change: Change) -> None:
    """We are back: whoever was plainly heard before, and could not be heard meanwhile, lost that time by us."""
    heard = (
        select(Candidate, Attempt)
        .join(Attempt, Attempt.candidate_id == Candidate.id)
        .where(
            Attempt.session_id == change.session_id,
            Attempt.state == Ending.RUNNING.value,
            Attempt.connectivity == Connectivity.CONNECTED.value,
            Attempt.started_at.is_not(None),
            Attempt.epoch.is_not(None),
            Attempt.goodbye_at.is_(None),
            Attempt.last_heartbeat_at <= change.now - connectivity.UNSTABLE_AFTER,
        )
        .order_by(Candidate.id)
    )
    held = heard.with_for_update().execution_options(populate_existing=True)
    for candidate, attempt in change.db.execute(held).all():
        span = _add(Case(change, candidate, attempt), Cause.OURS, attempt.last_heartbeat_at)
        span.ended_at = max(span.began_at, min(change.now, attempt.ends_at or change.now))
        candidate.version = change.version
    change.db.flush()


def mark_ended(case: Case, ended_at: datetime) -> None:
    """The test was over from then until now: no time of it is lost, it was given back."""
    _add(case, Cause.ENDED, ended_at).ended_at = case.change.now
    case.change.db.flush()


def _follows_an_end(case: Case, span: Span) -> bool:
    """Whether it began when a test was reopened: its window had been closed by the end."""
    query = select(Span.id).where(
        Span.candidate_id == case.candidate.id, Span.cause == Cause.ENDED.value, Span.ended_at == span.began_at
    )
    return case.change.db.scalars(query).first() is not None


def _wanted(attempt: Attempt) -> Cause | None:
    if attempt.state != Ending.RUNNING or attempt.started_at is None:
        return None
    return rules.LABELS.get(Connectivity(attempt.connectivity))


def _goes_on(span: Span, attempt: Attempt, wanted: Cause | None) -> bool:
    """Whether the page is still away: at the door, between the code and the hello, it has not come back yet."""
    if attempt.epoch is None and span.cause != Cause.HIDDEN:
        return True
    return wanted == span.cause or (span.cause == Cause.UNKNOWN and wanted is Cause.CLOSED)


def _open(case: Case, attempt: Attempt, cause: Cause | None) -> None:
    if cause is None:
        return
    began_at = connectivity.since(test_facts(attempt), Connectivity(attempt.connectivity), case.change.now)
    span = _add(case, cause, began_at)
    span.began_mono = attempt.mono if span.began_at == attempt.last_heartbeat_at else None
    attempt.late_beats = 0
    case.change.db.flush()


def _add(case: Case, cause: Cause, began_at: datetime) -> Span:
    """A new stretch, which never begins before the end of the one before it."""
    change, candidate = case.change, case.candidate
    last = change.db.scalars(select(func.max(Span.ended_at)).where(Span.candidate_id == candidate.id)).one()
    span = Span(session_id=candidate.session_id, candidate_id=candidate.id, cause=cause.value)
    span.began_at = max(began_at, last) if last else began_at
    change.db.add(span)
    return span


def _close_heard(case: Case, attempt: Attempt, span: Span) -> None:
    """Close a stretch at the sign of life that ended it, or that was the last one before another kind of stretch."""
    now = case.change.now
    if span.cause == Cause.HIDDEN:
        gone = attempt.connectivity == Connectivity.CLOSED.value and attempt.goodbye_at
        _close(case, span, Cause.HIDDEN, gone or attempt.last_heartbeat_at)
    elif attempt.last_heartbeat_at <= span.began_at:
        # Not a return: we were away ourselves, and everybody has their full delay again.
        _close(case, span, Cause.OURS if _is_ours(case, span, now) else Cause(span.cause), now)
    else:
        _explain_beats(case, attempt, span)


def _explain_beats(case: Case, attempt: Attempt, span: Span) -> None:
    ended_at = attempt.last_heartbeat_at
    span.late_beats = rules.possible_beats(ended_at - span.began_at, attempt.late_beats)
    progress = rules.progress(span.began_mono, attempt.mono)
    back = _evidence(case, span, ended_at, kept=span.late_beats, progress=progress)
    _close(case, span, rules.explain(back), ended_at)


def _evidence(case: Case, span: Span, ended_at: datetime, **told: Any) -> Return:
    return Return(
        silence=ended_at - span.began_at,
        said_goodbye=span.cause == Cause.CLOSED,
        ours=_is_ours(case, span, ended_at),
        together=_is_together(case.change, span),
        **told,
    )


def _is_ours(case: Case, span: Span, ended_at: datetime) -> bool:
    return rules.is_ours(span.began_at, ended_at, absences.of_web(case.change.db, case.change.now))


def _is_together(change: Change, span: Span) -> bool:
    db = change.db
    silent = db.scalars(select(func.count(distinct(Span.candidate_id))).where(*_beside(change, span))).one()
    running = select(func.count()).where(Attempt.session_id == change.session_id, Attempt.state == Ending.RUNNING.value)
    return rules.is_together(silent, db.scalars(running.where(Attempt.started_at.is_not(None))).one())


def _beside(change: Change, span: Span) -> tuple[ColumnElement[bool], ...]:
    """What finds the stretches of the same session that began with this one, and may have the same cause."""
    around = (span.began_at - rules.TOGETHER, span.began_at + rules.TOGETHER)
    return Span.session_id == change.session_id, Span.began_at.between(*around), Span.cause.in_(OFFLINE)


def _close(case: Case, span: Span, cause: Cause, ended_at: datetime) -> None:
    span.cause, span.ended_at = cause.value, max(ended_at, span.began_at)
    case.change.db.flush()
    if cause is Cause.ROOM:
        _tell_the_others(case.change, span)


def _tell_the_others(change: Change, span: Span) -> None:
    """Those who came back first were taken for alone."""
    alone = select(Span).where(*_beside(change, span), Span.cause == Cause.NETWORK, Span.ended_at.is_not(None))
    for other in change.db.scalars(alone.order_by(Span.candidate_id)).all():
        other.cause = Cause.ROOM.value
        stamp = update(Candidate).where(Candidate.id == other.candidate_id).values(version=change.version)
        change.db.execute(stamp)
    change.db.flush()
