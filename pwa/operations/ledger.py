"""The ledger: what each candidate of a session lost, what was decided of it, what can be granted with one tap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, joinedload

from pwa.domain import lost_time
from pwa.domain.facts import Ending
from pwa.domain.lost_time import Decision, Loss, Rule
from pwa.domain.spans import WORDS, Cause
from pwa.models.tables import Attempt, CertificationSession, Span


@dataclass(frozen=True)
class LossLine:
    """One interruption: why, from when to when, how long in seconds (`counted` under the rule), who decided what."""

    cause: str
    signal: str
    began_at: datetime
    ended_at: datetime | None
    lasted: int
    counted: int
    decision: str | None
    decided_at: datetime | None
    decided_by: str | None


@dataclass(frozen=True)
class OutageLine:
    """An outage: how many it hit, who can be granted their time now and how many minutes each, who is not back."""

    span_id: int
    began_at: datetime
    cause: str
    hit: frozenset[int]
    minutes: dict[int, int]
    away: int


@dataclass(frozen=True)
class Ledger:
    """What one candidate lost, latest first; `minutes` are proposed now, `outage` is one to grant to all it hit."""

    lines: tuple[LossLine, ...]
    seconds: int
    minutes: int
    outage: OutageLine | None
    mates: frozenset[int]


@dataclass(frozen=True)
class Ledgers:
    """All of a session: the ledger of each candidate who lost time, and the outages, latest first."""

    of: dict[int, Ledger]
    outages: tuple[OutageLine, ...]

    def stirred_by(self, changed: set[int]) -> set[int]:
        """Return whose ledger says something of these candidates: they shared an outage with them."""
        return {candidate_id for candidate_id, ledger in self.of.items() if ledger.mates & changed}


def read(db: Session, session: CertificationSession) -> Ledgers:
    """Return the ledgers of a session."""
    rule, spans = Rule(session.compensation), of_session(db, session.id)
    running = set(db.scalars(select(Attempt.candidate_id).where(_is_running(session.id))))
    losses = [loss_of(span) for span in spans]
    outages = tuple(_outage(group, rule, running) for group in reversed(lost_time.outages(losses)))
    people = dict.fromkeys(span.candidate_id for span in spans if lost_time.costs(loss_of(span)))
    return Ledgers({one: _ledger(one, spans, rule, one in running, outages) for one in people}, outages)


def of_session(db: Session, session_id: int) -> Sequence[Span]:
    """Return every stretch of a session's tests, oldest first, as the database has them now."""
    query = select(Span).where(Span.session_id == session_id).options(joinedload(Span.decided_by))
    return db.scalars(query.order_by(Span.began_at, Span.id).execution_options(populate_existing=True)).all()


def loss_of(span: Span) -> Loss:
    """Return what the rules read of a row."""
    decision = Decision(span.decision) if span.decision else None
    return Loss(span.id, span.candidate_id, Cause(span.cause), span.began_at, span.ended_at, span.claimed_at, decision)


def _ledger(
    candidate_id: int, spans: Iterable[Span], rule: Rule, is_running: bool, outages: Sequence[OutageLine]
) -> Ledger:
    own = [span for span in spans if span.candidate_id == candidate_id and lost_time.costs(loss_of(span))]
    lines = tuple(_line(span, rule) for span in reversed(own))
    shared = next((one for one in outages if candidate_id in one.minutes and len(one.minutes) > 1), None)
    return Ledger(
        lines=lines,
        seconds=sum(line.lasted for line in lines),
        minutes=lost_time.minutes(map(loss_of, own), rule) if is_running else 0,
        outage=shared,
        mates=frozenset().union(*(one.hit for one in outages if candidate_id in one.hit)),
    )


def _line(span: Span, rule: Rule) -> LossLine:
    loss, words = loss_of(span), WORDS[Cause(span.cause)]
    return LossLine(
        cause=words.label,
        signal=words.signal,
        began_at=span.began_at,
        ended_at=span.ended_at,
        lasted=round(loss.lasted.total_seconds()),
        counted=round(lost_time.lost(loss, rule).total_seconds()),
        decision=span.decision,
        decided_at=span.decided_at,
        decided_by=span.decided_by.full_name if span.decided_by else None,
    )


def _outage(group: Sequence[Loss], rule: Rule, running: set[int]) -> OutageLine:
    hit = frozenset(loss.candidate_id for loss in group)
    minutes = {one: lost_time.minutes((loss for loss in group if loss.candidate_id == one), rule) for one in hit}
    return OutageLine(
        span_id=group[0].id,
        began_at=group[0].began_at,
        cause=WORDS[_main_cause(group)].label,
        hit=hit,
        minutes={one: length for one, length in minutes.items() if length and one in running},
        away=len({loss.candidate_id for loss in group if loss.ended_at is None and loss.candidate_id in running}),
    )


def _main_cause(group: Sequence[Loss]) -> Cause:
    causes = [loss.cause for loss in group]
    return max(dict.fromkeys(causes), key=causes.count)


def _is_running(session_id: int) -> ColumnElement[bool]:
    return and_(Attempt.session_id == session_id, Attempt.state == Ending.RUNNING.value)
