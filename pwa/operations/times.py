"""Times: what the board says of a test's time, granted or over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pwa.domain import endings, timing
from pwa.domain.attempts import LABELS, Move, State
from pwa.domain.endings import Words
from pwa.domain.facts import Ending, Facts
from pwa.models.tables import Attempt, TimeGrant


@dataclass(frozen=True)
class GrantLine:
    """Time that was given (or, below 0, taken back): how much, when, by whom, why."""

    seconds: int
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class EndLine:
    """How a test is over: in a sentence, by whom if by a person, and until when this person may take it back."""

    sentence: str
    by: str | None
    reopens_until: datetime | None


def grant_lines(grants: Iterable[TimeGrant], candidate_id: int) -> tuple[GrantLine, ...]:
    """Return what was granted to one candidate."""
    own = (grant for grant in grants if grant.candidate_id == candidate_id)
    return tuple(GrantLine(grant.seconds, grant.granted_at, grant.granted_by.full_name, grant.reason) for grant in own)


def label(standing: State, attempt: Attempt | None) -> str:
    """Return the state beside the name; two ends of one state may have their own words."""
    words = _words(attempt)
    return words.label if words else LABELS[standing]


def end_line(attempt: Attempt | None, facts: Facts, moves: Sequence[Move]) -> EndLine | None:
    """Return how a test is over, None while it is not; `moves` are those of the person who looks."""
    words = _words(attempt)
    if attempt is None or facts.test is None or words is None:
        return None
    until = endings.reopens_until(facts.test) if Move.REOPEN in moves else None
    return EndLine(words.invigilator, attempt.ended_by.full_name if attempt.ended_by else None, until)


def stops_at(facts: Facts) -> datetime | None:
    """Return when a running test will end by itself, if it ever does."""
    test = facts.test
    if test is None or not test.running or test.ends_at is None:
        return None
    return timing.stops_at(test.ends_at, test.stops_after)


def _words(attempt: Attempt | None) -> Words | None:
    if attempt is None or attempt.ended_at is None:
        return None
    return endings.words(Ending(attempt.state), attempt.started_at, attempt.ended_at)
