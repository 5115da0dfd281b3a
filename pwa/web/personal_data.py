"""Personal data: what a centre keeps and how long, and all of one person, to be given to them or erased."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required
from werkzeug.wrappers import Response as Answer

from pwa.clock import utcnow
from pwa.domain.errors import Missing
from pwa.domain.team import Role
from pwa.models.database import database
from pwa.models.tables import Candidate
from pwa.operations import centres, erasure, personal_data, push_hosts, rights
from pwa.web.forms import ActForm, RetentionForm
from pwa.web.sign_in import person

blueprint = Blueprint("personal_data", __name__)

Page = str | Answer | tuple[str, int]


@blueprint.route("/centre/<int:centre_id>/donnees", methods=["GET", "POST"])
@login_required
def register(centre_id: int) -> Page:
    """Say what is kept, why, how long and where it travels; administrators set how long."""
    db = database.session()
    centre = rights.staffed_centre(db, person(), centre_id)
    form, hastened = RetentionForm(data={"days": centre.retention_days}), 0
    if form.validate_on_submit():
        rights.administered_centre(db, person(), centre_id)
        hastened = erasure.hastened(db, centre, form.read_number("days"), utcnow())
        if form.at_once.data or not hastened:
            centres.keep_for(db, centre, form.read_number("days"))
            flash(_("Enregistré."), "info")
            return redirect(url_for("personal_data.register", centre_id=centre_id))
        asked = ngettext(
            "Ce délai efface %(num)s session tout de suite. Cochez la case, ou gardez plus longtemps.",
            "Ce délai efface %(num)s sessions tout de suite. Cochez la case, ou gardez plus longtemps.",
            hastened,
        )
        form.at_once.errors = [asked]
    page = render_template(
        "centre/register.html",
        centre=centre,
        form=form,
        hastened=hastened,
        may_change=rights.role(db, person(), centre_id) == Role.ADMINISTRATOR,
        hosts=[one.host for one in push_hosts.reach(db, utcnow())],
    )
    return page, 422 if form.errors else 200


@blueprint.get("/centre/sessions/<int:number>/candidats/<int:candidate_id>/donnees")
@login_required
def show(number: int, candidate_id: int) -> str:
    """Show where a person is known, to give them what is kept or erase it."""
    candidate = _known(number, candidate_id)
    rows = erasure.same_person(database.session(), candidate)
    role = rights.role(database.session(), person(), candidate.session.centre_id)
    return render_template(
        "centre/personal_data.html",
        session=candidate.session,
        candidate=candidate,
        rows=rows,
        form=ActForm(),
        may_erase=role == Role.ADMINISTRATOR,
    )


@blueprint.get("/centre/sessions/<int:number>/candidats/<int:candidate_id>/donnees.json")
@login_required
def export(number: int, candidate_id: int) -> Response:
    """Return all that is kept of a person."""
    candidate = _known(number, candidate_id)
    response = make_response(personal_data.export(database.session(), candidate))
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="personne-{candidate_id}.json"'
    return response


@blueprint.post("/centre/sessions/<int:number>/candidats/<int:candidate_id>/donnees/effacer")
@login_required
def erase(number: int, candidate_id: int) -> Answer:
    """Erase a person, for good."""
    candidate = _known(number, candidate_id)
    rights.administered_centre(database.session(), person(), candidate.session.centre_id)
    count = erasure.erase_person(database.session(), candidate, person(), utcnow())
    message = ngettext(
        "Cette personne est effacée de %(num)s session.", "Cette personne est effacée de %(num)s sessions.", count
    )
    flash(message, "info")
    return redirect(url_for("record.show", number=number))


def _known(number: int, candidate_id: int) -> Candidate:
    """Return a candidate of a session of the person's centre, unless they are erased."""
    candidate = rights.staffed_candidate(database.session(), person(), number, candidate_id)
    if not candidate.last_name:
        raise Missing
    return candidate
