"""Requests: a candidate who may not enter yet asks, waits, and is let in by the invigilator's answer."""

from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import update
from sqlalchemy.orm import Session

from pwa.domain import admission, endings, visits
from pwa.domain.attempts import OVER, state
from pwa.domain.connectivity import GRACE
from pwa.domain.facts import Request
from pwa.domain.words import N_
from pwa.models.tables import Attempt, Candidate
from pwa.operations import changes, rights
from pwa.operations.facts import facts_of, test_facts
from pwa.operations.looks import refresh

SENTENCES = {
    Request.ENTRY: N_("Votre surveillant n'a pas encore confirmé votre présence."),
    Request.RESUME: N_("Votre surveillant doit autoriser la reprise de votre test."),
}

SEEN_EVERY = timedelta(seconds=20)


class Step(Enum):
    """Where a candidate stands on the way to the test."""

    WAITING = "waiting"
    CODE = "code"
    TEST = "test"
    ELSEWHERE = "elsewhere"
    OVER = "over"


def step(db: Session, candidate: Candidate, now: datetime) -> Step:
    """Return where this candidate must be now."""
    facts = facts_of(candidate, attempt_of(db, candidate), None)
    if state(facts, now) in OVER:
        return Step.OVER
    if admission.is_live(facts.admitted_until, now):
        return Step.CODE
    return Step.TEST if facts.test and visits.is_awaited(facts.test, now) else Step.WAITING


def kind(db: Session, candidate: Candidate) -> Request:
    """Return what a waiting candidate asks for: to enter, or to come back."""
    return Request.RESUME if attempt_of(db, candidate) else Request.ENTRY


def wait(
    db: Session, candidate: Candidate, now: datetime, page: str = "", machine: str | None = None, *, again: bool = False
) -> Step:
    """Keep a waiting candidate's request alive, recording it when it is new; return where to go.

    `page` names the page that asks: what one had asked before it was closed may arrive after its goodbye. `again`
    tells that the page had asked already: once an invigilator let another window go on, it does so no more. While the
    page that typed the code is loading, it neither asks nor takes its place.
    """
    where = step(db, candidate, now)
    if where is Step.TEST and again:
        return Step.WAITING
    if again and candidate.kept_out and where is not Step.OVER:
        return Step.ELSEWHERE
    if where is not Step.WAITING:
        return where
    rights.check_open(candidate.session, now)
    if candidate.request is None or (_is_unnamed(candidate, machine) and page != candidate.request_left_by):
        ask(db, candidate, now, machine)
    elif page != candidate.request_left_by and _must_be_kept(candidate, now):
        _keep_alive(db, candidate, now)
    return where


def ask(db: Session, candidate: Candidate, now: datetime, machine: str | None = None) -> None:
    """Record that this candidate asks to enter, or to come back, on that machine."""
    change = changes.begin(db, candidate.session_id, changes.by_candidate(candidate.id), now)
    case = change.case(candidate.id)
    rights.check_open(case.candidate.session, now)
    asked = kind(db, candidate)
    if case.candidate.request != asked:
        case.candidate.request, case.candidate.requested_at = asked.value, now
        change.journal("asked", case.candidate, kind=asked.value)
    case.candidate.request_machine = machine or case.candidate.request_machine
    case.candidate.kept_out = None
    case.candidate.request_seen_at = now
    case.candidate.request_left_at = case.candidate.request_left_by = None
    refresh(case, "asked")


def leave(db: Session, candidate_id: int, page: str, now: datetime) -> None:
    """Record that a page that asks is going away: the request is withdrawn unless one asks again within the grace."""
    asking = update(Candidate).where(
        Candidate.id == candidate_id, Candidate.request.is_not(None), Candidate.request_left_at.is_(None)
    )
    gone = asking.values(request_left_at=now, request_left_by=page, look_at=now + GRACE)
    db.execute(gone.execution_options(synchronize_session=False))


def attempt_of(db: Session, candidate: Candidate) -> Attempt | None:
    """Return the attempt of a candidate, if any."""
    return db.query(Attempt).filter(Attempt.candidate_id == candidate.id).one_or_none()


def goes_elsewhere(db: Session, candidate: Candidate, now: datetime) -> Step:
    """Return where a page goes whose test another window has: it stays, as a return it did not ask for is not its own.

    The person may still ask, and then finds the code.
    """
    where = step(db, candidate, now)
    if attempt_of(db, candidate) is None or where is Step.OVER:
        return where
    return Step.ELSEWHERE


def _is_unnamed(candidate: Candidate, machine: str | None) -> bool:
    """Tell whether the page now says on which machine it asks to come back."""
    return bool(machine) and candidate.request_machine is None and candidate.request == Request.RESUME


def _must_be_kept(candidate: Candidate, now: datetime) -> bool:
    """Tell whether to write that a page still asks: another one had gone away, or the last word is getting old."""
    seen_at = candidate.request_seen_at
    return candidate.request_left_at is not None or seen_at is None or now - seen_at >= SEEN_EVERY


def may_reopen(attempt: Attempt, now: datetime) -> bool:
    """Tell whether a test that is over may still be reopened, by whoever ended it."""
    until = endings.reopens_until(test_facts(attempt))
    return until is not None and now < until


def _keep_alive(db: Session, candidate: Candidate, now: datetime) -> None:
    seen = update(Candidate).where(Candidate.id == candidate.id, Candidate.request.is_not(None))
    until = now + admission.FORGOTTEN_AFTER
    kept = seen.values(request_seen_at=now, request_left_at=None, request_left_by=None, look_at=until)
    db.execute(kept.execution_options(synchronize_session=False))
