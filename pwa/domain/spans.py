"""Spans: the stretches of a test that were not plainly heard, and what caused each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pwa.domain.connectivity import GRACE, LAST_PACE, LOST_AFTER, PACE
from pwa.domain.facts import Connectivity
from pwa.domain.words import N_

TOGETHER = timedelta(seconds=10)
"""Pages of one room that fall silent within this time fell silent together."""
ROOM_AT_LEAST = 3


class Cause(StrEnum):
    """Why a test page was not plainly heard for a while; `UNKNOWN` as long as nothing explains the silence."""

    UNKNOWN = "unknown"
    CLOSED = "closed"
    NETWORK = "network"
    ROOM = "room"
    ASLEEP = "asleep"
    FROZEN = "frozen"
    CRASH = "crash"
    MOVED = "moved"
    OURS = "ours"
    ENDED = "ended"
    RELOAD = "reload"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a cause; `costs_time` tells whether the candidate lost time by it."""

    label: str
    signal: str
    costs_time: bool = True


WORDS = {
    Cause.UNKNOWN: Words(N_("signal perdu"), "lost"),
    Cause.CLOSED: Words(N_("fenêtre fermée"), "lost"),
    Cause.NETWORK: Words(N_("réseau coupé"), "lost"),
    Cause.ROOM: Words(N_("réseau de la salle coupé"), "lost"),
    Cause.ASLEEP: Words(N_("ordinateur en veille"), "lost"),
    Cause.FROZEN: Words(N_("page figée"), "lost"),
    Cause.CRASH: Words(N_("navigateur ou ordinateur redémarré"), "lost"),
    Cause.MOVED: Words(N_("changement d'ordinateur"), "lost"),
    Cause.OURS: Words(N_("interruption de notre service"), "unstable"),
    Cause.ENDED: Words(N_("test terminé, puis rouvert"), "over", costs_time=False),
    Cause.RELOAD: Words(N_("page rechargée"), "connected", costs_time=False),
    Cause.HIDDEN: Words(N_("onglet masqué"), "hidden", costs_time=False),
}

LABELS = {
    Connectivity.LOST: Cause.UNKNOWN,
    Connectivity.UNSTABLE: Cause.UNKNOWN,
    Connectivity.CLOSED: Cause.CLOSED,
    Connectivity.HIDDEN: Cause.HIDDEN,
}
"""What can be said of a page as long as it has not come back."""


@dataclass(frozen=True, slots=True)
class Return:
    """A page that came back, and what its silence left behind.

    `silence` is measured here, `progress` by the page's own monotonic clock (None when nothing can be compared);
    `kept` counts the signs that the page could not send meanwhile, `ours` tells that we were away ourselves,
    `together` that the room fell silent at once.
    """

    silence: timedelta
    said_goodbye: bool = False
    new_page: bool = False
    other_machine: bool = False
    kept: int = 0
    progress: timedelta | None = None
    ours: bool = False
    together: bool = False


def explain(back: Return) -> Cause:
    """Return what a silence was: the first rule that holds."""
    return next((cause for cause, holds in RULES if holds(back)), Cause.UNKNOWN)


def _stalled(back: Return) -> bool:
    """The page's clock stood still for most of it."""
    return back.progress is not None and back.progress * 2 < back.silence


def _did_not_run(back: Return) -> bool:
    """The page's clock went on, yet it did not try to send a quarter of its signs."""
    return back.progress is not None and back.kept * 4 * PACE < back.silence


RULES: tuple[tuple[Cause, Callable[[Return], bool]], ...] = (
    (Cause.RELOAD, lambda back: back.said_goodbye and back.new_page and back.silence <= GRACE),
    (Cause.CLOSED, lambda back: back.said_goodbye),
    (Cause.MOVED, lambda back: back.new_page and back.other_machine),
    (Cause.OURS, lambda back: back.ours),
    (Cause.CRASH, lambda back: back.new_page),
    (Cause.ASLEEP, _stalled),
    (Cause.FROZEN, _did_not_run),
    (Cause.ROOM, lambda back: back.together),
    (Cause.NETWORK, lambda back: back.kept > 0),
)


def progress(before: int | None, after: int | None) -> timedelta | None:
    """Return how far a page's own clock (milliseconds) went, None when it does not say or makes no sense."""
    if before is None or after is None or after < before:
        return None
    return timedelta(milliseconds=after - before)


def possible_beats(silence: timedelta, said: int) -> int:
    """Return how many signs were kept for later, never more than could have been made."""
    return min(said, silence // LAST_PACE + 1)


def is_ours(began_at: datetime, ended_at: datetime, away: tuple[datetime, datetime] | None) -> bool:
    """Tell whether a silence is our own absence: the page was there before, and came back in time after us."""
    if away is None:
        return False
    absent_from, resumed_at = away
    return absent_from - LOST_AFTER <= began_at <= resumed_at and ended_at <= resumed_at + LOST_AFTER


def is_together(silent: int, running: int) -> bool:
    """Tell whether so many of a room's running tests fell silent together that it is the room's network."""
    return silent >= ROOM_AT_LEAST and silent * 3 >= running
