"""The centre: its sessions, one by one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain.errors import Refused
from pwa.domain.lost_time import RULES, Rule
from pwa.domain.sessions import LABELS
from pwa.models.database import database
from pwa.models.tables import Centre
from pwa.operations import accesses, periods, readiness, rights, seat_plans, session_changes, session_list, sessions
from pwa.web.papers import PAPERS
from pwa.web.session_filters import FiltersForm
from pwa.web.session_form import NewSessionForm
from pwa.web.sign_in import person

blueprint = Blueprint("centre", __name__)

Page = str | Response | tuple[str, int]


@blueprint.get("/centre")
@login_required
def index() -> str:
    """List the sessions of the person's centres, those that are sought."""
    db, form = database.session(), FiltersForm.asked()
    mine = rights.staffed_centres(db, person())
    page = request.args.get("page", 1, type=int)
    found = session_list.search(db, mine, form.sought, utcnow(), page)
    form.offer(found.rooms)
    calendar = periods.to_come(db, mine, utcnow())
    return render_template("centre/index.html", centres=mine, found=found, form=form, labels=LABELS, periods=calendar)


@blueprint.route("/centre/sessions/nouvelle", methods=["GET", "POST"])
@login_required
def new_session() -> Page:
    """Make a session by form."""
    db = database.session()
    form, centres = NewSessionForm(), rights.staffed_centres(db, person())
    mine = _offer_centres(form, centres)
    if not form.validate_on_submit():
        return _new(form, centres)
    try:
        session = sessions.create(db, mine[form.centre_id.data], form.plan(), person(), utcnow())
    except Refused as refused:
        form.form_errors.append(say(refused.sentence))
        return _new(form, centres)
    flash(_("La session %(number)s est créée.", number=session.number), "info")
    return redirect(url_for("centre.session", number=session.number))


@blueprint.get("/centre/sessions/<int:number>")
@login_required
def session(number: int) -> str:
    """Show a session, its codes and its candidates."""
    db = database.session()
    found = rights.staffed_session(db, person(), number)
    people, rule = sessions.candidates(db, found), RULES[Rule(found.compensation)]
    return render_template(
        "centre/session.html",
        session=found,
        candidates=people,
        rule=rule,
        invigilators=readiness.of_session(db, found.id, utcnow()),
        accesses=accesses.listed(db, found.id),
        joined=session_changes.has_joined(db, found),
        papers=PAPERS,
    )


def _new(form: NewSessionForm, centres: list[Centre]) -> Page:
    rooms = seat_plans.of_centres(database.session(), centres)
    page = render_template("centre/new_session.html", form=form, rules=RULES, rooms=rooms)
    return page, 422 if form.errors else 200


def _offer_centres(form: NewSessionForm, mine: list[Centre]) -> dict[int, Centre]:
    form.centre_id.choices = [(centre.id, centre.name) for centre in mine]
    if form.centre_id.data is None:
        form.centre_id.data = mine[0].id
    return {centre.id: centre for centre in mine}
