"""The states of a candidate and the legal moves between them, each refusal with its sentence."""

from datetime import datetime
from enum import StrEnum

from pwa.domain import admission
from pwa.domain.errors import Illegal
from pwa.domain.facts import Facts


class State(StrEnum):
    """A candidate as the invigilator sees them."""

    EXPECTED = "expected"
    AUTHORISED = "authorised"
    ABSENT = "absent"
    RUNNING = "running"
    COMPLETED = "completed"
    ENDED_BY_INVIGILATOR = "ended_by_invigilator"
    ENDED_BY_FINALISATION = "ended_by_finalisation"
    ENDED_BY_EXPIRY = "ended_by_expiry"


class Move(StrEnum):
    """What an invigilator can do to a candidate."""

    CONFIRM = "confirm"
    ABSENT = "absent"
    CANCEL = "cancel"
    RESUME = "resume"
    END = "end"


LABELS = {
    State.EXPECTED: "Attendu",
    State.AUTHORISED: "Présent",
    State.ABSENT: "Absent",
    State.RUNNING: "En cours",
    State.COMPLETED: "Terminé",
    State.ENDED_BY_INVIGILATOR: "Terminé par le surveillant",
    State.ENDED_BY_FINALISATION: "Terminé par la finalisation",
    State.ENDED_BY_EXPIRY: "Délai dépassé",
}

OVER = frozenset(
    {State.COMPLETED, State.ENDED_BY_INVIGILATOR, State.ENDED_BY_FINALISATION, State.ENDED_BY_EXPIRY},
)

NOT_STARTED = "Ce candidat n'a pas commencé son test."
STARTED = "Ce candidat a déjà commencé son test. Pour le laisser revenir, autorisez la reprise."
ALREADY_OVER = "Le test de ce candidat est terminé."

REFUSALS: dict[State, dict[Move, str]] = {
    State.EXPECTED: {
        Move.CANCEL: "La présence de ce candidat n'est pas confirmée : il n'y a rien à annuler.",
        Move.RESUME: NOT_STARTED,
        Move.END: NOT_STARTED,
    },
    State.AUTHORISED: {
        Move.CONFIRM: "La présence de ce candidat est déjà confirmée.",
        Move.ABSENT: "La présence de ce candidat est confirmée. Annulez la confirmation avant de le marquer absent.",
        Move.RESUME: NOT_STARTED,
        Move.END: NOT_STARTED,
    },
    State.ABSENT: {
        Move.ABSENT: "Ce candidat est déjà marqué absent.",
        Move.CANCEL: "Ce candidat est marqué absent : il n'y a pas de confirmation à annuler.",
        Move.RESUME: NOT_STARTED,
        Move.END: NOT_STARTED,
    },
    State.RUNNING: {
        Move.CONFIRM: STARTED,
        Move.ABSENT: "Ce candidat a commencé son test : il ne peut plus être marqué absent.",
        Move.CANCEL: STARTED,
    },
} | {state: dict.fromkeys(Move, ALREADY_OVER) for state in OVER}
"""The table of moves: what is not refused here is legal."""


def state(facts: Facts, now: datetime) -> State:
    """Return the state of a candidate, computed from what is known."""
    if facts.test is not None:
        return State(facts.test.state)
    if admission.is_live(facts.admitted_until, now):
        return State.AUTHORISED
    return State.ABSENT if facts.absent else State.EXPECTED


def legal_moves(facts: Facts, now: datetime) -> tuple[Move, ...]:
    """Return what the invigilator may do now, in the order of the table."""
    refused = REFUSALS[state(facts, now)]
    return tuple(move for move in Move if move not in refused)


def check(move: Move, facts: Facts, now: datetime) -> None:
    """Raise `Illegal` with its sentence when the move is not allowed."""
    sentence = REFUSALS[state(facts, now)].get(move)
    if sentence:
        raise Illegal(sentence)
