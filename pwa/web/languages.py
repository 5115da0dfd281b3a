"""The language of a page: its reader's choice, kept with the account or by this browser, else what the browser asks."""

from flask import Blueprint, Flask, Response, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from pwa.adapters.languages import LANGUAGES, SOURCE
from pwa.adapters.spoken import Languages, language
from pwa.domain.errors import Invalid
from pwa.domain.words import N_
from pwa.models.database import database
from pwa.models.tables import Account
from pwa.operations import accounts
from pwa.web.addresses import is_own

blueprint = Blueprint("languages", __name__)

COOKIE = "language"
A_YEAR = 365 * 24 * 3600
NOT_WRITTEN = N_("Choisissez une langue de la liste.")
TOLD = ("text/html", "application/problem+json", "text/javascript")


def register(app: Flask) -> None:
    """Choose a language for every page, and say which."""
    app.jinja_env.globals["here"] = _here
    Languages().init_app(app, default_locale=SOURCE, locale_selector=_wanted)
    app.after_request(_told)


def keep(response: Response | BaseResponse, chosen: str) -> None:
    """Let this browser remember a language for a year; the cookie says nothing else."""
    response.set_cookie(COOKIE, chosen, max_age=A_YEAR, httponly=True, secure=request.is_secure, samesite="Lax")


def choose_for(account: Account) -> None:
    """Give an account that has no language the one chosen on this browser, if one was."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        accounts.speak_first(account, chosen)


@blueprint.post("/langue")
def choose() -> BaseResponse:
    """Change the language, for this browser and for who is signed in, and come back to the page."""
    chosen = request.form.get("language", "")
    if chosen not in LANGUAGES:
        raise Invalid(NOT_WRITTEN)
    if current_user.is_authenticated:
        accounts.speak(database.session(), current_user, chosen)
    target = request.form.get("next", "")
    response = redirect(target if is_own(target) else url_for("shell.home"))
    keep(response, chosen)
    return response


def _wanted() -> str:
    """Return the language of a request. Programs say theirs with every request: the API looks at nothing else.

    A service worker is of the language of the page that asked for it, whenever the browser takes it again.
    """
    if request.endpoint == "shell.service_worker" and request.args.get("lang") in LANGUAGES:
        return request.args["lang"]
    if not request.path.startswith("/api/"):
        for chosen in (_accounts(), request.cookies.get(COOKIE)):
            if chosen in LANGUAGES:
                return str(chosen)
    return request.accept_languages.best_match(LANGUAGES, default=SOURCE)


def _accounts() -> str | None:
    """Return the choice of who is signed in; none when the database, which may be what failed, does not answer."""
    try:
        return current_user.language if current_user.is_authenticated else None
    except SQLAlchemyError:
        return None


def _told(response: Response) -> Response:
    if request.endpoint not in ("static", "style") and response.mimetype in TOLD:
        response.content_language.add(language())
        response.vary.update(("Accept-Language", "Cookie"))
    return response


def _here() -> str:
    """Return where the button comes back to: this page, when an address alone leads to it."""
    is_page = request.url_rule and "GET" in (request.url_rule.methods or ())
    return request.path if is_page and is_own(request.path) else url_for("shell.home")
