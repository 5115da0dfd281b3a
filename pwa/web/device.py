"""This phone: whether it receives alerts, and the person's other ones."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.domain.writing import one_line
from pwa.models.database import database
from pwa.operations import accesses, devices
from pwa.web.sign_in import person

blueprint = Blueprint("device", __name__)

ZONE = "Europe/Paris"
"""Where times are told to who watches no session: as in most of our centres."""


@blueprint.get("/appareils")
@login_required
def index() -> str:
    """Show this phone's state, filled in by the page, and the list of devices."""
    db = database.session()
    watched = accesses.opened_by(db, person())
    zone = watched[0].zone if watched else ZONE
    return render_template("device/index.html", devices=devices.of(db, person()), watched=watched, zone=zone)


@blueprint.post("/appareils/<int:device_id>/nom")
@login_required
def rename(device_id: int) -> Response:
    """Call a device as its person likes; nothing typed gives it its first name back."""
    name = one_line(request.form.get("name", ""))
    devices.rename(database.session(), person(), device_id, name)
    flash(_("L'appareil est renommé."), "info")
    return redirect(url_for("device.index"))


@blueprint.post("/appareils/<int:device_id>/retirer")
@login_required
def remove(device_id: int) -> Response:
    """Ring a device no more."""
    devices.remove(database.session(), person(), device_id)
    flash(_("L'appareil est retiré : il ne sonnera plus."), "info")
    return redirect(url_for("device.index"))
