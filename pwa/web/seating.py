"""A session's candidates placed in its room: by hand, from a list, or all at once."""

from collections.abc import Sequence

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain.errors import Invalid, Missing
from pwa.domain.seat_plans import labels
from pwa.models.database import database
from pwa.models.tables import Candidate, CertificationSession
from pwa.operations import rights, seat_plans, seating, sessions
from pwa.operations.seating import Moved
from pwa.transactions import give_up
from pwa.web.addresses import LARGEST
from pwa.web.errors import wants_json
from pwa.web.sign_in import person

blueprint = Blueprint("seating", __name__, url_prefix="/centre/sessions/<int:number>/places")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@login_required
def show(number: int) -> str:
    """Show the room, who sits where, and who has no seat yet."""
    return _page(_session(number))


@blueprint.post("/salle")
@login_required
def choose(number: int) -> Response:
    """Choose the room, or none."""
    session, plan_id = _session(number), request.form.get("plan", type=int)
    if plan_id is not None and not 0 < plan_id <= LARGEST:
        raise Missing
    seating.choose(database.session(), session, plan_id, person(), utcnow())
    flash(_("La salle est choisie.") if plan_id else _("Cette session n'a plus de plan."), "info")
    return _back(number)


@blueprint.post("/poser")
@login_required
def place(number: int) -> Response:
    """Place one candidate, or take them off the plan; a page that asked by itself gets the room anew."""
    db, session = database.session(), _session(number)
    candidate_id, seat = request.form.get("candidate", 0, type=int), request.form.get("seat") or None
    seating.place(db, session, candidate_id, seat, person(), utcnow())
    name = next(one for one in sessions.candidates(db, session) if one.id == candidate_id).full_name
    message = _("%(name)s : poste %(seat)s.", name=name, seat=seat) if seat else _("%(name)s : à placer.", name=name)
    if wants_json():
        return jsonify(message=message, html=_room(session))
    flash(message, "info")
    return _back(number)


@blueprint.post("/liste")
@login_required
def arrange(number: int) -> Page:
    """Place those whose seat was chosen in the list; what was chosen is shown again when it cannot be."""
    db, session = database.session(), _session(number)
    wanted = _chosen(sessions.candidates(db, session))
    try:
        moved = seating.arrange(db, session, wanted, person(), utcnow())
    except Invalid as refused:
        give_up()
        flash(say(refused.sentence), "error")
        return _page(session, wanted), 422
    return _told(number, moved)


@blueprint.post("/remplir")
@login_required
def fill(number: int) -> Response:
    """Place all the others in the order of names."""
    return _told(number, seating.fill(database.session(), _session(number), person(), utcnow()))


@blueprint.post("/vider")
@login_required
def clear(number: int) -> Response:
    """Take everybody off the plan."""
    seating.clear(database.session(), _session(number), person(), utcnow())
    flash(_("Le plan est vide : tous les candidats sont à placer."), "info")
    return _back(number)


def _chosen(people: Sequence[Candidate]) -> dict[int, str | None]:
    """Return the seats that are others than the list showed: what somebody else changed meanwhile stays."""
    shown, chosen = ({one.id: request.form.get(f"{name}-{one.id}") for one in people} for name in ("was", "seat"))
    return {who: seat or None for who, seat in chosen.items() if seat is not None and seat != shown[who]}


def _session(number: int) -> CertificationSession:
    return rights.staffed_session(database.session(), person(), number)


def _page(session: CertificationSession, chosen: dict[int, str | None] | None = None) -> str:
    plans = seat_plans.of_centres(database.session(), [session.centre])
    return render_template("centre/seating.html", plans=plans, **_values(session), chosen=chosen or {})


def _room(session: CertificationSession) -> str:
    return render_template("centre/_seating.html", **_values(session), chosen={})


def _values(session: CertificationSession) -> dict[str, object]:
    people: list[Candidate] = sessions.candidates(database.session(), session)
    plan = session.seat_plan
    known = labels(seat_plans.shape_of(plan)) if plan else ()
    return {"session": session, "people": people, "layout": seating.lay(plan, people), "labels": known}


def _told(number: int, moved: Moved) -> Response:
    placed = ngettext("%(num)d place changée.", "%(num)d places changées.", moved.moved)
    left = ngettext("%(num)d candidat n'a pas de place.", "%(num)d candidats n'ont pas de place.", moved.elsewhere)
    flash(f"{placed} {left}" if moved.elsewhere else placed, "info")
    return _back(number)


def _back(number: int) -> Response:
    return redirect(url_for("seating.show", number=number))
