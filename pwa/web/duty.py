"""Duty: the page that proves a phone in ten seconds, standing down, and the pulse that the board asks for."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from pwa.clock import utcnow
from pwa.models.base import begin_writing
from pwa.models.database import database
from pwa.operations import duties, pulse, rights
from pwa.transactions import opening_late, writing
from pwa.web.fragments import pulse_fragments
from pwa.web.sign_in import person

blueprint = Blueprint("duty", __name__)


@blueprint.get("/sessions/<int:number>/surveiller/poste")
@login_required
def index(number: int) -> str:
    """Show what proves this phone, filled in by the page, and who is on duty already."""
    db = database.session()
    session = rights.watched_session(db, person(), number)
    return render_template("invigilator/duty.html", session=session, pulse=pulse.take(db, session, person(), utcnow()))


@blueprint.post("/sessions/<int:number>/surveiller/poste/relever")
@login_required
def relieve(number: int) -> BaseResponse:
    """Stand down: this person's phone answers for the session no more."""
    db = database.session()
    rights.watched_session(db, person(), number)
    duties.relieve(db, person(), number, utcnow())
    flash(_("Vous n'êtes plus de poste. Vos téléphones sonnent encore, mais personne ne compte sur eux."))
    return redirect(url_for("invigilator.board", number=number))


@blueprint.get("/sessions/<int:number>/surveiller/pouls")
@writing
@opening_late
@login_required
def take_pulse(number: int) -> Response:
    """Give how fresh the board is, who can be called and what is wrong with us; keep that the board is in front."""
    db, now = database.session(), utcnow()
    session = rights.watched_session(db, person(), number)
    if pulse.must_be_noted(db, person(), number, now):
        begin_writing(db)
        pulse.keep_seen(db, person(), number, now)
    return jsonify(now=now.isoformat(), fragments=pulse_fragments(pulse.take(db, session, person(), now)))
