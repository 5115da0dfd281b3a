"""Messages of the centre: to whom staff may write while a room sits, and what."""

from datetime import datetime
from enum import StrEnum

from pwa.domain.errors import Illegal, Invalid
from pwa.domain.words import N_, Sentence

LONGEST = 500
EMPTY = N_("Écrivez le message avant de l'envoyer.")
TOO_LONG = Sentence(N_("Ce message est trop long : %(longest)s caractères au plus."), longest=LONGEST)
FINALISED = N_("La session est finalisée : personne n'y lirait ce message.")
OVER = N_("Le test de ce candidat est terminé : sa page ne montre plus de message.")


class Audience(StrEnum):
    """Whom a message is for: one candidate, every candidate of the room, or those who watch it."""

    CANDIDATE = "candidate"
    ROOM = "room"
    INVIGILATORS = "invigilators"


def check(text: str) -> None:
    """Raise `Invalid` when these words cannot be a message."""
    if not text:
        raise Invalid(EMPTY, "message_empty")
    if len(text) > LONGEST:
        raise Invalid(TOO_LONG, "message_too_long")


def check_open(finalised_at: datetime | None) -> None:
    """Raise `Illegal` when nobody is in the room any more."""
    if finalised_at:
        raise Illegal(FINALISED, "finalised")


def check_running(state: str | None) -> None:
    """Raise `Illegal` when a test, if there is one, is over."""
    if state not in (None, "running"):
        raise Illegal(OVER, "test_over")
