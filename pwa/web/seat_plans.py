"""The centre's rooms: their list, and each one drawn."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain.errors import Refused
from pwa.domain.seat_plans import Shape, grid
from pwa.models.database import database
from pwa.models.tables import SeatPlan
from pwa.operations import rights, seat_plans
from pwa.web.room_form import RoomForm
from pwa.web.sign_in import person

blueprint = Blueprint("seat_plans", __name__)

Page = str | Response | tuple[str, int]


@blueprint.get("/centre/salles")
@login_required
def index() -> str:
    """List the rooms that the person's centres have drawn."""
    db = database.session()
    plans = seat_plans.of_centres(db, rights.staffed_centres(db, person()))
    rooms = [(plan, grid(seat_plans.shape_of(plan)), seat_plans.users(db, plan)) for plan in plans]
    return render_template("centre/rooms.html", rooms=rooms)


@blueprint.route("/centre/salles/nouvelle", methods=["GET", "POST"])
@login_required
def new() -> Page:
    """Draw a room."""
    db, form = database.session(), RoomForm()
    mine = {centre.id: centre for centre in rights.staffed_centres(db, person())}
    form.centre_id.choices = [(centre.id, centre.name) for centre in mine.values()]
    if form.centre_id.data is None:
        form.centre_id.data = next(iter(mine))
    if _is_sent() and form.validate_on_submit():
        try:
            plan = seat_plans.create(db, mine[form.centre_id.data], form.drawing, utcnow())
        except Refused as refused:
            _tell(form, refused)
        else:
            return _kept(plan)
    return _page(form, form.shape)


@blueprint.route("/centre/salles/<int:plan_id>", methods=["GET", "POST"])
@login_required
def edit(plan_id: int) -> Page:
    """Draw a room anew."""
    db = database.session()
    plan = rights.staffed_plan(db, person(), plan_id)
    form = RoomForm(data={"name": plan.name, "rows": plan.rows, "columns": plan.columns, "numbering": plan.numbering})
    del form.centre_id
    if _is_sent() and form.validate_on_submit():
        try:
            seat_plans.redraw(db, plan, form.drawing, person(), utcnow())
        except Refused as refused:
            _tell(form, refused)
        else:
            return _kept(plan)
    shown = form.shape if request.method == "POST" else seat_plans.shape_of(plan)
    return _page(form, shown, plan)


@blueprint.post("/centre/salles/<int:plan_id>/supprimer")
@login_required
def remove(plan_id: int) -> Response:
    """Forget a room."""
    db = database.session()
    plan = rights.staffed_plan(db, person(), plan_id)
    name = plan.name
    seat_plans.remove(db, plan, person(), utcnow())
    flash(_("La salle « %(name)s » est supprimée.", name=name), "info")
    return redirect(url_for("seat_plans.index"))


def _is_sent() -> bool:
    """Whether the room is to be kept, not only to be shown at its new size (without scripts)."""
    return "redraw" not in request.form


def _tell(form: RoomForm, refused: Refused) -> None:
    if refused.code == "name_taken":
        form.name.errors = [say(refused.sentence)]
    else:
        form.form_errors.append(say(refused.sentence))


def _kept(plan: SeatPlan) -> Response:
    flash(_("La salle « %(name)s » est enregistrée.", name=plan.name), "info")
    return redirect(url_for("seat_plans.index"))


def _page(form: RoomForm, shape: Shape, plan: SeatPlan | None = None) -> Page:
    used = seat_plans.users(database.session(), plan) if plan else []
    page = render_template("centre/room.html", form=form, rows=grid(shape), plan=plan, used=used)
    return page, 422 if form.errors else 200
