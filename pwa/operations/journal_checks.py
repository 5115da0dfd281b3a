"""Checks of journals: every chain by itself, and against what was noted of its end before."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.adapters.noted_heads import NotedHeads
from pwa.domain.journal_chain import CUT, Broken, Head
from pwa.domain.words import Sentence
from pwa.models.tables import CertificationSession
from pwa.operations import journal


@dataclass(frozen=True)
class Check:
    """What became of one session's journal."""

    number: int
    head: Head
    broken: Broken | None


def check_all(db: Session, noted: Mapping[int, Head]) -> list[Check]:
    """Check every session's journal, by number; one that was noted and is gone is broken from its first line."""
    query = select(CertificationSession.id).where(CertificationSession.training.is_(False))
    numbers = {*db.scalars(query), *noted}
    return [check(db, number, noted.get(number)) for number in sorted(numbers)]


def check(db: Session, number: int, noted: Head | None) -> Check:
    """Check one."""
    broken = journal.first_broken(db, number, noted)
    if noted and not broken and db.get(CertificationSession, number) is None:
        broken = Broken(1, Sentence(CUT, position=1, count=noted.count))
    return Check(number, journal.head(db, number), broken)


def note(db: Session, kept: NotedHeads) -> None:
    """Note how long each journal is now; what was noted before stays when the journal no longer agrees with it."""
    before = kept.read()
    now = {number: head for number, head in journal.heads(db).items() if head != before.get(number)}
    fresh = {
        number: head
        for number, head in now.items()
        if number not in before or journal.follows(db, number, before[number])
    }
    if fresh and not kept.was_touched:
        kept.write({**before, **fresh})
