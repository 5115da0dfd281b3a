"""Which page of the help answers what a board shows: each state of a candidate, each kind of alert."""

from flask import Flask

from pwa.domain.alerts import Kind
from pwa.domain.attempts import State
from pwa.domain.facts import Connectivity
from pwa.operations.candidate_lines import CandidateLine
from pwa.web.help_table import BY_SLUG, Situation

STATES = {
    State.EXPECTED: "presence",
    State.AUTHORISED: "presence",
    State.ABSENT: "presence",
    State.RUNNING: "pendant",
    State.COMPLETED: "fin",
    State.ENDED_BY_INVIGILATOR: "fin",
    State.ENDED_BY_FINALISATION: "apres",
    State.ENDED_BY_EXPIRY: "temps",
}
LOST = {Connectivity.LOST: "deconnexion", Connectivity.CLOSED: "deconnexion"}
"""What the signs of a running test say before its state does."""
KINDS = {
    Kind.CONNECTION_LOST: "deconnexion",
    Kind.WINDOW_CLOSED: "deconnexion",
    Kind.RESUME_REQUESTED: "deconnexion",
    Kind.SECOND_WINDOW: "ordinateur-change",
    Kind.QUESTION_REPORT: "signalement",
    Kind.ENTRY_REQUESTED: "presence",
    Kind.ADMISSION_LAPSED: "presence",
    Kind.TIME_OVER: "temps",
    Kind.TIME_NEARLY_OVER: "temps",
    Kind.TAB_HIDDEN: "pendant",
    Kind.ROOM_OUTAGE: "hors-ligne",
    Kind.DEVICE_SILENT: "alertes",
}


def register(app: Flask) -> None:
    """Let templates ask: `help_on(kind)` of an alert, `help_for(line)` of a candidate."""
    app.add_template_global(on, "help_on")
    app.add_template_global(of_candidate, "help_for")


def on(kind: str) -> list[Situation]:
    """Return the page that answers an alert."""
    return [BY_SLUG[KINDS[Kind(kind)]]]


def of_candidate(line: CandidateLine) -> list[Situation]:
    """Return the pages that answer what a candidate's sheet shows, each once: its alerts, else where they stand."""
    slugs = [KINDS[Kind(alert.kind)] for alert in line.alerts] or [_standing(line)]
    return [BY_SLUG[slug] for slug in dict.fromkeys(slugs)]


def _standing(line: CandidateLine) -> str:
    state = State(line.state)
    signs = LOST.get(Connectivity(line.connectivity)) if state is State.RUNNING and line.connectivity else None
    return signs or STATES[state]
