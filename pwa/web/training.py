"""Training: a room of one's own to practise in, begun, speeded up, stopped."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.clock import utcnow
from pwa.domain.errors import Missing
from pwa.models.database import database
from pwa.operations import trainings
from pwa.web.sign_in import person

blueprint = Blueprint("training", __name__)


@blueprint.get("/entrainement")
@login_required
def index() -> str:
    """Say what a training is, and lead to the one that is under way."""
    return render_template("training/index.html", training=trainings.of(database.session(), person()))


@blueprint.post("/entrainement/commencer")
@login_required
def begin() -> Response:
    """Begin, or begin again: the room that was there is erased."""
    training = trainings.begin(database.session(), person(), _("Entraînement"), utcnow())
    return redirect(url_for("invigilator.board", number=training.session_id))


@blueprint.post("/entrainement/plus-vite")
@login_required
def hurry() -> Response:
    """Have the room live twice as fast."""
    training = trainings.hurry(database.session(), person(), utcnow())
    if training is None:
        raise Missing
    flash(_("Tout va maintenant deux fois plus vite."))
    return redirect(url_for("invigilator.board", number=training.session_id))


@blueprint.post("/entrainement/arreter")
@login_required
def stop() -> Response:
    """Erase the room."""
    trainings.stop(database.session(), person())
    flash(_("Entraînement terminé : il n'en reste rien."))
    return redirect(url_for("shell.home"))
