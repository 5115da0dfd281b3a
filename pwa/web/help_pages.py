"""Help: what to do, in the app."""

from flask import Blueprint, render_template
from flask_login import current_user

from pwa.models.database import database
from pwa.operations import accesses

blueprint = Blueprint("help", __name__)


@blueprint.get("/aide")
def index() -> str:
    """Show the help page."""
    watched = accesses.opened_by(database.session(), current_user) if current_user.is_authenticated else ()
    return render_template("help/index.html", watched=watched)
