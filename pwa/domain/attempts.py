"""The states of a candidate and the legal moves between them, each refusal with its sentence."""

from datetime import datetime
from enum import StrEnum

from pwa.domain import admission, endings, question_reports, windows
from pwa.domain.errors import Illegal
from pwa.domain.facts import Facts
from pwa.domain.words import N_


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
    EXPECT = "expect"
    CANCEL = "cancel"
    RESUME = "resume"
    KEEP = "keep"
    HAND_OVER = "hand_over"
    DECIDE = "decide"
    GRANT = "grant"
    END = "end"
    REOPEN = "reopen"


LABELS = {
    State.EXPECTED: N_("Attendu"),
    State.AUTHORISED: N_("Présent"),
    State.ABSENT: N_("Absent"),
    State.RUNNING: N_("En cours"),
} | {State(ending): words.label for ending, words in endings.WORDS.items()}

OVER = frozenset(
    {State.COMPLETED, State.ENDED_BY_INVIGILATOR, State.ENDED_BY_FINALISATION, State.ENDED_BY_EXPIRY},
)

NOT_STARTED = N_("Ce candidat n'a pas commencé son test.")
STARTED = N_("Ce candidat a déjà commencé son test. Pour le laisser revenir, autorisez la reprise.")
ALREADY_OVER = N_("Le test de ce candidat est terminé.")
NOT_ABSENT = N_("Ce candidat n'est pas marqué absent : il n'y a rien à annuler.")
NOT_OVER = N_("Le test de ce candidat n'est pas terminé : il n'y a rien à rouvrir.")

NO_MORE: dict[Move, str] = {move: ALREADY_OVER for move in Move if move is not Move.REOPEN}
UNCLAIMED = {Move.KEEP: windows.NO_OTHER_WINDOW, Move.HAND_OVER: windows.NO_OTHER_ACCOUNT}
NOT_YET = UNCLAIMED | dict.fromkeys((Move.RESUME, Move.DECIDE, Move.GRANT, Move.END, Move.REOPEN), NOT_STARTED)

REFUSALS: dict[State, dict[Move, str]] = {
    State.EXPECTED: {
        Move.EXPECT: NOT_ABSENT,
        Move.CANCEL: N_("La présence de ce candidat n'est pas confirmée : il n'y a rien à annuler."),
        **NOT_YET,
    },
    State.AUTHORISED: {
        Move.CONFIRM: N_("La présence de ce candidat est déjà confirmée."),
        Move.ABSENT: N_(
            "La présence de ce candidat est confirmée. Annulez la confirmation avant de le marquer absent."
        ),
        Move.EXPECT: NOT_ABSENT,
        **NOT_YET,
    },
    State.ABSENT: {
        Move.ABSENT: N_("Ce candidat est déjà marqué absent."),
        Move.CANCEL: N_("Ce candidat est marqué absent : il n'y a pas de confirmation à annuler."),
        **NOT_YET,
    },
    State.RUNNING: {
        Move.CONFIRM: STARTED,
        Move.ABSENT: N_("Ce candidat a commencé son test : il ne peut plus être marqué absent."),
        Move.EXPECT: NOT_ABSENT,
        Move.CANCEL: STARTED,
        Move.REOPEN: NOT_OVER,
        Move.DECIDE: question_reports.NO_REPORT,
        **UNCLAIMED,
    },
    State.COMPLETED: {
        **NO_MORE,
        Move.REOPEN: N_("Ce candidat a répondu à toutes les questions : son test ne peut pas être rouvert."),
    },
    State.ENDED_BY_INVIGILATOR: NO_MORE,
    State.ENDED_BY_FINALISATION: {
        **NO_MORE,
        Move.REOPEN: N_("La session est finalisée : ce test ne peut plus être rouvert."),
    },
    State.ENDED_BY_EXPIRY: {
        **NO_MORE,
        Move.REOPEN: N_("Le temps de ce test est écoulé : il ne peut pas être rouvert."),
    },
}
"""The table of moves: what is not refused here is legal.

Who may reopen, and until when, is in `endings`. While another window or account claims, it may be kept out or let in;
while a question is reported, it may be decided.
"""


def state(facts: Facts, now: datetime) -> State:
    """Return the state of a candidate, computed from what is known."""
    if facts.test is not None:
        return State(facts.test.state)
    if admission.is_live(facts.admitted_until, now):
        return State.AUTHORISED
    return State.ABSENT if facts.absent else State.EXPECTED


def legal_moves(facts: Facts, now: datetime, account_id: int | None = None) -> tuple[Move, ...]:
    """Return what this invigilator may do now, in the order of the table."""
    return tuple(move for move in Move if refusal(move, facts, now, account_id) is None)


def check(move: Move, facts: Facts, now: datetime, account_id: int | None = None) -> None:
    """Raise `Illegal` with its sentence when the move is not allowed."""
    sentence = refusal(move, facts, now, account_id)
    if sentence:
        raise Illegal(sentence)


def refusal(move: Move, facts: Facts, now: datetime, account_id: int | None = None) -> str | None:
    """Return the sentence that refuses a move, None when it is legal; only a reopening depends on who asks."""
    where = state(facts, now)
    if where not in OVER and _answers_a_call(move, facts, now):
        return None
    sentence = REFUSALS[where].get(move)
    if sentence is None and move is Move.REOPEN:
        return endings.refusal(facts.test, account_id, now)
    return sentence


def _answers_a_call(move: Move, facts: Facts, now: datetime) -> bool:
    match move:
        case Move.DECIDE:
            return facts.reported is not None
        case Move.KEEP:
            return facts.rival_id is not None or windows.is_second(facts, now)
        case Move.HAND_OVER:
            return facts.rival_id is not None
        case _:
            return False
