"""The enrolments of a session: its people looked up, added by form, changed, moved and removed."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain.errors import Missing, Refused
from pwa.domain.words import N_
from pwa.models.database import database
from pwa.models.tables import Candidate, CertificationSession
from pwa.operations import enrolments, rights, sessions
from pwa.transactions import give_up
from pwa.web.addresses import LARGEST
from pwa.web.candidate_form import CandidateForm, SearchForm, written
from pwa.web.sign_in import person

blueprint = Blueprint("enrolment", __name__, url_prefix="/centre/sessions/<int:number>/candidats")

CHOOSE = N_("Choisissez la session où déplacer cette personne.")
Page = str | Response | tuple[str, int]


@blueprint.route("", methods=["GET", "POST"])
@login_required
def index(number: int) -> str:
    """List a session's people, all or (posted, so that no name stands in an address) those of a name."""
    session, form = _session(number), SearchForm()
    people = sessions.candidates(database.session(), session)
    wanted = form.read_text("name") if form.validate_on_submit() else ""
    found = enrolments.matching(people, wanted)
    return render_template("centre/candidates.html", session=session, form=form, people=found, count=len(people))


@blueprint.route("/nouveau", methods=["GET", "POST"])
@login_required
def new(number: int) -> Page:
    """Enrol somebody by form."""
    db, session, now = database.session(), _session(number), utcnow()
    form = CandidateForm(data={"birth_country": "FRANCE"})
    if not form.is_submitted():
        return render_template("centre/candidate_new.html", session=session, form=form)
    if entry := form.read(now.astimezone(ZoneInfo(session.zone)).date()):
        try:
            candidate = enrolments.add(db, session, entry, person(), now)
            flash(_("Inscription faite : %(name)s.", name=candidate.full_name), "info")
            return redirect(url_for(".index", number=number))
        except Refused as refused:
            _tell(form, refused)
    return render_template("centre/candidate_new.html", session=_session(number), form=form), 422


@blueprint.route("/<int:candidate_id>", methods=["GET", "POST"])
@login_required
def edit(number: int, candidate_id: int) -> Page:
    """Show somebody's enrolment, and change it."""
    db, session, now = database.session(), _session(number), utcnow()
    form = CandidateForm(data=written(enrolments.find(db, session, candidate_id)))
    if not form.is_submitted():
        return _page(session, candidate_id, form)
    if entry := form.read(now.astimezone(ZoneInfo(session.zone)).date()):
        try:
            candidate = enrolments.edit(db, session, candidate_id, entry, person(), now)
            flash(_("L'inscription de %(name)s est enregistrée.", name=candidate.full_name), "info")
            return redirect(url_for(".index", number=number))
        except Refused as refused:
            _tell(form, refused)
    return _page(_session(number), candidate_id, form), 422


@blueprint.post("/<int:candidate_id>/retirer")
@login_required
def remove(number: int, candidate_id: int) -> Response:
    """Take somebody out of the session."""
    db, session = database.session(), _session(number)
    _candidate(session, candidate_id)
    try:
        name = enrolments.remove(db, session, candidate_id, person(), utcnow())
    except Refused as refused:
        return _refused(number, candidate_id, refused)
    flash(_("Inscription retirée : %(name)s.", name=name), "info")
    return redirect(url_for(".index", number=number))


@blueprint.post("/<int:candidate_id>/deplacer")
@login_required
def move(number: int, candidate_id: int) -> Response:
    """Move somebody to another session of the centre."""
    db, session = database.session(), _session(number)
    _candidate(session, candidate_id)
    chosen = request.form.get("session", 0, type=int)
    try:
        target = _target(session, chosen)
        candidate = enrolments.move(db, session, candidate_id, target, person(), utcnow())
    except Refused as refused:
        return _refused(number, candidate_id, refused)
    flash(
        _("Inscription déplacée dans la session %(number)s : %(name)s.", name=candidate.full_name, number=chosen),
        "info",
    )
    return redirect(url_for(".index", number=number))


def _session(number: int) -> CertificationSession:
    return rights.staffed_session(database.session(), person(), number)


def _candidate(session: CertificationSession, candidate_id: int) -> Candidate:
    return enrolments.find(database.session(), session, candidate_id)


def _target(session: CertificationSession, number: int) -> CertificationSession:
    if not 0 < number <= LARGEST:
        raise Missing(CHOOSE)
    target = _session(number)
    if target.centre_id != session.centre_id or target.archived_at:
        raise Missing(CHOOSE)
    return target


def _page(session: CertificationSession, candidate_id: int, form: CandidateForm) -> str:
    candidate = _candidate(session, candidate_id)
    others = enrolments.open_sessions(database.session(), session, utcnow())
    return render_template("centre/candidate.html", session=session, candidate=candidate, form=form, others=others)


def _refused(number: int, candidate_id: int, refused: Refused) -> Response:
    give_up()
    flash(say(refused.sentence), "error")
    return redirect(url_for(".edit", number=number, candidate_id=candidate_id))


def _tell(form: CandidateForm, refused: Refused) -> None:
    """Say a refusal beside its field when it has one; what was being written is undone."""
    give_up()
    if refused.code == "seat_taken":
        form.seat.errors = [say(refused.sentence)]
    else:
        form.form_errors.append(say(refused.sentence))
