"""The invigilator: open a session, see its board, act on its candidates."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as BaseResponse

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain import contacts
from pwa.domain.errors import Illegal, Refused
from pwa.domain.words import ABOUT, N_, Sentence
from pwa.models.database import database
from pwa.models.tables import Account, Candidate
from pwa.operations import (
    accesses,
    admissions,
    board,
    changes,
    claims,
    endings,
    pulse,
    rights,
    rivals,
    signs,
    trainings,
)
from pwa.operations.changes import Change
from pwa.services import services
from pwa.web.errors import wants_json
from pwa.web.forms import EnterForm, read_ticked
from pwa.web.fragments import fragments
from pwa.web.orders import read_order
from pwa.web.sign_in import person
from pwa.web.streams import stream_of

blueprint = Blueprint("invigilator", __name__)

Page = str | BaseResponse | tuple[str, int]
Verb = Callable[[Session, int, int, Account, datetime], Change]


@blueprint.route("/surveiller", methods=["GET", "POST"])
@blueprint.route("/surveiller/<int:number>", methods=["GET", "POST"])
@login_required
def enter(number: int | None = None) -> Page:
    """Open a session with its number and password; the code of a kit leads here with its number written."""
    db, form = database.session(), EnterForm(data={"number": number})
    if form.validate_on_submit():
        outcome = accesses.open_session(db, person(), form.read_number("number"), form.read_text("password"), utcnow())
        if not isinstance(outcome, Refused):
            return redirect(url_for("invigilator.board", number=outcome.number))
        form.form_errors.append(say(outcome.sentence))
    watched = accesses.opened_by(db, person())
    page = render_template("invigilator/enter.html", form=form, watched=watched)
    return page, 422 if form.errors else 200


@blueprint.get("/sessions/<int:number>/surveiller", endpoint="board")
@login_required
def board_page(number: int) -> str:
    """Show the board."""
    db = database.session()
    session = rights.watched_session(db, person(), number)
    now = utcnow()
    read, taken = board.read(db, session, person(), now), pulse.take(db, session, person(), now)
    whom = contacts.read(session.centre.contact)
    hurries = session.training and trainings.may_hurry(db, person())
    return render_template("invigilator/board.html", board=read, pulse=taken, contacts=whom, hurries=hurries)


@blueprint.get("/sessions/<int:number>/surveiller/changements", endpoint="changes")
@login_required
def changes_since(number: int) -> Response:
    """Give the fragments that changed since `since`, and the version they bring the page to; 204 when none did."""
    db = database.session()
    session = rights.watched_session(db, person(), number)
    since = request.args.get("since", 0, type=int)
    if session.version <= since:
        return Response(status=204)
    read = board.read(db, session, person(), utcnow())
    return jsonify(version=read.version, now=read.now.isoformat(), fragments=fragments(read, since))


@blueprint.get("/sessions/<int:number>/surveiller/flux", endpoint="stream")
@login_required
def event_stream(number: int) -> Response:
    """Ring the page at each new version; 503 when too many pages listen already."""
    seen = rights.watched_session(database.session(), person(), number).version
    database.session.remove()
    return stream_of([number], seen)


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/confirmer")
@login_required
def confirm(number: int, candidate_id: int) -> BaseResponse:
    """Confirm a presence; the answer says how to undo it."""
    undo = {"url": url_for(".cancel", number=number, candidate_id=candidate_id), "label": _("Annuler")}
    verb = partial(admissions.confirm, order=read_order())
    return _act(verb, number, candidate_id, N_("Présence confirmée : %(name)s."), undo)


@blueprint.post("/sessions/<int:number>/surveiller/confirmer")
@login_required
def confirm_several(number: int) -> BaseResponse:
    """Confirm all the ticked candidates who can be; the others are named, each with the reason."""
    db = database.session()
    rights.watched_session(db, person(), number)
    roll = admissions.confirm_several(db, number, read_ticked("candidate"), person(), utcnow())
    refusals = "\n".join(say(Sentence(ABOUT, name=candidate.full_name, why=why)) for candidate, why in roll.refused)
    if not roll.admitted:
        raise Illegal(refusals)
    count = len(roll.admitted)
    message = ngettext("%(num)d présence confirmée.", "%(num)d présences confirmées.", count)
    return _done(roll.change, message, detail=refusals or None)


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/absent")
@login_required
def absent(number: int, candidate_id: int) -> BaseResponse:
    """Mark a candidate absent; the answer says how to undo it."""
    undo = {"url": url_for(".expect", number=number, candidate_id=candidate_id), "label": _("Annuler")}
    verb = partial(admissions.mark_absent, order=read_order())
    return _act(verb, number, candidate_id, N_("Absence notée : %(name)s."), undo)


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/attendu")
@login_required
def expect(number: int, candidate_id: int) -> BaseResponse:
    """Take an absence back."""
    return _act(admissions.cancel_absence, number, candidate_id, N_("Absence annulée : %(name)s."))


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/annuler")
@login_required
def cancel(number: int, candidate_id: int) -> BaseResponse:
    """Take back a confirmation."""
    return _act(admissions.cancel, number, candidate_id, N_("Confirmation annulée : %(name)s."))


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/reprise")
@login_required
def resume(number: int, candidate_id: int) -> BaseResponse:
    """Let a candidate come back."""
    return _act(admissions.authorise_resume, number, candidate_id, N_("Reprise autorisée : %(name)s."))


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/garder")
@login_required
def keep(number: int, candidate_id: int) -> BaseResponse:
    """Let the window and the account that have the test go on."""
    return _act(rivals.keep, number, candidate_id, N_("Rien ne change pour %(name)s."))


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/ceder")
@login_required
def hand_over(number: int, candidate_id: int) -> BaseResponse:
    """Give the place to the other account that claims it, the one that was shown."""
    verb = partial(rivals.hand_over, rival_id=request.form.get("rival", type=int))
    return _act(verb, number, candidate_id, N_("Place donnée à l'autre compte : %(name)s."))


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/terminer")
@login_required
def end(number: int, candidate_id: int) -> BaseResponse:
    """End a test; the answer says how to take it back."""
    undo = {"url": url_for(".reopen", number=number, candidate_id=candidate_id), "label": _("Annuler")}
    return _act(endings.end, number, candidate_id, N_("Test terminé : %(name)s."), undo)


@blueprint.post("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/rouvrir")
@login_required
def reopen(number: int, candidate_id: int) -> BaseResponse:
    """Take the end of a test back."""
    return _act(endings.reopen, number, candidate_id, N_("Test rouvert : %(name)s."))


@blueprint.get("/sessions/<int:number>/surveiller/candidats/<int:candidate_id>/signe")
@login_required
def sign(number: int, candidate_id: int) -> Response:
    """Give the sign that the candidate's own screen shows."""
    candidate = rights.watched_candidate(database.session(), person(), number, candidate_id)
    shown = signs.show(services().signer.sign_secret, candidate, utcnow())
    return jsonify(shown | {"name": say(shown["name"])})


