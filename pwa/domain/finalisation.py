"""Finalisation: the centre closes a session for good; every test that was not completed needs a reason."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.words import N_

NOBODY_STARTED = N_("Aucun candidat n'a commencé son test : cette session ne peut pas être finalisée.")
ALREADY = N_("Cette session est déjà finalisée.")
NO_REASON = N_("Choisissez pourquoi ce test n'a pas été achevé.")
REASONS_MISSING = N_("Il manque un motif : dites pour chaque candidat pourquoi son test n'a pas été achevé.")


class Why(StrEnum):
    """Why a test was not completed, as the centre says."""

    LATE = "late"
    TECHNICAL = "technical"


LABELS = {
    Why.LATE: N_("Test non finalisé dans le délai imparti"),
    Why.TECHNICAL: N_("Problème technique"),
}


def refusal(started_at: datetime | None, finalised_at: datetime | None) -> str | None:
    """Return why a session cannot be finalised at all, None when it can."""
    if finalised_at:
        return ALREADY
    return None if started_at else NOBODY_STARTED


def check(started_at: datetime | None, finalised_at: datetime | None) -> None:
    """Raise `Illegal` when the session cannot be finalised at all."""
    sentence = refusal(started_at, finalised_at)
    if sentence:
        raise Illegal(sentence, "already_finalised" if finalised_at else "nobody_started")


def check_reasons(unfinished: Iterable[int], reasons: Mapping[int, Why]) -> None:
    """Raise `Invalid` when a candidate whose test was not completed has no reason."""
    if any(candidate_id not in reasons for candidate_id in unfinished):
        raise Invalid(REASONS_MISSING, "reason_missing")
