"""Notes: what may be written about a candidate, when it counts as written, and who may take it back."""

from datetime import datetime, timedelta

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.words import N_, Sentence

LONGEST = 500
LATE = timedelta(minutes=1)
"""A note received more than this after it was written says both."""
EMPTY = N_("Écrivez la note avant de l'ajouter.")
TOO_LONG = Sentence(N_("Cette note est trop longue : %(longest)s caractères au plus."), longest=LONGEST)
NOT_YOURS = N_("Seule la personne qui a écrit cette note peut l'annuler.")
ALREADY = N_("Cette note est déjà annulée.")


def check(text: str) -> None:
    """Raise `Invalid` when these words cannot be a note."""
    if not text:
        raise Invalid(EMPTY, "note_empty")
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, "note_too_long")


def check_withdrawal(writer_id: int, account_id: int, withdrawn_at: datetime | None) -> None:
    """Raise `Illegal` when this person cannot take the note back."""
    if writer_id != account_id:
        raise Illegal(NOT_YOURS, "note_not_yours")
    if withdrawn_at:
        raise Illegal(ALREADY, "note_withdrawn")


def written_at(given: datetime | None, day_begins: datetime, now: datetime) -> datetime:
    """Return when a note was written, as the writer's device says (`given`) if that makes sense."""
    return given if given and day_begins <= given <= now else now


def came_late(written: datetime, received: datetime) -> bool:
    """Tell whether a note waited on the device before it came."""
    return received - written > LATE
