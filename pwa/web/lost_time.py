"""Lost time: one tap gives it back, to one candidate or to all whom an outage hit; one more says no."""

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain.words import ABOUT, Sentence
from pwa.models.database import database
from pwa.models.tables import Candidate
from pwa.operations import lost_time, rights
from pwa.operations.lost_time import Compensated
from pwa.web.errors import wants_json
from pwa.web.sign_in import person

blueprint = Blueprint("lost_time", __name__)


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/temps-perdu")
@login_required
def compensate(number: int, candidate_id: int) -> Response:
    """Give one candidate back what they lost."""
    db = database.session()
    rights.watched_session(db, person(), number)
    done = lost_time.compensate(db, number, candidate_id, person(), utcnow(), _shown())
    ((name, minutes),) = done.minutes.items()
    message = ngettext("%(num)s minute ajoutée : %(name)s.", "%(num)s minutes ajoutées : %(name)s.", minutes, name=name)
    return _done(number, done.change.version, message)


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/temps-perdu/refuser")
@login_required
def decline(number: int, candidate_id: int) -> Response:
    """Give nothing back to one candidate."""
    db = database.session()
    rights.watched_session(db, person(), number)
    change = lost_time.decline(db, number, candidate_id, person(), utcnow(), _shown())
    name = db.get_one(Candidate, candidate_id).full_name
    return _done(number, change.version, _("Temps perdu non accordé : %(name)s.", name=name))


@blueprint.post("/sessions/<int:number>/surveiller/coupures/<int:span_id>/temps")
@login_required
def compensate_shared(number: int, span_id: int) -> Response:
    """Give all whom an outage hit what each of them lost."""
    db = database.session()
    rights.watched_session(db, person(), number)
    done = lost_time.compensate_shared(db, number, span_id, person(), utcnow(), _shown())
    message = ngettext(
        "Temps perdu accordé à %(num)s candidat.", "Temps perdu accordé à %(num)s candidats.", len(done.minutes)
    )
    return _done(number, done.change.version, message, _refusals(done))


def _shown() -> int:
    """The minutes that the button proposed."""
    return request.form.get("minutes", 0, type=int)


def _refusals(done: Compensated) -> str | None:
    return "\n".join(say(Sentence(ABOUT, name=name, why=why)) for name, why in done.refused) or None


def _done(number: int, version: int, message: str, detail: str | None = None) -> Response:
    if wants_json():
        return jsonify(version=version, message=message, detail=detail)
    for text, category in ((message, "info"), (detail, "error")):
        if text:
            flash(text, category)
    return redirect(url_for("invigilator.board", number=number))
