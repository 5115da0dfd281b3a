"""The shell: home, the service worker, the offline page, how to install, and whether all is up."""

import json

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from pwa.adapters.spoken import language
from pwa.clock import utcnow
from pwa.models.database import database
from pwa.operations import absences, accesses, periods, rights
from pwa.services import services
from pwa.settings import ROOT
from pwa.web import help_pages
from pwa.web.assets import assets, fingerprint
from pwa.web.headers import POLICY

blueprint = Blueprint("shell", __name__)

PARTS = ("sw-kept", "sw-pages", "sw-push")
"""The scripts that the service worker is made of, each after those it uses."""


@blueprint.get("/")
def home() -> str:
    """Show where each kind of person goes, and the sessions this one is watching."""
    if not current_user.is_authenticated:
        return render_template("shell/home.html", watched=(), periods=(), is_staff=False)
    db = database.session()
    watched, centres = accesses.opened_by(db, current_user), rights.centres(db, current_user)
    calendar = periods.to_come(db, periods.known_to(db, current_user), utcnow())
    return render_template("shell/home.html", watched=watched, periods=calendar, is_staff=bool(centres))


@blueprint.get("/sw.js")
def service_worker() -> Response:
    """Give the service worker, with what it must know of this version."""
    shell = {
        "version": f"{fingerprint()}-{language()}",
        "language": language(),
        "offline": [
            [url_for("candidate.test"), url_for("shell.offline_test")],
            *([address, address] for address in help_pages.addresses()),
            ["/", url_for("shell.offline")],
        ],
        "assets": assets(),
        "icon": url_for("static", filename="icons/icon-192.png"),
        "badge": url_for("static", filename="icons/badge-96.png"),
        "parts": [url_for("static", filename=f"js/{part}.js") for part in PARTS],
        "policy": POLICY,
        "key": url_for("api.push_key"),
        "renew": url_for("api.renew_device"),
        "untaken": {
            "title": _("L'alerte n'a pas pu être prise"),
            "body": _("Le réseau n'a pas répondu. Touchez pour ouvrir la page et réessayer."),
        },
        "fallback": {
            "title": _("Espace surveillant"),
            "body": _("Quelque chose demande votre attention. Touchez pour ouvrir."),
            "url": url_for("invigilator.enter"),
        },
    }
    code = (ROOT / "static" / "sw.js").read_text(encoding="utf-8")
    response = Response(f"const SHELL = {json.dumps(shell)};\n{code}", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@blueprint.get("/hors-ligne")
def offline() -> str:
    """Show what to do without a network; phones keep this page."""
    return render_template("shell/offline.html")


@blueprint.get("/hors-ligne/test")
def offline_test() -> str:
    """Show a candidate without a network what is kept; the page goes on by itself."""
    return render_template("shell/offline_test.html")


@blueprint.get("/installer")
def install() -> str:
    """Show how to put the app on the home screen, system by system."""
    return render_template("shell/install.html")


@blueprint.get("/accessibilite")
def accessibility() -> str:
    """Show the statement that French law asks for: what is tested, what is not, and whom to tell."""
    return render_template("shell/accessibility.html")


@blueprint.get("/up")
def up() -> tuple[dict[str, str], int]:
    """Tell a monitor whether the database answers and a watcher watches."""
    try:
        silent = absences.is_silent(database.session(), utcnow())
    except SQLAlchemyError:
        return {"database": "silent"}, 503
    if silent:
        return {"database": "up", "watcher": "silent"}, 503
    return {"database": "up", "watcher": "up", "vapid": "set" if services().vapid_key else "missing"}, 200
