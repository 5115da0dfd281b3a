"""Errors: the one place that makes a refusal a page, or a problem in JSON (RFC 9457)."""

import logging

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from pwa.adapters.spoken import say
from pwa.domain.errors import NO_SESSION, Closed, Illegal, Invalid, Locked, Missing, Refused
from pwa.domain.words import N_
from pwa.transactions import give_up

log = logging.getLogger(__name__)

STATUSES: dict[type[Refused], int] = {Missing: 404, Illegal: 409, Closed: 410, Invalid: 422, Locked: 429}
TITLES = {
    400: N_("Demande incomplète"),
    401: N_("Connexion nécessaire"),
    404: N_("Page introuvable"),
    405: N_("Action impossible ici"),
    409: N_("Action impossible"),
    410: N_("Accès fermé"),
    413: N_("Fichier trop lourd"),
    422: N_("Informations à corriger"),
    429: N_("Trop d'essais"),
    500: N_("Une erreur est survenue"),
    503: N_("Indisponible un moment"),
}
SENTENCES = {
    400: N_("La page était ouverte depuis trop longtemps, ou votre session a changé. Rechargez-la, puis recommencez."),
    401: N_("Connectez-vous, puis recommencez."),
    404: Missing.sentence,
    405: N_("Revenez à la page précédente, puis recommencez."),
    413: N_("Ce fichier dépasse la taille permise. Envoyez un fichier plus léger."),
    500: N_("Rien n'a été perdu. Rechargez la page ; si l'erreur revient, prévenez votre administrateur."),
    503: N_("Réessayez dans un instant."),
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
    title, sentence = say(TITLES.get(status, TITLES[500])), say(sentence)
    if not wants_json():
        return make_response(_page(status, title, sentence, code), status)
    problem = jsonify(type="about:blank", title=title, status=status, detail=sentence, code=code)
    problem.status_code, problem.mimetype = status, "application/problem+json"
    return problem


def _page(status: int, title: str, sentence: str, code: str) -> str:
    """Return a refusal as a page; a failure's page is made without the database, which may be what failed."""
    if status < 500:
        gone = (request.view_args or {}).get("number") if code == NO_SESSION else None
        return render_template(
            "shell/error.html", code=status, title=title, sentence=sentence, gone=gone, to_practice=code == NO_SESSION
        )
    alone = current_app.jinja_env.get_template("shell/failure.html")
    return alone.render(code=status, title=title, sentence=sentence)
