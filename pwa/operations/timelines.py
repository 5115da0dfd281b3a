"""Timelines: what the board draws of a test, from its start to its end or to now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain.spans import WORDS, Cause
from pwa.models.tables import Attempt, Span

LENGTH = 1000
"""How long the line is drawn, whatever time it covers."""
THINNEST = 6


@dataclass(frozen=True)
class SpanLine:
    """A stretch that was not plainly heard; `times` tells how many reloads in a row it stands for."""

    cause: str
    label: str
    signal: str
    began_at: datetime
    ended_at: datetime | None
    late_beats: int
    times: int = 1


@dataclass(frozen=True)
class Mark:
    """A stretch on the line, in its units."""

    signal: str
    x: int
    width: int


@dataclass(frozen=True)
class Timeline:
    """A test from `began_at` to `ended_at` (`now` while it runs), and what was not plainly heard of it."""

    began_at: datetime
    ended_at: datetime
    marks: tuple[Mark, ...]
    lines: tuple[SpanLine, ...]

    @property
    def ongoing(self) -> SpanLine | None:
        """The stretch that goes on."""
        return next((line for line in self.lines if line.ended_at is None), None)


def of_session(db: Session, session_id: int) -> dict[int, list[Span]]:
    """Return the stretches of everybody in a session, oldest first."""
    found: dict[int, list[Span]] = {}
    query = select(Span).where(Span.session_id == session_id).order_by(Span.began_at, Span.id)
    for span in db.scalars(query):
        found.setdefault(span.candidate_id, []).append(span)
    return found


def draw(attempt: Attempt | None, spans: Sequence[Span], now: datetime) -> Timeline | None:
    """Return the line of a test, None before its first question."""
    if attempt is None or attempt.started_at is None:
        return None
    ended_at = max(attempt.ended_at or now, attempt.started_at)
    marks = _thinned(_mark(span, attempt.started_at, ended_at) for span in spans)
    return Timeline(attempt.started_at, ended_at, marks, _gathered(spans))


def _mark(span: Span, began_at: datetime, ended_at: datetime) -> Mark:
    whole = (ended_at - began_at).total_seconds() or 1.0
    from_start = (span.began_at - began_at).total_seconds()
    lasted = ((span.ended_at or ended_at) - span.began_at).total_seconds()
    width = min(LENGTH, max(THINNEST, round(lasted / whole * LENGTH)))
    x = min(max(0, round(from_start / whole * LENGTH)), LENGTH - width)
    return Mark(WORDS[Cause(span.cause)].signal, x, width)


def _thinned(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Without those that another one of their kind hides."""
    kept: list[Mark] = []
    for mark in marks:
        before = kept[-1] if kept else None
        if before and before.signal == mark.signal and mark.x + mark.width <= before.x + before.width:
            continue
        kept.append(mark)
    return tuple(kept)


def _gathered(spans: Sequence[Span]) -> tuple[SpanLine, ...]:
    """One line a stretch, and one for reloads that follow one another."""
    lines: list[SpanLine] = []
    for span in spans:
        line = _line(span)
        if lines and line.cause == lines[-1].cause == Cause.RELOAD:
            line = replace(line, began_at=lines[-1].began_at, times=lines[-1].times + 1)
            lines.pop()
        lines.append(line)
    return tuple(lines)


def _line(span: Span) -> SpanLine:
    words = WORDS[Cause(span.cause)]
    return SpanLine(span.cause, words.label, words.signal, span.began_at, span.ended_at, span.late_beats)
