"""Help: what to do, in the app."""

from flask import Blueprint, render_template

blueprint = Blueprint("help", __name__)


@blueprint.get("/aide")
def index() -> str:
    """Show the help page."""
    return render_template("help/index.html")
