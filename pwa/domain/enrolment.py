"""Enrolment: until when somebody may be added, changed, removed or moved, and what is said once it is too late."""

from datetime import datetime

from pwa.domain import timing
from pwa.domain.errors import Illegal
from pwa.domain.words import N_, Sentence

FINALISED = N_("La session %(number)s a été finalisée : ses inscriptions ne changent plus.")
EXPIRED = N_("La session %(number)s a débuté il y a plus de 24 heures : ses inscriptions ne changent plus.")
TESTED = N_(
    "Le test de %(name)s a commencé : son inscription ne change plus. Le surveillant peut ajouter du temps ; une "
    "erreur de nom ou de date de naissance se signale à la finalisation."
)
JOINED = N_(
    "%(name)s a déjà rejoint la session : son inscription y reste. Si cette personne ne passe pas le test, "
    "le surveillant la marque absente."
)
KNOWN = N_(
    "Les surveillants se sont déjà occupés de %(name)s : son inscription reste, avec ce qui en a été écrit. Si cette "
    "personne ne passe pas le test, le surveillant la marque absente ; au besoin, inscrivez-la aussi dans une autre "
    "session."
)
REPORTED = N_(
    "Le centre a signalé quelque chose de %(name)s. Retirez d'abord ce signalement, depuis « Finaliser la session »."
)
WRITTEN_TO = N_(
    "Le centre a écrit à %(name)s : son inscription reste, avec ce message. Si cette personne ne passe pas le test, le "
    "surveillant la marque absente ; au besoin, inscrivez-la aussi dans une autre session."
)
DUPLICATE = N_("%(name)s figure déjà dans la session %(number)s, avec la même date de naissance.")
SAME_SESSION = N_("Choisissez une autre session que celle-ci.")
SEAT_TAKEN = N_("Le poste %(seat)s est déjà celui de %(name)s. Choisissez-en un autre, ou laissez vide.")


def check_session(number: int, started_at: datetime | None, finalised_at: datetime | None, now: datetime) -> None:
    """Refuse any change of who is enrolled in a session that is over."""
    if finalised_at:
        raise Illegal(Sentence(FINALISED, number=number), "finalised")
    if timing.has_expired(started_at, now):
        raise Illegal(Sentence(EXPIRED, number=number), "session_closed")


def check_change(name: str, *, tested: bool) -> None:
    """Refuse to change somebody whose test has begun."""
    if tested:
        raise Illegal(Sentence(TESTED, name=name), "test_started")


def check_leaving(name: str, *, tested: bool, joined: bool, known: bool, written_to: bool, reported: bool) -> None:
    """Refuse to take somebody out of a session who has begun, who has joined, or of whom something is written there.

    `known` tells that the room has dealt with them, `written_to` and `reported` that the centre has.
    """
    check_change(name, tested=tested)
    if joined:
        raise Illegal(Sentence(JOINED, name=name), "candidate_joined")
    if known:
        raise Illegal(Sentence(KNOWN, name=name), "candidate_known")
    if written_to:
        raise Illegal(Sentence(WRITTEN_TO, name=name), "candidate_written_to")
    if reported:
        raise Illegal(Sentence(REPORTED, name=name), "candidate_reported")
