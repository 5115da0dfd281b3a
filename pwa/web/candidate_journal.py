"""A candidate's journal: all that was done about them, for those who watch the session."""

from flask import Blueprint, render_template
from flask_login import login_required

from pwa.models.database import database
from pwa.operations import candidate_journal, rights
from pwa.web.sign_in import person

blueprint = Blueprint("journal", __name__)


@blueprint.get("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/journal")
@login_required
def show(number: int, candidate_id: int) -> str:
    """Show every line, newest first."""
    db = database.session()
    candidate = rights.watched_candidate(db, person(), number, candidate_id)
    entries = candidate_journal.of_candidate(db, number, candidate.id)
    return render_template("invigilator/journal.html", session=candidate.session, candidate=candidate, entries=entries)
