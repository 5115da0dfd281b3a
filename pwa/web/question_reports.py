"""Reports on a question, as the board shows them: the question, the reasons it may have, and the decision."""

from dataclasses import dataclass

from flask import Blueprint, Flask, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.clock import utcnow
from pwa.domain import question_reports as rules
from pwa.domain import questions
from pwa.domain.question_reports import Reason
from pwa.domain.questions import Question
from pwa.models.database import database
from pwa.operations import question_reports, rights
from pwa.operations.candidate_lines import CandidateLine
from pwa.operations.question_reports import Decision
from pwa.services import services
from pwa.web.errors import wants_json
from pwa.web.sign_in import person

blueprint = Blueprint("question_reports", __name__)


@dataclass(frozen=True)
class Reported:
    """What is decided of: the question, and the reasons that may be chosen, each with its words."""

    question: Question
    reasons: tuple[tuple[Reason, str], ...]


def register(app: Flask) -> None:
    """Let templates ask: `reported(line)` of a candidate who has made a report."""
    app.add_template_global(reported)


def reported(line: CandidateLine) -> Reported | None:
    """Return what a candidate has reported; None when nothing waits for a decision."""
    report = line.report
    if report is None:
        return None
    question = questions.at(services().questions, report.number, {str(report.number): report.question_id})
    offered = rules.reasons(question, line.extra_time)
    return Reported(question, tuple((reason, rules.LABELS[reason]) for reason in offered))


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/signalement")
@login_required
def decide(number: int, candidate_id: int) -> Response:
    """Validate a report, for a reason, or refuse it."""
    db = database.session()
    candidate = rights.watched_candidate(db, person(), number, candidate_id)
    decision = _read()
    asked = services().questions
    change = question_reports.decide(db, number, candidate.id, person(), utcnow(), decision, asked)
    message = _told(decision, candidate.full_name)
    if wants_json():
        return jsonify(version=change.version, message=message)
    flash(message, "info")
    return redirect(url_for("invigilator.board", number=number))


def _read() -> Decision:
    is_refused = request.form.get("verdict") == "refuse"
    return Decision(request.form.get("report", 0, type=int), None if is_refused else request.form.get("reason", ""))


def _told(decision: Decision, name: str) -> str:
    if decision.reason is None:
        return str(_("Signalement refusé : %(name)s continue la même question.", name=name))
    return str(_("Signalement validé : %(name)s passe à une autre question.", name=name))
