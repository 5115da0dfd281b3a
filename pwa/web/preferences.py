"""Preferences: which alerts of a session ring this person, in which words, and for which candidates first."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from sqlalchemy import select
from werkzeug.wrappers import Response

from pwa.adapters.languages import LANGUAGES
from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain import names
from pwa.domain.alerts import MANNERS
from pwa.domain.errors import Invalid
from pwa.models.database import database
from pwa.models.tables import Candidate, CertificationSession
from pwa.operations import preferences, rights
from pwa.operations.preferences import RINGING, URGENT, Preferences
from pwa.web.forms import ActForm, read_ticked
from pwa.web.sign_in import person

blueprint = Blueprint("preferences", __name__)

Page = str | Response | tuple[str, int]


@blueprint.route("/sessions/<int:number>/surveiller/mes-alertes", methods=["GET", "POST"])
@login_required
def edit(number: int) -> Page:
    """Show and keep what this person wants in this session."""
    db, form = database.session(), ActForm()
    session = rights.watched_session(db, person(), number)
    if not form.is_submitted():
        return _page(session, preferences.read(db, person(), number))
    try:
        wanted = _wanted(number)
        preferences.save(db, person(), number, wanted, utcnow())
    except Invalid as refused:
        db.rollback()
        return _page(session, preferences.read(db, person(), number), say(refused.sentence)), 422
    if silent := preferences.silenced(wanted.muted):
        kinds = ", ".join(say(MANNERS[kind].sentence) for kind in silent)
        flash(_("Enregistré. Attention : %(kinds)s ne fera plus sonner vos téléphones.", kinds=kinds), "error")
    else:
        flash(_("Vos préférences sont enregistrées."), "info")
    return redirect(url_for("invigilator.board", number=number))


def _wanted(number: int) -> Preferences:
    rings = set(request.form.getlist("ring"))
    return Preferences(
        muted=[kind for kind in RINGING if kind not in rings],
        discreet=request.form.get("screen") != "names",
        language=request.form.get("language", ""),
        part=_part(number),
    )


def _part(number: int) -> list[int]:
    match request.form.get("room"):
        case "seats":
            first, last = (request.form.get(name, "")[:16] for name in ("first", "last"))
            return preferences.between(database.session(), number, first, last)
        case "names":
            return read_ticked("candidate")
        case _:
            return []


def _page(session: CertificationSession, chosen: Preferences, wrong: str | None = None) -> str:
    enrolled = database.session.scalars(select(Candidate).where(Candidate.session_id == session.id))
    return render_template(
        "invigilator/preferences.html",
        session=session,
        chosen=chosen,
        candidates=sorted(enrolled, key=lambda one: names.sort_key(one.last_name, one.first_name)),
        manners={kind: MANNERS[kind] for kind in RINGING},
        urgent=URGENT,
        languages=LANGUAGES,
        wrong=wrong,
    )
