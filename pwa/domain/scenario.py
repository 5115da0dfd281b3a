"""The scenario of a training: what its made-up candidates do, when, and what must have been done before."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pwa.domain.cast import Role
from pwa.domain.questions import Question

ORDINARY, FASTEST = 100, 200
"""Speeds, in percent: five minutes, and what leaves a test longer than the delays after which a loss is noticed."""
CANDIDATES = 24
ROLES = {3: Role.CLOSES, 4: Role.LOSES, 5: Role.MOVES, 6: Role.STAYS, CANDIDATES - 1: Role.MISSES}
"""Who lives what, by place in the list; the others finish in time."""
LASTS = timedelta(hours=1)
KEPT = timedelta(minutes=15)
"""How long a training stays, from its beginning, and from its end."""
MINUTES = 4
"""The test's, at the ordinary speed."""
WARNED = (1,)
ENTERS_AFTER = timedelta(seconds=2)
"""From the confirmed presence to the first question."""
BEATS_EVERY = timedelta(seconds=3)
QUESTIONS = tuple(Question(f"essai-{n}", "single", "Question d'essai", choices=("a", "b")) for n in range(1, 4))


class Act(StrEnum):
    """What a candidate does once, at its hour."""

    ASKS = "asks to enter"
    CLOSES = "closes the window"
    RETURNS = "asks to come back"
    FALLS_SILENT = "loses the network"
    IS_HEARD = "finds the network again"
    MOVES = "opens the test on another machine"
    NOTHING = "lets time pass"


class Gate(StrEnum):
    """What must be true before a step is played; the scenario's clock waits for it."""

    OPEN = "nothing"
    CALM = "their test runs, and nobody calls"
    GONE = "their page was found gone"
    OVER = "nobody has anything left to do"


@dataclass(frozen=True)
class Step:
    """One step: due `at` seconds of the scenario."""

    at: float
    who: int
    act: Act
    gate: Gate = Gate.OPEN


STEPS = (
    Step(3, 0, Act.ASKS),
    Step(9, 1, Act.ASKS),
    Step(12, 2, Act.ASKS),
    Step(55, 3, Act.CLOSES, Gate.CALM),
    Step(60, 3, Act.NOTHING, Gate.GONE),
    Step(75, 3, Act.RETURNS),
    Step(100, 4, Act.FALLS_SILENT, Gate.CALM),
    Step(115, 4, Act.NOTHING, Gate.GONE),
    Step(130, 4, Act.IS_HEARD),
    Step(155, 5, Act.MOVES, Gate.CALM),
    Step(200, 6, Act.NOTHING, Gate.OVER),
)
AWAY = {Act.CLOSES: Act.RETURNS, Act.FALLS_SILENT: Act.IS_HEARD}
"""What takes a candidate away, and what brings them back."""


@dataclass(frozen=True)
class Seen:
    """What is true of a step's candidate, and of the room: `calm` when nobody calls, `done` when nothing is left."""

    running: bool = False
    gone: bool = False
    over: bool = False
    calm: bool = False
    done: bool = False


def role(who: int) -> Role:
    """Return what the candidate at that place lives."""
    return ROLES.get(who, Role.FINISHES)


def next_step(played: int) -> Step | None:
    """Return the step that follows those played, None when all are."""
    return STEPS[played] if played < len(STEPS) else None


def due_at(step: Step, begun_at: datetime, speed: int) -> datetime:
    """Return when a step is due."""
    return begun_at + timedelta(seconds=step.at * ORDINARY / speed)


def is_ready(step: Step, seen: Seen) -> bool:
    """Tell whether its gate is open; whoever is over already keeps nobody waiting."""
    match step.gate:
        case Gate.CALM:
            return seen.over or (seen.running and seen.calm)
        case Gate.GONE:
            return seen.over or seen.gone
        case Gate.OVER:
            return seen.done
        case _:
            return True


def begun_at(step: Step, now: datetime, speed: int) -> datetime:
    """Return when the scenario would have begun, were that step due now: the clock has waited for the person."""
    return now - timedelta(seconds=step.at * ORDINARY / speed)


def hurried(begun_at: datetime, speed: int, now: datetime) -> tuple[datetime, int]:
    """Return the beginning and the speed of a scenario that goes twice as fast from now on."""
    faster = min(2 * speed, FASTEST)
    return now - (now - begun_at) * speed / faster, faster


def asks(who: int) -> bool:
    """Tell whether the candidate asks to come in, instead of waiting to be seen."""
    return any(step.who == who and step.act is Act.ASKS for step in STEPS)


def never_comes(who: int) -> bool:
    """Tell whether the candidate is missing for good."""
    return role(who) is Role.MISSES


def is_here(who: int, played: int) -> bool:
    """Tell whether the candidate would come in now, were they let in."""
    asked = [index for index, step in enumerate(STEPS) if step.who == who and step.act is Act.ASKS]
    return not never_comes(who) and all(index < played for index in asked) and not is_away(who, played)


def is_away(who: int, played: int) -> bool:
    """Tell whether the candidate's page is closed, or not heard."""
    acts = [step.act for step in STEPS[:played] if step.who == who]
    return any(gone in acts and back not in acts for gone, back in AWAY.items())


def has_moved(who: int, played: int) -> bool:
    """Tell whether the candidate sits at another machine."""
    return any(step.who == who and step.act is Act.MOVES for step in STEPS[:played])


def answers_at(who: int, played: int, question: int, started_at: datetime, ends_at: datetime) -> datetime | None:
    """Return when the candidate answers that question (from 1); None when they will not, or not yet.

    The last answer ends the test: whoever has something to live first gives it afterwards.
    """
    last = question == len(QUESTIONS)
    if last and (role(who) is Role.STAYS or any(step.who == who for step in STEPS[played:])):
        return None
    share = (0.4 + 0.3 * (who % 8) / 8) * question / len(QUESTIONS)
    return started_at + (ends_at - started_at) * share
