"""One alert on a page of its own: where a tapped notification leads those who have no board to go to."""

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.clock import utcnow
from pwa.models.database import database
from pwa.operations import alert_sheets, changes, claims, rights
from pwa.operations.changes import Change
from pwa.web.errors import wants_json
from pwa.web.sign_in import person

blueprint = Blueprint("alert", __name__)


@blueprint.get("/alertes/<int:alert_id>")
@login_required
def show(alert_id: int) -> str:
    """Show an alert, open or closed."""
    return render_template("alert/show.html", sheet=alert_sheets.read(database.session(), person(), alert_id, utcnow()))


@blueprint.post("/alertes/<int:alert_id>/prendre")
@login_required
def claim(alert_id: int) -> Response:
    """Take it: « J'y vais »."""
    change = _begin(alert_id)
    claims.claim(change, alert_id, person())
    return _done(change, alert_id)


@blueprint.post("/alertes/<int:alert_id>/rendre")
@login_required
def give_back(alert_id: int) -> Response:
    """Give it back: « Je ne peux pas »."""
    change = _begin(alert_id)
    claims.give_back(change, alert_id, person())
    return _done(change, alert_id, _("Alerte rendue : les autres sont appelés."))


def _begin(alert_id: int) -> Change:
    """Open the change for whoever may read the alert; taking it needs more, as the verb says."""
    db = database.session()
    alert = rights.reachable_alert(db, person(), alert_id)
    return changes.begin(db, alert.session_id, changes.by_account(person().id), utcnow())


def _done(change: Change, alert_id: int, message: str | None = None) -> Response:
    if wants_json():
        return jsonify(version=change.version, message=message)
    if message:
        flash(message, "info")
    return redirect(url_for("alert.show", alert_id=alert_id))
