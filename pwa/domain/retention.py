"""Retention: how long a centre keeps the personal data of a session once it is finalised."""

from datetime import datetime, timedelta

from pwa.domain import timing
from pwa.domain.errors import Illegal, Invalid
from pwa.domain.words import N_, Sentence

LEAST, MOST = 1, 365
"""Days."""
OUT_OF_RANGE = N_("Écrivez de 1 à 365 jours.")
NOT_FINALISED = N_(
    "Cette personne est inscrite dans la session %(number)s, qui n'est pas finalisée : finalisez-la d'abord."
)
NOT_HELD = N_(
    "Cette personne est inscrite dans la session %(number)s, qui n'a pas encore eu lieu : retirez-l'en d'abord, "
    "ou attendez que cette session soit passée d'un jour."
)


def check(days: int) -> None:
    """Raise `Invalid` when a centre cannot keep data for so long."""
    if not LEAST <= days <= MOST:
        raise Invalid(OUT_OF_RANGE, "retention_out_of_range")


def is_over(finalised_at: datetime, days: int, now: datetime) -> bool:
    """Tell whether the personal data of a session are to be erased."""
    return finalised_at + timedelta(days=days) <= now


def check_person(
    number: int, starts_at: datetime, started_at: datetime | None, finalised_at: datetime | None, now: datetime
) -> None:
    """Raise `Illegal` while a session still needs to know its people; one that nobody started never is finalised."""
    if finalised_at:
        return
    if started_at:
        raise Illegal(Sentence(NOT_FINALISED, number=number), "not_finalised")
    if not timing.has_expired(starts_at, now):
        raise Illegal(Sentence(NOT_HELD, number=number), "not_held")
