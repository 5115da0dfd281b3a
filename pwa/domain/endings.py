"""Endings: how a test is over, in the words of each side, when it ends by itself, and who may take an end back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pwa.domain import timing
from pwa.domain.facts import Ending, TestFacts
from pwa.domain.words import N_

REOPENING = timedelta(minutes=2)
"""How long whoever ended a test may take it back."""

NOT_YOURS = N_("Seule la personne qui a terminé ce test peut le rouvrir.")
TOO_LATE = N_("Ce test est terminé depuis plus de 2 minutes : il ne peut plus être rouvert.")


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a test that is over: beside the name, in a sentence for the invigilator, to the candidate."""

    label: str
    invigilator: str
    candidate: str


WORDS = {
    Ending.COMPLETED: Words(
        N_("Terminé"),
        N_("Terminé : toutes les questions ont reçu une réponse."),
        N_("Vous avez répondu à toutes les questions."),
    ),
    Ending.BY_INVIGILATOR: Words(
        N_("Terminé par le surveillant"),
        N_("Terminé par un surveillant."),
        N_("Votre surveillant a mis fin à votre test."),
    ),
    Ending.BY_FINALISATION: Words(
        N_("Terminé par la finalisation"),
        N_("Terminé par la finalisation de la session."),
        N_("Le centre a clos la session."),
    ),
    Ending.BY_EXPIRY: Words(
        N_("Délai dépassé"),
        N_("Délai dépassé : le test a commencé il y a plus de 24 heures."),
        N_("Le délai pour passer le test est dépassé."),
    ),
}
NEVER_STARTED = Words(
    N_("Délai dépassé"),
    N_("Délai dépassé : le candidat est entré, mais son test n'a pas commencé à temps."),
    N_("Votre test n'a pas commencé, et le délai pour le passer est dépassé."),
)
"""The expiry of a test whose first question was never shown."""
OUT_OF_TIME = Words(
    N_("Temps écoulé"),
    N_("Terminé automatiquement : le temps est écoulé."),
    N_("Le temps est écoulé."),
)
"""The end that a session set for its tests: the state is that of an expiry, the words are its own."""


def words(ending: Ending, started_at: datetime | None, ended_at: datetime) -> Words:
    """Return the words of an end; a test that ended by itself before its 24 hours had run out of time."""
    if ending is not Ending.BY_EXPIRY or timing.has_expired(started_at, ended_at):
        return WORDS[ending]
    return OUT_OF_TIME if started_at else NEVER_STARTED


def ends_by_itself(test: TestFacts, now: datetime) -> bool:
    """Tell whether a running test is over now, without anybody: its 24 hours gone, or past its automatic end."""
    if not test.running:
        return False
    stop = timing.stops_at(test.ends_at, test.stops_after) if test.ends_at else None
    return timing.has_expired(test.ages_from, now) or (stop is not None and now >= stop)


def reopens_until(test: TestFacts) -> datetime | None:
    """Return until when the test may be reopened, None when it may not at all."""
    return test.ended_at + REOPENING if test.ended_at and test.state is Ending.BY_INVIGILATOR else None


def refusal(test: TestFacts | None, account_id: int | None, now: datetime) -> str | None:
    """Return why this person may not reopen a test that an invigilator ended, None when they may."""
    until = reopens_until(test) if test else None
    if test is None or until is None or test.ended_by != account_id:
        return NOT_YOURS
    return TOO_LATE if now >= until else None
