"""Errors: the one place that makes a refusal a page, or a problem in JSON (RFC 9457)."""

import logging

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from pwa.domain.errors import Closed, Illegal, Invalid, Locked, Missing, Refused
from pwa.transactions import give_up

log = logging.getLogger(__name__)

STATUSES: dict[type[Refused], int] = {Missing: 404, Illegal: 409, Closed: 410, Invalid: 422, Locked: 429}
TITLES = {
    400: "Demande incomplète",
    401: "Connexion nécessaire",
    404: "Page introuvable",
    405: "Action impossible ici",
    409: "Action impossible",
    410: "Accès fermé",
    413: "Fichier trop lourd",
    422: "Informations à corriger",
    429: "Trop d'essais",
    500: "Une erreur est survenue",
    503: "Indisponible un moment",
}
SENTENCES = {
    400: "La page était ouverte depuis trop longtemps, ou votre session a changé. Rechargez-la, puis recommencez.",
    401: "Connectez-vous, puis recommencez.",
    404: Missing.sentence,
    405: "Revenez à la page précédente, puis recommencez.",
    413: "Ce fichier dépasse la taille permise. Envoyez un fichier plus léger.",
    500: "Rien n'a été perdu. Rechargez la page ; si l'erreur revient, prévenez votre administrateur.",
    503: "Réessayez dans un instant.",
}


def register(app: Flask) -> None:
    """Answer every refusal and every failure with a sentence."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(CSRFError, _http)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def status_of(refused: Refused) -> int:
    """Return the HTTP status of a refusal."""
    return next((status for kind, status in STATUSES.items() if isinstance(refused, kind)), 409)


def wants_json() -> bool:
    """Tell whether the asker is a program: the API, or a page that sends forms by itself."""
    if request.path.startswith("/api/"):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _refused(refused: Refused) -> Response:
    return answer(status_of(refused), refused.sentence, refused.code)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    response = answer(status, SENTENCES.get(status, SENTENCES[500]), error.name.lower().replace(" ", "_"))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After", "Location"):
            response.headers[name] = value
    return response


def _unforeseen(error: Exception) -> Response:
    log.error("unforeseen error in %s", request.endpoint, exc_info=error)
    return answer(500, SENTENCES[500], "unforeseen")


def answer(status: int, sentence: str, code: str) -> Response:
    """Return a refusal as the asker can read it; whatever the view did is undone."""
    give_up()
    title, sentence = _(TITLES.get(status, TITLES[500])), _(sentence)
    if not wants_json():
        return make_response(_page(status, title, sentence), status)
    problem = jsonify(type="about:blank", title=title, status=status, detail=sentence, code=code)
    problem.status_code, problem.mimetype = status, "application/problem+json"
    return problem


def _page(status: int, title: str, sentence: str) -> str:
    """Return a refusal as a page; a failure's page is made without the database, which may be what failed."""
    if status < 500:
        return render_template("shell/error.html", code=status, title=title, sentence=sentence)
    alone = current_app.jinja_env.get_template("shell/failure.html")
    return alone.render(code=status, title=title, sentence=sentence)
