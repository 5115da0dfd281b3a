"""Notes: an invigilator writes about a candidate from their sheet, and takes it back."""

from datetime import datetime

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.clock import utcnow
from pwa.domain.writing import several_lines
from pwa.models.database import database
from pwa.operations import notes, rights
from pwa.operations.changes import Change
from pwa.operations.notes import Words
from pwa.web.errors import wants_json
from pwa.web.sign_in import person

blueprint = Blueprint("notes", __name__)


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/notes")
@login_required
def add(number: int, candidate_id: int) -> Response:
    """Keep a note; the answer says how to undo it."""
    db = database.session()
    candidate = rights.watched_candidate(db, person(), number, candidate_id)
    change, note = notes.add(db, number, candidate.id, person(), Words(_written(), _given_at()), utcnow())
    undo = {"url": url_for(".withdraw", number=number, note_id=note.id), "label": _("Annuler")}
    return _done(change, _("Note ajoutée : %(name)s.", name=candidate.full_name), undo)


@blueprint.post("/sessions/<int:number>/surveiller/notes/<int:note_id>/annuler")
@login_required
def withdraw(number: int, note_id: int) -> Response:
    """Take a note back."""
    db = database.session()
    rights.watched_session(db, person(), number)
    return _done(notes.withdraw(db, number, note_id, person(), utcnow()), _("Note annulée."))


def _written() -> str:
    """The words, without what is no writing; browsers send two characters for a new line."""
    return several_lines(request.form.get("text", ""))


def _given_at() -> datetime | None:
    """When the device says that it was asked to; None when it does not, or not in ISO 8601 with an offset."""
    try:
        given = datetime.fromisoformat(request.headers.get("X-Given-At", ""))
    except ValueError:
        return None
    return given if given.tzinfo else None


def _done(change: Change, message: str, undo: dict[str, str] | None = None) -> Response:
    if wants_json():
        return jsonify(version=change.version, message=message, undo=undo)
    flash(message, "info")
    return redirect(url_for("invigilator.board", number=change.session_id))
