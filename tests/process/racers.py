"""Two processes that do one thing each at the same moment: what came of it, on either side."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from multiprocessing.synchronize import Barrier
from typing import Any

from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal, Refused
from pwa.domain.grants import Terms
from pwa.models.database import connect
from pwa.models.tables import Account, Candidate
from pwa.operations import admissions, answers, changes, claims, endings, entries, escalations, grants
from pwa.operations.changes import by_account
from tests.acting import act
from tests.room import QUESTIONS, WINDOW

CLIMBED = "Somebody has climbed, or taken it."
PATIENCE = 30  # seconds for both to be ready
Outcome = str | None
"""None for who won; the sentence for who was refused."""

_state: dict[str, Any] = {}


def _get_ready(url: str, barrier: Barrier) -> None:
    _state.update(database=connect(url), barrier=barrier)


def _race(verb: str, ids: tuple[int, ...], now: datetime) -> Outcome:
    with _state["database"]() as db:
        db.get(Account, 0)  # the connection is open before the start
        db.rollback()
        _state["barrier"].wait(PATIENCE)
        try:
            act(db, VERBS[verb], *ids, now)
        except Refused as refused:
            return refused.sentence
    return None


def _by(verb: Callable[..., object]) -> Callable[[Session, int, int, int, datetime], object]:
    """A verb of the invigilator's, on ids alone."""

    def do(db: Session, number: int, candidate_id: int, account_id: int, now: datetime) -> object:
        return verb(db, number, candidate_id, db.get_one(Account, account_id), now)

    return do


def _enter(db: Session, _number: int, candidate_id: int, _account_id: int, now: datetime) -> object:
    candidate = db.get_one(Candidate, candidate_id)
    return entries.enter(db, candidate, candidate.session.access_code, now)


def _claim(db: Session, number: int, alert_id: int, account_id: int, now: datetime) -> None:
    change = changes.begin(db, number, by_account(account_id), now)
    claims.claim(change, alert_id, db.get_one(Account, account_id))


def _climb(db: Session, _number: int, alert_id: int, _account_id: int, now: datetime) -> None:
    if not escalations.climb(db, alert_id, now):
        raise Illegal(CLIMBED)


def _answer(db: Session, _number: int, attempt_id: int, key: int, now: datetime) -> object:
    return answers.answer(db, attempt_id, WINDOW, 1, f"key-{key}", ([0], ""), QUESTIONS, now)


def _grant(db: Session, number: int, candidate_id: int, account_id: int, now: datetime) -> object:
    terms = Terms(10, "Coupure du réseau")
    return grants.grant(db, number, candidate_id, db.get_one(Account, account_id), now, terms)


VERBS: dict[str, Callable[..., object]] = {
    "confirm": _by(admissions.confirm),
    "cancel": _by(admissions.cancel),
    "mark_absent": _by(admissions.mark_absent),
    "resume": _by(admissions.authorise_resume),
    "end": _by(endings.end),
    "reopen": _by(endings.reopen),
    "enter": _enter,
    "claim": _claim,
    "climb": _climb,
    "answer": _answer,
    "grant": _grant,
}


class Racers:
    """Two processes on one database."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def race(self, one: tuple[str, *tuple[int, ...]], two: tuple[str, *tuple[int, ...]], now: datetime) -> set[Outcome]:
        """Do both at once; each is a verb and its ids (session, candidate or alert or attempt, account or key)."""
        runs = [self._pool.submit(_race, verb, ids, now) for verb, *ids in (one, two)]  # type: ignore[arg-type]
        return {run.result(PATIENCE) for run in runs}


@contextmanager
def racers(url: str) -> Iterator[Racers]:
    """Start both."""
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(2)
    with ProcessPoolExecutor(2, spawn, _get_ready, (url, barrier)) as pool:
        yield Racers(pool)
