"""A session changed by its centre: edited, made once more, archived, deleted, its password renewed."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain.errors import Illegal
from pwa.domain.lost_time import RULES
from pwa.domain.sessions import ALREADY_STARTED, check_changeable
from pwa.models.database import database
from pwa.models.tables import CertificationSession
from pwa.operations import accesses, rights, seat_plans, session_changes
from pwa.transactions import give_up
from pwa.web.session_form import CopyForm, EditForm, SessionForm, values_of
from pwa.web.sign_in import person

blueprint = Blueprint("session_changes", __name__)

Page = str | Response | tuple[str, int]


@blueprint.route("/centre/sessions/<int:number>/modifier", methods=["GET", "POST"])
@login_required
def edit(number: int) -> Page:
    """Show and keep what staff say of a session."""
    db, session = database.session(), _session(number)
    check_changeable(session.finalised_at)
    form = EditForm.of(session)
    if not form.validate_on_submit():
        return _page("centre/edit.html", form, session)
    try:
        session_changes.change(db, session, form.plan(session), person(), utcnow(), form.read_text("seen"))
    except Illegal as refused:
        session = _again(number)
        if refused.code == "changed_meanwhile":
            form.face(session)
        return _refused("centre/edit.html", form, session, refused)
    flash(_("La session %(number)s est modifiée.", number=number), "info")
    return _back(number)


@blueprint.route("/centre/sessions/<int:number>/dupliquer", methods=["GET", "POST"])
@login_required
def duplicate(number: int) -> Page:
    """Make the same session for another day, with its candidates when asked."""
    db, session = database.session(), _session(number)
    form = CopyForm(data=values_of(session) | {"date": None})
    if not form.validate_on_submit():
        return _page("centre/copy.html", form, session)
    try:
        made = session_changes.duplicate(db, session, form.plan(), person(), utcnow(), people=form.people.data)
    except Illegal as refused:
        return _refused("centre/copy.html", form, _again(number), refused)
    flash(_("La session %(number)s est créée.", number=made.number), "info")
    return _back(made.number)


@blueprint.post("/centre/sessions/<int:number>/supprimer")
@login_required
def remove(number: int) -> Response:
    """Delete a session that nobody has joined."""
    session_changes.remove(database.session(), _session(number), person(), utcnow())
    flash(_("La session %(number)s est supprimée.", number=number), "info")
    return redirect(url_for("centre.index"))


@blueprint.post("/centre/sessions/<int:number>/archiver")
@login_required
def archive(number: int) -> Response:
    """Put a session out of the list."""
    session_changes.archive(database.session(), _session(number), person(), utcnow())
    flash(_("La session %(number)s est archivée.", number=number), "info")
    return _back(number)


@blueprint.post("/centre/sessions/<int:number>/desarchiver")
@login_required
def restore(number: int) -> Response:
    """Put a session back into the list."""
    session_changes.restore(database.session(), _session(number), person(), utcnow())
    flash(_("La session %(number)s est de nouveau dans la liste.", number=number), "info")
    return _back(number)


@blueprint.post("/centre/sessions/<int:number>/mot-de-passe")
@login_required
def renew_password(number: int) -> Response:
    """Give a session a new password: whoever watches it must be given it."""
    accesses.renew(database.session(), _session(number), person(), utcnow())
    flash(_("Le mot de passe est renouvelé et tous les accès sont fermés. Donnez le nouveau aux surveillants."), "info")
    return _back(number)


def _session(number: int) -> CertificationSession:
    return rights.staffed_session(database.session(), person(), number)


def _back(number: int) -> Response:
    return redirect(url_for("centre.session", number=number))


def _again(number: int) -> CertificationSession:
    """Undo what was refused; return the session as it is now."""
    give_up()
    return _session(number)


def _refused(template: str, form: SessionForm, session: CertificationSession, refused: Illegal) -> Page:
    """Show the form again as it was filled."""
    form.form_errors.append(say(refused.sentence))
    return _page(template, form, session)


def _page(template: str, form: SessionForm, session: CertificationSession) -> Page:
    rooms = seat_plans.of_centres(database.session(), [session.centre])
    page = render_template(template, form=form, session=session, rules=RULES, settled=ALREADY_STARTED, rooms=rooms)
    return page, 422 if form.errors else 200
