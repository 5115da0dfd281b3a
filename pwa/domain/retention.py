"""Retention: how long a centre keeps the personal data of a session once it is finalised."""

from datetime import datetime, timedelta

from pwa.domain.errors import Invalid
from pwa.domain.words import N_

LEAST, MOST = 1, 365
"""Days."""
OUT_OF_RANGE = N_("Écrivez de 1 à 365 jours.")
NOT_FINALISED = N_(
    "Cette personne est inscrite dans la session %(number)s, qui n'est pas finalisée. "
    "Finalisez-la, ou retirez-l'en d'abord."
)


def check(days: int) -> None:
    """Raise `Invalid` when a centre cannot keep data for so long."""
    if not LEAST <= days <= MOST:
        raise Invalid(OUT_OF_RANGE, "retention_out_of_range")


def is_over(finalised_at: datetime, days: int, now: datetime) -> bool:
    """Tell whether the personal data of a session are to be erased."""
    return finalised_at + timedelta(days=days) <= now
