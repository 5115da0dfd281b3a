"""Spans: the stretches of a test that were not plainly heard, and what caused each."""

from dataclasses import dataclass
from enum import StrEnum


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
    RELOAD = "reload"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a cause; `costs_time` tells whether the candidate lost time by it."""

    label: str
    signal: str
    costs_time: bool = True


WORDS = {
    Cause.UNKNOWN: Words("signal perdu", "lost"),
    Cause.CLOSED: Words("fenêtre fermée", "lost"),
    Cause.NETWORK: Words("réseau coupé", "lost"),
    Cause.ROOM: Words("réseau de la salle coupé", "lost"),
    Cause.ASLEEP: Words("ordinateur en veille", "lost"),
    Cause.FROZEN: Words("page figée", "lost"),
    Cause.CRASH: Words("navigateur ou ordinateur redémarré", "lost"),
    Cause.MOVED: Words("changement d'ordinateur", "lost"),
    Cause.OURS: Words("interruption de notre service", "unstable"),
    Cause.RELOAD: Words("page rechargée", "connected", costs_time=False),
    Cause.HIDDEN: Words("onglet masqué", "hidden", costs_time=False),
}
