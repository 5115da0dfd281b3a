"""Sessions as a centre keeps them: where each stands, and what may still be done with it."""

from datetime import datetime
from enum import StrEnum

from pwa.domain import timing
from pwa.domain.errors import Illegal
from pwa.domain.words import N_

JOINED = N_(
    "Un candidat a déjà rejoint cette session : elle ne peut plus être supprimée. Si elle n'a pas lieu, archivez-la."
)
ALREADY_FINALISED = N_("Cette session est finalisée : elle ne change plus.")
ALREADY_STARTED = N_(
    "La session a débuté : sa date, son heure, sa certification et la durée de ses tests ne changent plus. "
    "Le site, la salle, les surveillants et les observations peuvent encore changer."
)
CHANGED_MEANWHILE = N_(
    "Quelqu'un d'autre a modifié cette session pendant que vous écriviez. Relisez, puis enregistrez de nouveau."
)
UNDER_WAY = N_("La session a débuté : finalisez-la, puis archivez-la.")


class State(StrEnum):
    """Where a session stands."""

    CREATED = "created"
    STARTED = "started"
    EXPIRED = "expired"
    FINALISED = "finalised"


LABELS = {
    State.CREATED: N_("Créée"),
    State.STARTED: N_("En cours"),
    State.EXPIRED: N_("À finaliser"),
    State.FINALISED: N_("Finalisée"),
}


def state(started_at: datetime | None, finalised_at: datetime | None, now: datetime) -> State:
    """Return where a session stands; one whose first test began 24 hours ago waits to be finalised."""
    if finalised_at:
        return State.FINALISED
    if started_at is None:
        return State.CREATED
    return State.EXPIRED if timing.has_expired(started_at, now) else State.STARTED


def check_changeable(finalised_at: datetime | None) -> None:
    """Raise `Illegal` when nothing of a session changes any more."""
    if finalised_at:
        raise Illegal(ALREADY_FINALISED, "finalised")


def check_unchanged(seen: str, found: str) -> None:
    """Raise `Illegal` when what is about to be replaced is not what was read: somebody has changed it since."""
    if seen != found:
        raise Illegal(CHANGED_MEANWHILE, "changed_meanwhile")


def check_removable(*, joined: bool) -> None:
    """Raise `Illegal` when somebody has joined: what they did must be answered for."""
    if joined:
        raise Illegal(JOINED, "somebody_joined")


def check_archivable(started_at: datetime | None, finalised_at: datetime | None) -> None:
    """Raise `Illegal` for a session that is under way, or waits to be finalised: it must stay in sight."""
    if started_at and not finalised_at:
        raise Illegal(UNDER_WAY, "under_way")
