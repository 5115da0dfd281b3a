"""Whom to call: a centre says it in a few lines, and its invigilators find it on the board and in the help."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response

from pwa.models.database import database
from pwa.operations import centres, rights
from pwa.web.forms import ContactForm
from pwa.web.sign_in import person

blueprint = Blueprint("contact", __name__)

Page = str | Response | tuple[str, int]


@blueprint.route("/centre/<int:centre_id>/contact", methods=["GET", "POST"])
@login_required
def edit(centre_id: int) -> Page:
    """Show and keep whom the centre's invigilators call."""
    db = database.session()
    centre = rights.staffed_centre(db, person(), centre_id)
    form = ContactForm(data={"contact": centre.contact})
    if not form.validate_on_submit():
        return render_template("centre/contact.html", form=form, centre=centre), 422 if form.errors else 200
    centres.write_contact(db, centre, form.read_text("contact"))
    flash(_("Enregistré : vos surveillants le trouvent dans le menu de leur session et dans l'aide."), "info")
    return redirect(url_for("centre.index"))
