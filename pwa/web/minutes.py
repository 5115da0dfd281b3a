"""Minutes: the invigilator gives time to one candidate from their sheet, to several or to all from a page."""

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask_babel import ngettext
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain.errors import Illegal, Invalid
from pwa.domain.words import ABOUT, Sentence
from pwa.models.database import database
from pwa.models.tables import CertificationSession
from pwa.operations import board, grants, rights
from pwa.operations.grants import Granted
from pwa.web.errors import wants_json
from pwa.web.grant_form import GrantForm, told
from pwa.web.sign_in import person

blueprint = Blueprint("minutes", __name__)

Page = str | Response | tuple[str, int]


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/temps")
@login_required
def grant(number: int, candidate_id: int) -> Response:
    """Give one candidate time."""
    db = database.session()
    candidate = rights.watched_candidate(db, person(), number, candidate_id)
    terms = GrantForm().terms
    change = grants.grant(db, number, candidate.id, person(), utcnow(), terms)
    message = told(terms, candidate.full_name)
    if wants_json():
        return jsonify(version=change.version, message=message)
    flash(message, "info")
    return redirect(url_for("invigilator.board", number=number))


@blueprint.route("/sessions/<int:number>/surveiller/temps", methods=["GET", "POST"])
@login_required
def grant_several(number: int) -> Page:
    """Give several candidates time, or all who are in the test."""
    db, form = database.session(), GrantForm()
    session = rights.watched_session(db, person(), number)
    if not form.is_submitted():
        return _page(session, form)
    try:
        terms = form.terms
        done = grants.grant_several(db, number, form.ticked, person(), utcnow(), terms)
    except (Invalid, Illegal) as refused:
        db.rollback()
        form.form_errors = [say(refused.sentence)]
        return _page(session, form), 422
    flash(told(terms, ngettext("%(num)s candidat", "%(num)s candidats", done.count)), "info")
    _tell_refused(done)
    return redirect(url_for("invigilator.board", number=number))


def _page(session: CertificationSession, form: GrantForm) -> str:
    read = board.read(database.session(), session, person(), utcnow())
    return render_template("invigilator/minutes.html", board=read, form=form)


def _tell_refused(done: Granted) -> None:
    for name, why in done.refused:
        flash(say(Sentence(ABOUT, name=name, why=why)), "error")
