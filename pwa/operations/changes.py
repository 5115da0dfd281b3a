"""Changes: one transaction on what people see of a session, under the session's row and its next version."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from pwa.domain.errors import Missing
from pwa.domain.facts import Ending, Facts
from pwa.models.tables import Attempt, Candidate, CertificationSession
from pwa.operations import journal
from pwa.operations.absences import resumed_at
from pwa.operations.facts import facts_of

WATCHER = "watcher"
WEB = "web"


def by_account(account_id: int) -> str:
    """Return how the journal names a person."""
    return f"account:{account_id}"


def by_candidate(candidate_id: int) -> str:
    """Return how the journal names a candidate."""
    return f"candidate:{candidate_id}"


@dataclass(frozen=True)
class Change:
    """A transaction that holds the session's row; whatever it touches is stamped with `version`.

    `given_at` is when the person's device says that it was ordered, when that is not now; `already` tells the person
    that what they ordered was so, and that nothing was done.
    """

    db: Session
    session_id: int
    version: int
    actor: str
    now: datetime
    given_at: datetime | None = None
    already: str | None = None

    @property
    def account_id(self) -> int | None:
        """The person who makes the change, None when it is a candidate's page, a phone or the watcher."""
        kind, _, number = self.actor.partition(":")
        return int(number) if kind == "account" else None

    def journal(self, word: str, candidate: Candidate | None = None, **details: Any) -> None:
        """Write down what was done."""
        candidate_id = candidate.id if candidate else None
        if self.given_at:
            details["given_at"] = self.given_at.isoformat()
        journal.append(self.db, self.session_id, self.actor, word, self.now, candidate_id, **details)

    def found_so(self, sentence: str) -> "Change":
        """Return the same, which tells that there was nothing to do."""
        return replace(self, already=sentence)

    def case(self, candidate_id: int) -> "Case":
        """Return a candidate of this session with their attempt, both held until the end of the transaction."""
        query = select(Candidate).where(Candidate.id == candidate_id, Candidate.session_id == self.session_id)
        candidate = self.db.scalars(_held(query)).one_or_none()
        if candidate is None:
            raise Missing
        tests = select(Attempt).where(Attempt.candidate_id == candidate_id).options(selectinload(Attempt.reports))
        return Case(self, candidate, self.db.scalars(_held(tests)).one_or_none())


@dataclass
class Case:
    """A candidate and their attempt, inside a change."""

    change: Change
    candidate: Candidate
    attempt: Attempt | None

    @property
    def facts(self) -> Facts:
        return facts_of(self.candidate, self.attempt, resumed_at(self.change.db, self.change.now))

    def finish(self, ending: Ending, word: str, account_id: int | None = None) -> None:
        """End the test, whoever or whatever does it (`word` in the journal); the refresh that follows tidies up."""
        if self.attempt:
            self.attempt.state = ending.value
            self.attempt.ended_at, self.attempt.ended_by_id = self.change.now, account_id
            self.change.journal(word, self.candidate)


def begin(db: Session, session_id: int, actor: str, now: datetime, given_at: datetime | None = None) -> Change:
    """Take the session's row first: one order of locks, and versions that become visible in order.

    What was read of the session before is read again: nobody acts on one that was finalised meanwhile.
    """
    query = (
        update(CertificationSession)
        .where(CertificationSession.id == session_id)
        .values(version=CertificationSession.version + 1)
        .returning(CertificationSession)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    session = db.scalars(query).one_or_none()
    if session is None:
        raise Missing
    return Change(db, session_id, session.version, actor, now, given_at)


def _held(query: Any) -> Any:
    return query.with_for_update().execution_options(populate_existing=True)
