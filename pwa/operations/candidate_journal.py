"""A candidate's journal: what was done about them, newest first, in words and by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, takewhile
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, case, cast, func, select
from sqlalchemy.orm import Session

from pwa.domain import journal_words
from pwa.domain.words import N_, Sentence
from pwa.models.tables import Account, JournalLine

SHOWN = 20
"""How many lines a sheet holds."""
ACTORS = {"candidate": N_("le candidat"), "watcher": N_("surveillance automatique"), "web": N_("service")}


@dataclass(frozen=True)
class Entry:
    """One line: its sentence, who did it, and when their device says so if that was before."""

    at: datetime
    sentence: str
    by: str
    given_at: datetime | None


@dataclass(frozen=True)
class Entries:
    """The last lines of a candidate's journal, and how many there are before them."""

    lines: tuple[Entry, ...]
    more: int


REMOVED = "enrolment_removed"


def of_session(db: Session, session_id: int) -> dict[int, Entries]:
    """Return the last lines of each candidate of a session, in one question."""
    rows = db.execute(_ranked(session_id, SHOWN))
    return {one: _last(list(lines)) for one, lines in groupby(rows, key=lambda row: row.candidate_id)}


def of_candidate(db: Session, session_id: int, candidate_id: int) -> tuple[Entry, ...]:
    """Return all lines of one candidate."""
    return tuple(_entry(row) for row in _theirs(db.execute(_ranked(session_id, None, candidate_id))))


def _last(rows: Sequence[Row[Any]]) -> Entries:
    theirs = tuple(_entry(row) for row in _theirs(rows))
    return Entries(theirs, max(0, rows[0].many - SHOWN) if len(theirs) == len(rows) else 0)


def _theirs(rows: Iterable[Row[Any]]) -> Iterable[Row[Any]]:
    """Newest first, up to where somebody was removed: a database may give their number to who is enrolled next."""
    return takewhile(lambda row: row.word != REMOVED, rows)


def _ranked(session_id: int, most: int | None, candidate_id: int | None = None) -> Select[Any]:
    whose, newest = JournalLine.candidate_id, JournalLine.position.desc()
    lines = (
        select(
            whose, JournalLine.at, JournalLine.actor, JournalLine.word, JournalLine.details,
            func.row_number().over(partition_by=whose, order_by=newest).label("rank"),
            func.count().over(partition_by=whose).label("many"),
        )
        .where(JournalLine.session_id == session_id)
        .where(whose.is_not(None) if candidate_id is None else whose == candidate_id)
        .subquery()
    )  # fmt: skip
    query = select(lines, Account.first_name, Account.last_name).outerjoin(
        Account, Account.id == _writer(lines.c.actor)
    )
    if most is not None:
        query = query.where(lines.c.rank <= most)
    return query.order_by(lines.c.candidate_id, lines.c.rank)


def _writer(actor: ColumnElement[str]) -> ColumnElement[int | None]:
    """The account that « account:12 » names."""
    return case((actor.like("account:%"), cast(func.substr(actor, len("account:") + 1), Integer)), else_=None)


def _entry(row: Row[Any]) -> Entry:
    given, sentence = row.details.get("given_at"), journal_words.sentence(row.word, row.details)
    return Entry(
        at=row.at,
        sentence=Sentence(sentence, **journal_words.values(sentence, row.details)),
        by=f"{row.first_name} {row.last_name}" if row.last_name else ACTORS.get(row.actor.partition(":")[0], ""),
        given_at=datetime.fromisoformat(given) if given else None,
    )
