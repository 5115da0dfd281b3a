"""What is measured, and the promises that the figures are held to."""

import math
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

CLOSED = "closed"
LOST = "lost"
CHANGE = "change"
ASKED = "asked"
MOVED = "moved"
OUTAGE = "outage"
ALONE = "alone"
KILLED = "killed"
HELD = "held"
CLAIMED = "claimed"
ACCEPTED = "accepted"
SHOWN = "shown"
TAKEN = "taken"
BEAT = "beat"
ANSWER = "answer"

LABELS = {
    CLOSED: "fenêtre fermée → notification acceptée",
    LOST: "réseau perdu (dernier signe) → notification acceptée",
    CHANGE: "changement → tableau ouvert",
    ASKED: "candidat qui demande → notification acceptée",
    MOVED: "deuxième ordinateur → notification acceptée",
    OUTAGE: "coupure de la salle (premier dernier signe) → notification acceptée",
    ALONE: "retour de la salle → rappel de qui reste absent",
    KILLED: "réseau perdu, processus tués au hasard → notification acceptée",
    CLAIMED: "prise par un collègue → autres téléphones prévenus",
    HELD: "téléphone qui a déjà reçu six envois en une minute → notification acceptée",
    ACCEPTED: "alerte levée → acceptée",
    SHOWN: "alerte acceptée → affichée",
    TAKEN: "alerte affichée → prise",
    BEAT: "signe de vie → réponse",
    ANSWER: "réponse validée → question suivante",
}


@dataclass(frozen=True)
class Budget:
    """At most `seconds` for that share of the cases."""

    percent: int
    seconds: float


BUDGETS = {
    CLOSED: Budget(99, 5.0),
    LOST: Budget(99, 16.0),
    CHANGE: Budget(95, 0.5),
    CLAIMED: Budget(95, 1.0),
    OUTAGE: Budget(100, 17.0),
    ALONE: Budget(100, 66.0),
}
ORDINARY = (CLOSED, LOST, CHANGE, CLAIMED)
"""What a room with ordinary misfortunes is to measure."""


@dataclass
class Measures:
    """Durations in seconds, by what they measure; and the requests that had to be made again.

    `promised` is what this room was to measure: nobody closes a window in a quiet one.
    """

    promised: Collection[str] = ORDINARY
    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)

    def add(self, what: str, seconds: float) -> None:
        self.taken[what].append(seconds)

    def percentile(self, what: str, percent: int) -> float | None:
        """By nearest rank: a value that was really measured; None when nothing was."""
        values = sorted(self.taken[what])
        return values[max(0, math.ceil(len(values) * percent / 100) - 1)] if values else None

    def budget(self, what: str) -> Budget | None:
        return BUDGETS.get(what) if what in self.promised else None

    def is_met(self, what: str) -> bool:
        """Whether the promise holds; without a measure it does not."""
        budget = self.budget(what)
        if budget is None:
            return True
        reached = self.percentile(what, budget.percent)
        return reached is not None and reached <= budget.seconds
