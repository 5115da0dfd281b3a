"""Lost time: what each interruption cost under the session's rule, what is proposed for it, who shared an outage."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pwa.domain.spans import WORDS, Cause
from pwa.domain.words import N_

REASON = N_("Temps perdu")
"""Why the time was granted, as the candidate and the board read it."""

TOGETHER = timedelta(seconds=10)
"""Interruptions that began within this time of the first of them are one outage."""
OWN_DOING = (Cause.CLOSED, Cause.MOVED)
"""What happens at one place by itself: never the sign of an outage."""
NOTHING = timedelta(0)
MINUTE = timedelta(minutes=1)

CHANGED = N_(
    "Le temps perdu a changé entre-temps : %(minutes)s min sont maintenant à rendre. Vérifiez, puis recommencez."
)
NOT_BACK = N_("Ce candidat n'est pas encore revenu : la durée de son interruption n'est pas connue.")
NO_LOSS = N_("Ce candidat n'a pas perdu de temps.")
NOT_COUNTED = N_("Selon la règle de cette session, aucun temps n'est à rendre à ce candidat.")


class Rule(StrEnum):
    """From when on the time of an interruption is given back, as the session chose."""

    LAST_BEAT = "last_beat"
    CLAIMED = "claimed"
    OVER_MINUTE = "over_minute"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Words:
    """What a rule is called, and what it means."""

    label: str
    help: str


RULES = {
    Rule.LAST_BEAT: Words(
        N_("Toute l'interruption"),
        N_("du dernier signe de l'ordinateur jusqu'au retour du candidat."),
    ),
    Rule.CLAIMED: Words(
        N_("À partir de la prise en charge"),
        N_("du moment où un surveillant s'en occupe jusqu'au retour ; rien si personne ne s'en est occupé."),
    ),
    Rule.OVER_MINUTE: Words(
        N_("Au-delà d'une minute"),
        N_("toute l'interruption si elle a duré plus d'une minute, rien sinon."),
    ),
    Rule.NONE: Words(
        N_("Rien"),
        N_("le temps perdu est noté, rien n'est proposé. Le surveillant peut toujours ajouter du temps."),
    ),
}


class Decision(StrEnum):
    """What an invigilator decided of an interruption."""

    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Loss:
    """One interruption of one candidate; `claimed_at` is when an invigilator took it in hand."""

    id: int
    candidate_id: int
    cause: Cause
    began_at: datetime
    ended_at: datetime | None = None
    claimed_at: datetime | None = None
    decision: Decision | None = None

    @property
    def lasted(self) -> timedelta:
        """Its whole length, nothing as long as it lasts."""
        return self.ended_at - self.began_at if self.ended_at else NOTHING

    @property
    def waits(self) -> bool:
        """Whether it is over and nobody has decided."""
        return self.ended_at is not None and self.decision is None


def costs(loss: Loss) -> bool:
    """Tell whether this kind of stretch costs a candidate time at all."""
    return WORDS[loss.cause].costs_time


def lost(loss: Loss, rule: Rule) -> timedelta:
    """Return the time to give back for an interruption, nothing as long as it lasts."""
    if loss.ended_at is None or not costs(loss):
        return NOTHING
    match rule:
        case Rule.LAST_BEAT:
            return loss.lasted
        case Rule.CLAIMED:
            return loss.ended_at - max(loss.began_at, loss.claimed_at) if loss.claimed_at else NOTHING
        case Rule.OVER_MINUTE:
            return loss.lasted if loss.lasted > MINUTE else NOTHING
        case Rule.NONE:
            return NOTHING


def to_decide(losses: Iterable[Loss], rule: Rule) -> list[Loss]:
    """Return those that are over, count under the rule, and that nobody has decided."""
    return [loss for loss in losses if loss.waits and lost(loss, rule) > NOTHING]


def minutes(losses: Iterable[Loss], rule: Rule) -> int:
    """Return the minutes proposed for all that is to decide: their sum, rounded up in favour of the candidate."""
    total = sum((lost(loss, rule) for loss in to_decide(losses, rule)), NOTHING)
    return math.ceil(total / MINUTE)


def outages(losses: Iterable[Loss]) -> list[tuple[Loss, ...]]:
    """Return the outages that two candidates at least were hit by; an interruption is in one of them at most."""
    groups: list[list[Loss]] = []
    for loss in sorted(filter(_may_be_shared, losses), key=lambda loss: (loss.began_at, loss.id)):
        if groups and loss.began_at - groups[-1][0].began_at <= TOGETHER:
            groups[-1].append(loss)
        else:
            groups.append([loss])
    return [tuple(group) for group in groups if len({loss.candidate_id for loss in group}) > 1]


def refusal(losses: Sequence[Loss], rule: Rule) -> str:
    """Return why nothing can be granted to a candidate with these interruptions, of which nobody has decided."""
    if any(loss.ended_at is None and costs(loss) for loss in losses):
        return NOT_BACK
    return NOT_COUNTED if any(map(costs, losses)) else NO_LOSS


def _may_be_shared(loss: Loss) -> bool:
    return costs(loss) and loss.cause not in OWN_DOING
