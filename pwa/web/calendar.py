"""The calendar of a centre: its periods, kept by its administrators; a feed that any calendar program follows."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse

from pwa.adapters.calendars import Days, feed
from pwa.clock import utcnow
from pwa.domain.errors import Missing
from pwa.models.database import database
from pwa.models.tables import Centre, Period
from pwa.operations import periods
from pwa.services import services
from pwa.web.period_form import PeriodForm
from pwa.web.sign_in import person

blueprint = Blueprint("calendar", __name__)

Page = str | BaseResponse | tuple[str, int]


@blueprint.route("/centre/<int:centre_id>/calendrier", methods=["GET", "POST"])
@login_required
def edit(centre_id: int) -> Page:
    """Show a centre's calendar, and add a period to it."""
    db = database.session()
    centre, form = periods.administered(db, person(), centre_id), PeriodForm()
    if form.validate_on_submit():
        added = periods.add(db, centre, form.written)
        flash(_("La période « %(name)s » est au calendrier.", name=added.name), "info")
        return redirect(url_for(".edit", centre_id=centre_id))
    return _page(centre, form)


@blueprint.route("/centre/<int:centre_id>/calendrier/<int:period_id>", methods=["GET", "POST"])
@login_required
def edit_period(centre_id: int, period_id: int) -> Page:
    """Show a period, and write it anew."""
    db = database.session()
    centre = periods.administered(db, person(), centre_id)
    period = periods.find(db, centre, period_id)
    form = PeriodForm(obj=period)
    if form.validate_on_submit():
        periods.change(db, period, form.written)
        flash(_("La période « %(name)s » est changée.", name=period.name), "info")
        return redirect(url_for(".edit", centre_id=centre_id))
    return _page(centre, form, period)


@blueprint.post("/centre/<int:centre_id>/calendrier/<int:period_id>/supprimer")
@login_required
def remove(centre_id: int, period_id: int) -> BaseResponse:
    """Take a period out of the calendar."""
    db = database.session()
    period = periods.find(db, periods.administered(db, person(), centre_id), period_id)
    periods.remove(db, period)
    flash(_("La période « %(name)s » n'est plus au calendrier.", name=period.name), "info")
    return redirect(url_for(".edit", centre_id=centre_id))


@blueprint.get("/calendrier/<token>.ics")
def follow(token: str) -> Response:
    """Give a centre's calendar to a program: the address is its key, there is nobody's data in it."""
    db = database.session()
    centre = db.get(Centre, services().signer.calendar_centre(token))
    if centre is None:
        raise Missing
    host = services().settings.public_url.partition("://")[2]
    days = [
        Days(f"period-{one.id}@{host}", one.name, one.starts_on, one.ends_on) for one in periods.of_centre(db, centre)
    ]
    headers = {"Content-Disposition": 'inline; filename="calendrier.ics"'}
    return Response(feed(centre.name, days, utcnow()), mimetype="text/calendar", headers=headers)


def address(centre: Centre) -> str:
    """Return the address that a calendar program follows."""
    path = url_for("calendar.follow", token=services().signer.sign_calendar(centre.id))
    return f"{services().settings.public_url}{path}"


def _page(centre: Centre, form: PeriodForm, period: Period | None = None) -> Page:
    written = periods.of_centre(database.session(), centre)
    page = render_template("centre/calendar.html", centre=centre, form=form, period=period, periods=written)
    return page, 422 if form.errors else 200
