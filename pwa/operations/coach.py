"""The coach: the one thing that a person who practises should do next, as their board stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pwa.domain import scenario
from pwa.operations.alert_lines import AlertLine
from pwa.operations.candidate_lines import CandidateLine

BY_KIND = {
    "entry_requested": "confirm",
    "admission_lapsed": "confirm",
    "resume_requested": "resume",
    "second_window": "choose",
    "time_over": "end",
}
"""Alerts that the board itself answers; for the others somebody goes there."""


@dataclass(frozen=True)
class Mark:
    """What to do (`what` is a word of templates/training/_coach.html), about which candidate, from which alert.

    `several` counts those who are to be let in together.
    """

    what: str
    name: str = ""
    candidate: int | None = None
    alert: int | None = None
    several: int = 0


class Room(Protocol):
    """What is read of a board."""

    @property
    def alerts(self) -> tuple[AlertLine, ...]: ...
    @property
    def candidates(self) -> tuple[CandidateLine, ...]: ...


def mark(room: Room) -> Mark:
    """Return the next thing to do: whoever calls first, then whoever is expected, then to wait."""
    of_candidates = [alert for alert in room.alerts if alert.full_name and alert.kind != "time_nearly_over"]
    waiting = [alert for alert in of_candidates if not (alert.mine and alert.kind not in BY_KIND)]
    if waiting:
        return _about(BY_KIND.get(waiting[0].kind, "go"), waiting[0])
    if of_candidates:
        return _about("wait", of_candidates[0])
    return _admit(room.candidates)


def _about(what: str, alert: AlertLine) -> Mark:
    return Mark(what, alert.full_name or "", alert.candidate_id, alert.id)


def _admit(candidates: Sequence[CandidateLine]) -> Mark:
    """Those who ask come first, each by themselves; then the one who is missing, then all the others at once."""
    listed = sorted(candidates, key=lambda line: line.id)
    expected = [line for line in listed if line.state == "expected"]
    if any(line in expected for who, line in enumerate(listed) if scenario.asks(who)):
        return Mark("watch")
    missing = [line for who, line in enumerate(listed) if scenario.never_comes(who)]
    for line in missing:
        if line in expected:
            return Mark("absent", line.full_name, line.id)
    if expected:
        return Mark("select", several=len(expected))
    if any(line.state == "running" or (line.state == "authorised" and line not in missing) for line in listed):
        return Mark("calm")
    return Mark("done")
