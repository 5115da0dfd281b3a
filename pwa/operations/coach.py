"""The coach: the one thing that a person who practises should do next, as their board stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

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
    """What to do (`what` is a word of templates/training/_coach.html), about whom, and the id of what to touch."""

    what: str
    name: str = ""
    target: str = ""


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
        return _answer(waiting[0])
    if of_candidates:
        return Mark("wait", of_candidates[0].full_name or "", f"card-{of_candidates[0].id}")
    return _admit(room.candidates)


def _answer(alert: AlertLine) -> Mark:
    name, what = alert.full_name or "", BY_KIND.get(alert.kind, "go")
    return Mark(what, name, f"card-{alert.id}")


def _admit(candidates: Sequence[CandidateLine]) -> Mark:
    expected = [line for line in candidates if line.state == "expected"]
    missing = max(candidates, key=lambda line: line.id, default=None)
    started = any(line.started_at for line in candidates)
    if expected and not started:
        return Mark("watch")
    if missing in expected and missing:
        return Mark("absent", missing.full_name, f"candidate-{missing.id}")
    if expected:
        return Mark("select", target="several")
    if any(line.state == "running" or (line.state == "authorised" and line != missing) for line in candidates):
        return Mark("calm")
    return Mark("done")
