"""This phone: whether it receives alerts, and the person's other ones."""

from flask import Blueprint, render_template
from flask_login import login_required

from pwa.models.database import database
from pwa.operations import accesses, devices
from pwa.web.sign_in import person

blueprint = Blueprint("device", __name__)


@blueprint.get("/appareils")
@login_required
def index() -> str:
    """Show this phone's state, filled in by the page, and the list of devices."""
    db = database.session()
    watched = accesses.opened_by(db, person())
    return render_template("device/index.html", devices=devices.of(db, person()), watched=watched)
