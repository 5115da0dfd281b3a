"""Grants: minutes that an invigilator gives or takes back, with a reason; taking needs a confirmation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.words import N_, Sentence

MOST = 240
"""Minutes that can be given or taken back at once."""
LONGEST_REASON = 120

REASONS = (N_("Panne du matériel"), N_("Coupure du réseau"), N_("Alerte ou évacuation"), N_("Consignes ou retard"))
"""Those offered; any other is written."""

WRONG_MINUTES = Sentence(N_("Donnez un nombre de minutes entre 1 et %(most)s."), most=MOST)
NO_REASON = N_("Dites pourquoi : choisissez un motif ou écrivez-le.")
TAKEN = N_("Vous retirez du temps. Cochez la confirmation pour le faire.")
USED = N_("Ce candidat a déjà utilisé ce temps : son test serait à sa fin. Cochez la confirmation pour le retirer.")
MORE_THAN_ALL = N_("On ne peut pas retirer plus que la durée du test.")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is granted and why; negative minutes take time back, and need to be `confirmed`."""

    minutes: int
    reason: str
    confirmed: bool = False

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


def check_terms(terms: Terms) -> None:
    """Raise `Invalid` when the minutes or the reason are no minutes or no reason."""
    if not 1 <= abs(terms.minutes) <= MOST:
        raise Invalid(WRONG_MINUTES)
    if not terms.reason or len(terms.reason) > LONGEST_REASON:
        raise Invalid(NO_REASON)


def check_end(terms: Terms, started_at: datetime | None, end: datetime | None, now: datetime) -> None:
    """Raise `Illegal` when the new `end` may not be; before the start of a test only the confirmation counts."""
    if started_at and end and end < started_at:
        raise Illegal(MORE_THAN_ALL, "more_than_all")
    if terms.minutes < 0 and not terms.confirmed:
        raise Illegal(USED if end and end <= now else TAKEN, "confirmation_needed")
