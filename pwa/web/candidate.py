"""The candidate: join, wait, type the code, take the test, see its end."""

from datetime import date, datetime
from secrets import token_urlsafe

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain.endings import words
from pwa.domain.errors import Illegal, Invalid, Missing
from pwa.domain.facts import Ending
from pwa.models.database import database
from pwa.models.tables import Candidate
from pwa.operations import entries, reconciliation, requests, rights, rivals
from pwa.operations.entries import NotAdmitted
from pwa.operations.reconciliation import OtherAccount
from pwa.operations.requests import SENTENCES, Step
from pwa.services import services
from pwa.transactions import give_up, writing
from pwa.web.forms import CodeForm, JoinForm
from pwa.web.sign_in import person

blueprint = Blueprint("candidate", __name__)

Page = str | Response | tuple[str, int]

PAGES = {
    Step.WAITING: "candidate.waiting",
    Step.CODE: "candidate.code",
    Step.TEST: "candidate.test",
    Step.ELSEWHERE: "candidate.elsewhere",
    Step.OVER: "candidate.end",
}


@blueprint.errorhandler(Missing)
def nobody(_missing: Missing) -> Page:
    """Tell an account that has no place, or has one no more, what to do."""
    give_up()
    return render_template("candidate/nobody.html"), 404


@blueprint.route("/rejoindre", methods=["GET", "POST"])
@login_required
def join() -> Page:
    """Tie the account to an enrolled candidate, then go where they stand."""
    db, form, now = database.session(), JoinForm(), utcnow()
    if not form.validate_on_submit():
        return render_template("candidate/join.html", form=form), 422 if form.errors else 200
    name = (form.read_text("last_name"), form.read_text("first_name"))
    try:
        candidate = reconciliation.join(
            db, person(), form.read_number("number"), *name, form.birth_day or date.min, now
        )
    except (Invalid, Illegal) as refused:
        form.form_errors.append(say(refused.sentence) + _tell(refused, now))
        return render_template("candidate/join.html", form=form), 422
    return _go(requests.wait(db, candidate, now))


@blueprint.get("/test/attente")
@login_required
@writing
def waiting() -> Page:
    """Wait for the invigilator, who has been told when the page is shown; it goes on by itself."""
    db, now = database.session(), utcnow()
    candidate = rights.current_candidate(db, person())
    page = token_urlsafe(8)
    where = requests.wait(db, candidate, now, page)
    if where is not Step.WAITING:
        return _go(where)
    rights.check_open(candidate.session, now)
    kind = requests.kind(db, candidate)
    return render_template(
        "candidate/waiting.html",
        page=page,
        token=services().signer.sign_candidate(candidate.id),
        sentence=say(SENTENCES[kind]),
        candidate=candidate,
        session=candidate.session,
    )


@blueprint.get("/test/ailleurs")
@login_required
def elsewhere() -> Page:
    """Say that the test goes on in another window; asking for it here is up to the person."""
    db = database.session()
    candidate = rights.current_candidate(db, person())
    where = requests.goes_elsewhere(db, candidate, utcnow())
    if where is not Step.ELSEWHERE:
        return _go(where)
    return render_template("candidate/elsewhere.html", candidate=candidate, session=candidate.session)


@blueprint.route("/test/code", methods=["GET", "POST"])
@login_required
def code() -> Page:
    """Type the access code, and enter."""
    db, form, now = database.session(), CodeForm(), utcnow()
    candidate = rights.current_candidate(db, person())
    where = requests.step(db, candidate, now)
    if where is Step.OVER:
        return _go(where)
    if form.validate_on_submit():
        return _enter(form, candidate)
    return _code_page(form, candidate)


@blueprint.get("/test")
@login_required
def test() -> Page:
    """Give the test page; its questions come only once the page has said hello and holds the test."""
    db = database.session()
    candidate = rights.current_candidate(db, person())
    attempt = requests.attempt_of(db, candidate)
    if attempt is None:
        return redirect(url_for("candidate.code"))
    if attempt.state != Ending.RUNNING:
        return redirect(url_for("candidate.end"))
    if attempt.started_at is None:
        rights.check_open(candidate.session, utcnow())
    token = services().signer.sign_attempt(attempt.id, person().id)
    return render_template("candidate/test.html", token=token, candidate=candidate, session=candidate.session)


@blueprint.get("/test/fin")
@login_required
def end() -> Page:
    """Show that the test is over, and why."""
    attempt = rights.current_attempt(database.session(), person())
    ending = Ending(attempt.state)
    if ending is Ending.RUNNING:
        return redirect(url_for("candidate.test"))
    now = utcnow()
    ended_at, by = attempt.ended_at or now, attempt.ended_by
    return render_template(
        "candidate/end.html",
        reason=say(words(ending, attempt.started_at, ended_at).candidate),
        ended_at=ended_at,
        ended_by=by.full_name if by else None,
        token=services().signer.sign_attempt(attempt.id, person().id),
        may_reopen=requests.may_reopen(attempt, now),
        session=attempt.candidate.session,
    )


def _tell(refused: Illegal | Invalid, now: datetime) -> str:
    """Let the invigilator know of an account that claims another one's place, and the person know that they do."""
    if not isinstance(refused, OtherAccount):
        return ""
    told = rivals.claim(database.session(), refused.candidate_id, refused.session_id, person(), now)
    return " " + _("Votre surveillant a été prévenu.") if told else ""


def _enter(form: CodeForm, candidate: Candidate) -> Page:
    try:
        entries.enter(database.session(), candidate, form.read_text("access_code"), utcnow())
    except NotAdmitted:
        database.session.refresh(candidate)
        return _go(requests.wait(database.session(), candidate, utcnow()))
    except (Invalid, Illegal) as refused:
        form.access_code.errors = [say(refused.sentence)]
        return _code_page(form, candidate)
    return redirect(url_for("candidate.test"))


def _code_page(form: CodeForm, candidate: Candidate) -> Page:
    kind = requests.kind(database.session(), candidate).value
    page = render_template("candidate/code.html", form=form, kind=kind, candidate=candidate, session=candidate.session)
    return page, 422 if form.errors else 200


def _go(step: Step) -> Response:
    return redirect(url_for(PAGES[step]))
