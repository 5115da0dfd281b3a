"""Documentation: the guide, the papers, what prepares candidates, the calendar, and whom to ask."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask_login import login_required

from pwa.clock import utcnow
from pwa.models.database import database
from pwa.operations import accounts, periods, rights, session_list
from pwa.web import calendar
from pwa.web.sign_in import person

blueprint = Blueprint("documentation", __name__)

NEXT = 5
"""How many sessions to come are within a tap of their kit."""


@blueprint.get("/centre/documentation")
@login_required
def index() -> str:
    """Show all there is to read and to print for the centres of this person."""
    db, now = database.session(), utcnow()
    mine = rights.staffed_centres(db, person())
    return render_template(
        "centre/documentation.html",
        centres=[(centre, periods.of_centre(db, centre), calendar.address(centre)) for centre in mine],
        keeps=periods.keepers_of(db, person()),
        sessions=session_list.to_come(db, mine, now - timedelta(days=1), now)[:NEXT],
        helpers=accounts.administrators(db),
    )
