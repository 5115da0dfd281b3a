"""Who is signed in: the only module that touches Flask's cookie session."""

from flask import Response, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from pwa.clock import utcnow
from pwa.models.database import database
from pwa.models.tables import Account
from pwa.web.addresses import is_own
from pwa.web.errors import SENTENCES, answer, wants_json
from pwa.web.languages import choose_for

sign_ins = LoginManager()


def welcome(account: Account, *, stay: bool) -> None:
    """Sign a person in, until the browser closes or, when they ask so, for a month."""
    session.clear()
    session.permanent = stay
    renew()
    choose_for(account)
    login_user(account)


def renew() -> None:
    """Let a stay last a month from today on: the cookie is sent again once a day, not with every answer."""
    today = utcnow().date().isoformat()
    if session.permanent and session.get("day") != today:
        session["day"] = today


def farewell() -> None:
    """Sign the person out and forget all that the cookie held."""
    logout_user()
    session.clear()


def person() -> Account:
    """Return the person signed in; only for views that require it."""
    account: Account = current_user._get_current_object()
    return account


def where_next(default: str) -> BaseResponse:
    """Go where the person was heading before the sign-in: an address of our own only."""
    target = request.args.get("next", "")
    return redirect(target if is_own(target) else default)


@sign_ins.user_loader
def _load(account_id: str) -> Account | None:
    account = database.session.get(Account, int(account_id))
    return account if account and account.password_hash else None  # one that was erased has none


@sign_ins.unauthorized_handler
def _unauthorised() -> BaseResponse | Response:
    if wants_json():
        return answer(401, SENTENCES[401], "sign_in_needed")
    flash(_("Connectez-vous pour continuer."), "info")
    return redirect(url_for("account.sign_in", next=request.path if request.method == "GET" else None))
