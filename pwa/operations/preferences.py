"""Preferences: what rings an invigilator in one session, which names their lock screen shows, which candidates."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.adapters.languages import LANGUAGES
from pwa.domain.alerts import MANNERS, Kind
from pwa.domain.errors import Invalid, Missing
from pwa.domain.words import N_
from pwa.models.tables import Account, Candidate, SessionAccess
from pwa.operations import changes
from pwa.operations.changes import Change

RINGING = tuple(
    sorted((kind for kind, manner in MANNERS.items() if manner.pushed), key=lambda kind: MANNERS[kind].severity)
)
"""The kinds that can ring, the most severe first."""
URGENT = tuple(kind for kind in RINGING if MANNERS[kind].severity <= 2)
"""Those whose silence may cost a candidate their test."""

NO_SEAT = N_("Aucun candidat n'a de poste entre ces deux numéros. Vérifiez-les, ou cochez des noms.")
NO_LANGUAGE = N_("Choisissez une langue de la liste.")


@dataclass(frozen=True)
class Preferences:
    """What one person wants in one session; an empty `part` is the whole room, an empty `language` none chosen."""

    muted: Sequence[str]
    discreet: bool
    language: str
    part: Sequence[int]


def read(db: Session, account: Account, number: int) -> Preferences:
    """Return what this person chose; raises `Missing` for who does not watch the session."""
    access = _access(db, account, number)
    return Preferences(access.muted, access.discreet, account.language or "", access.part)


def save(db: Session, account: Account, number: int, wanted: Preferences, now: datetime) -> Change:
    """Keep what this person wants; raises `Invalid` or `Missing` for what cannot be chosen."""
    change = changes.begin(db, number, changes.by_account(account.id), now)
    access = _access(db, account, number)
    if wanted.language not in LANGUAGES:
        raise Invalid(NO_LANGUAGE)
    if not set(wanted.muted) <= set(RINGING) or not set(wanted.part) <= _enrolled(db, number):
        raise Missing
    access.muted, access.discreet = sorted(set(wanted.muted)), wanted.discreet
    access.part, account.language = sorted(set(wanted.part)), wanted.language
    change.journal("preferences_saved", muted=access.muted, discreet=access.discreet, part=access.part)
    return change


def between(db: Session, number: int, first: str, last: str) -> list[int]:
    """Return the candidates whose seat is from the one to the other, either way round; raises `Invalid` for nobody."""
    low, high = sorted((_seat_key(first), _seat_key(last)))
    query = select(Candidate.id, Candidate.seat).where(Candidate.session_id == number, Candidate.seat.is_not(None))
    chosen = [number for number, seat in db.execute(query) if seat and low <= _seat_key(seat) <= high]
    if not chosen:
        raise Invalid(NO_SEAT)
    return chosen


def silenced(muted: Collection[str]) -> list[Kind]:
    """Return the urgent kinds that do not ring."""
    return [kind for kind in URGENT if kind in muted]


def _seat_key(seat: str) -> list[tuple[int, str]]:
    """« A2 » before « A10 »: numbers by their value, letters as they are."""
    return [
        (int(part), "") if part.isascii() and part.isdigit() else (-1, part.casefold())
        for part in re.findall(r"[0-9]{1,9}|[^0-9\s]+", seat)
    ]


def _enrolled(db: Session, number: int) -> set[int]:
    return set(db.scalars(select(Candidate.id).where(Candidate.session_id == number)))


def _access(db: Session, account: Account, number: int) -> SessionAccess:
    query = select(SessionAccess).where(
        SessionAccess.session_id == number, SessionAccess.account_id == account.id, SessionAccess.left_at.is_(None)
    )
    access = db.scalars(query).one_or_none()
    if access is None:
        raise Missing
    return access
