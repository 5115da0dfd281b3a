"""Accounts: sign up, sign in, sign out."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from pwa.adapters.spoken import say
from pwa.clock import utcnow
from pwa.domain.errors import Invalid, Refused
from pwa.models.database import database
from pwa.operations import accounts
from pwa.services import services
from pwa.transactions import opening_late
from pwa.web.forms import SignInForm, SignUpForm
from pwa.web.sign_in import farewell, welcome, where_next

blueprint = Blueprint("account", __name__)

Page = str | Response | tuple[str, int]


@blueprint.route("/inscription", methods=["GET", "POST"])
@opening_late
def sign_up() -> Page:
    """Make an account and sign its person in."""
    form = SignUpForm()
    if not form.validate_on_submit():
        return render_template("account/sign_up.html", form=form), 422 if form.errors else 200
    try:
        account = accounts.sign_up(
            database.session(),
            services().passwords,
            email=form.read_text("email"),
            password=form.read_text("password"),
            first_name=form.read_text("first_name"),
            last_name=form.read_text("last_name"),
            now=utcnow(),
        )
    except Invalid as taken:
        form.email.errors = [say(taken.sentence)]
        return render_template("account/sign_up.html", form=form), 422
    welcome(account, stay=False)
    return where_next(url_for("shell.home"))


@blueprint.route("/connexion", methods=["GET", "POST"])
@opening_late
def sign_in() -> Page:
    """Sign a person in."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("account/sign_in.html", form=form), 422 if form.errors else 200
    db = database.session()
    outcome = accounts.sign_in(db, services().passwords, form.read_text("email"), form.read_text("password"), utcnow())
    if isinstance(outcome, Refused):
        form.form_errors.append(say(outcome.sentence))
        return render_template("account/sign_in.html", form=form), 422
    welcome(outcome, stay=form.stay.data)
    return where_next(url_for("shell.home"))


@blueprint.post("/deconnexion")
def sign_out() -> Response:
    """Sign the person out."""
    if current_user.is_authenticated:
        farewell()
        flash(_("Vous êtes déconnecté."), "info")
    return redirect(url_for("shell.home"))
