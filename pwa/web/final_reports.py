"""Reports on candidates: the page on which staff say what the finalisation will tell of each."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.adapters.spoken import later, say
from pwa.clock import utcnow
from pwa.domain import final_reports as rules
from pwa.domain.errors import Invalid
from pwa.models.database import database
from pwa.models.tables import CertificationSession
from pwa.operations import final_reports, namesakes, rights, sessions
from pwa.web.forms import FinalReportForm
from pwa.web.sign_in import person

blueprint = Blueprint("final_reports", __name__)

Page = str | Response | tuple[str, int]


@blueprint.route("/centre/sessions/<int:number>/signalements", methods=["GET", "POST"])
@login_required
def index(number: int) -> Page:
    """Show what is reported of a session's candidates, and add to it."""
    db = database.session()
    session = rights.staffed_session(db, person(), number)
    form = _form(session)
    if not form.validate_on_submit():
        return _page(session, form), 422 if form.errors else 200
    try:
        code, text = rules.read(form.read_text("code")), form.read_text("text")
        final_reports.add(db, number, form.read_number("candidate_id"), code, text, person(), utcnow())
    except Invalid as refused:
        db.rollback()
        form.text.errors = [say(refused.sentence)]
        return _page(rights.staffed_session(db, person(), number), form), 422
    flash(_("Le signalement est ajouté."), "info")
    return redirect(url_for("final_reports.index", number=number))


@blueprint.post("/centre/sessions/<int:number>/signalements/<int:report_id>/retirer")
@login_required
def remove(number: int, report_id: int) -> Response:
    """Take a report back."""
    db = database.session()
    rights.staffed_session(db, person(), number)
    final_reports.remove(db, number, report_id, person(), utcnow())
    flash(_("Le signalement est retiré."), "info")
    return redirect(url_for("final_reports.index", number=number))


def _form(session: CertificationSession) -> FinalReportForm:
    form = FinalReportForm()
    people = namesakes.told_apart(sessions.candidates(database.session(), session))
    form.candidate_id.choices = [("", _("Choisissez un candidat…")), *people.items()]
    kinds = [(code.value, later(label)) for code, label in rules.LABELS.items()]
    form.code.choices = [("", _("Choisissez un signalement…")), *kinds]
    return form


def _page(session: CertificationSession, form: FinalReportForm) -> str:
    reports = final_reports.of_session(database.session(), session.id)
    return render_template("centre/final_reports.html", session=session, form=form, reports=reports)
