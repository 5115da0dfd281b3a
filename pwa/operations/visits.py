"""Visits: a test page says hello, and holds the test or must ask."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.domain.errors import Missing
from pwa.domain.facts import Ending
from pwa.domain.visits import Verdict, judge
from pwa.models.tables import Attempt, CertificationSession
from pwa.operations import absences, changes, requests, rights, spans
from pwa.operations.changes import Case
from pwa.operations.facts import test_facts
from pwa.operations.grants import planned_end
from pwa.operations.looks import refresh


@dataclass(frozen=True)
class Hello:
    """What a test page says when it opens: its name, that of the page it replaces, its age (seconds), its machine."""

    epoch: str
    previous: str | None
    waited: float
    machine: str | None = None


def hello(db: Session, attempt_id: int, said: Hello, now: datetime) -> tuple[Attempt, Verdict]:
    """Give the test to this page, or tell it to wait for a goodbye, or record that the candidate asks to resume."""
    attempt = db.get(Attempt, attempt_id)
    if attempt is None:
        raise Missing
    away = absences.of_web(db, now)
    if judge(test_facts(attempt), said.epoch, said.previous, said.waited, now, away) is Verdict.WAIT:
        return attempt, Verdict.WAIT
    change = changes.begin(db, attempt.session_id, changes.by_candidate(attempt.candidate_id), now)
    case = change.case(attempt.candidate_id)
    test = case.facts.test
    if test is None or not test.running:
        return attempt, Verdict.GRANTED
    verdict = judge(test, said.epoch, said.previous, said.waited, now, away)
    if verdict is Verdict.GRANTED:
        _hold(case, attempt, said)
    elif verdict is Verdict.ASK:
        requests.ask(db, case.candidate, now, said.machine)
    return attempt, verdict


def _hold(case: Case, attempt: Attempt, said: Hello) -> None:
    """Give the test to this page; if it is the window that had it, another one that asks goes on asking."""
    now = case.change.now
    if attempt.epoch is None:
        case.candidate.stop_asking()
    spans.come_back(case, attempt, said.epoch, said.machine)
    attempt.epoch, attempt.seq, attempt.mono, attempt.late_beats = said.epoch, 0, None, 0
    attempt.machine = said.machine
    attempt.last_heartbeat_at, attempt.goodbye_at, attempt.hidden_since = now, None, None
    if attempt.started_at is None:
        _start(case, attempt)
    case.change.journal("window_opened", case.candidate)
    refresh(case, "returned")


def _start(case: Case, attempt: Attempt) -> None:
    """The first question is shown: the clock starts, of the attempt and, the first time, of the session."""
    now = case.change.now
    session = case.change.db.get_one(CertificationSession, attempt.session_id)
    rights.check_open(session, now)
    session.started_at = session.started_at or now
    session.archived_at = None  # what is under way stays in sight
    attempt.state = Ending.RUNNING.value
    attempt.started_at = now
    attempt.ends_at = planned_end(case.change.db, case.candidate, now)
    case.change.journal("test_started", case.candidate, ends_at=attempt.ends_at.isoformat())