@blueprint.post("/sessions/<int:number>/surveiller/alertes/<int:alert_id>/prendre")
@login_required
def claim(number: int, alert_id: int) -> BaseResponse:
    """Take an alert: « J'y vais »."""
    db = database.session()
    rights.watched_session(db, person(), number)
    change = changes.begin(db, number, changes.by_account(person().id), utcnow(), read_order().given_at)
    claims.claim(change, alert_id, person())
    return _done(change)


@blueprint.post("/sessions/<int:number>/surveiller/alertes/<int:alert_id>/rendre")
@login_required
def give_back(number: int, alert_id: int) -> BaseResponse:
    """Give an alert back: « Je ne peux pas »."""
    db = database.session()
    rights.watched_session(db, person(), number)
    change = changes.begin(db, number, changes.by_account(person().id), utcnow())
    claims.give_back(change, alert_id, person())
    return _done(change, _("Alerte rendue : les autres sont appelés."))


@blueprint.post("/sessions/<int:number>/surveiller/quitter")
@login_required
def leave(number: int) -> BaseResponse:
    """Leave the session for real."""
    db = database.session()
    rights.watched_session(db, person(), number)
    accesses.leave(db, person(), number, utcnow())
    flash(_("Vous avez quitté la session %(number)s. Pour y revenir, il faudra son mot de passe.", number=number))
    return redirect(url_for("shell.home"))


def _act(verb: Verb, number: int, candidate_id: int, message: str, undo: dict[str, str] | None = None) -> BaseResponse:
    """Do it; the message may name the candidate."""
    db = database.session()
    rights.watched_session(db, person(), number)
    change = verb(db, number, candidate_id, person(), utcnow())
    if change.already:
        return _done(change, say(change.already))
    name = db.get_one(Candidate, candidate_id).full_name
    return _done(change, say(Sentence(message, name=name)), undo)


def _done(
    change: Change, message: str | None = None, undo: dict[str, str] | None = None, detail: str | None = None
) -> BaseResponse:
    """Answer an act: what was done, how to undo it (an address and its label), what of it was refused."""
    if wants_json():
        return jsonify(version=change.version, message=message, undo=undo, detail=detail)
    for text, category in ((message, "info"), (detail, "error")):
        if text:
            flash(text, category)
    return redirect(url_for("invigilator.board", number=change.session_id))
