"""A centre's team: who may do what, who may leave, and how long an invitation holds."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from pwa.domain.errors import Illegal
from pwa.domain.words import N_

INVITED_FOR = timedelta(days=7)
"""How long the link of an invitation can be followed."""
LAST_ADMINISTRATOR = N_(
    "Un centre garde au moins un administrateur, et il n'y en a qu'un. Donnez d'abord ce rôle à quelqu'un d'autre."
)
ADMINISTRATORS_ONLY = N_("Seul un administrateur du centre peut le faire. Demandez-le à l'un d'eux.")
NO_LONGER_VALID = N_("Cette invitation n'est plus valable : elle a déjà servi, ou date de plus de sept jours. "
                     "Demandez-en une autre à votre centre.")  # fmt: skip


class Role(StrEnum):
    """What staff of a centre may do: a member all but the team, the retention and the erasure of personal data."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"


LABELS = {Role.ADMINISTRATOR: N_("Administrateur"), Role.MEMBER: N_("Membre")}
ABOUT = {
    Role.ADMINISTRATOR: N_("Tout, et l'équipe, la durée de conservation et l'effacement des données"),
    Role.MEMBER: N_("Les sessions et leurs candidats, du début à la finalisation"),
}


def check_administrator(role: str) -> None:
    """Raise `Illegal` for staff who are not administrators."""
    if role != Role.ADMINISTRATOR:
        raise Illegal(ADMINISTRATORS_ONLY, "administrators_only")


def check_still_led(others: Collection[str]) -> None:
    """Raise `Illegal` when, of the roles of the others, none is an administrator's: someone must lead a centre."""
    if Role.ADMINISTRATOR not in others:
        raise Illegal(LAST_ADMINISTRATOR, "last_administrator")


def is_open(accepted_at: datetime | None, expires_at: datetime, now: datetime) -> bool:
    """Tell whether an invitation can still be followed."""
    return accepted_at is None and now < expires_at
