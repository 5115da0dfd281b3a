"""The centre sets a session's alerts: when more people are rung, and whose rooms are next door."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.clock import utcnow
from pwa.models.database import database
from pwa.operations import readiness, rights, session_alerts
from pwa.web.ladder_form import LadderForm
from pwa.web.sign_in import person

blueprint = Blueprint("session_alerts", __name__)

Page = str | Response | tuple[str, int]


@blueprint.route("/centre/sessions/<int:number>/alertes", methods=["GET", "POST"])
@login_required
def edit(number: int) -> Page:
    """Show and keep the ladder's delays and the neighbours."""
    db, now = database.session(), utcnow()
    session = rights.staffed_session(db, person(), number)
    form, ticked = LadderForm(data=LadderForm.of(session.ladder)), set(request.form.getlist("neighbour", type=int))
    if form.validate_on_submit():
        session_alerts.arrange(db, session, form.ladder, ticked, person(), now)
        flash(_("Les alertes de la session sont réglées."), "info")
        return redirect(url_for("centre.session", number=number))
    chosen = ticked if form.errors else session_alerts.neighbours(db, session.id)
    page = render_template(
        "centre/alerts.html",
        session=session,
        form=form,
        nearby=session_alerts.nearby(db, session),
        chosen=chosen,
        invigilators=readiness.of_session(db, session.id, now),
    )
    return page, 422 if form.errors else 200
