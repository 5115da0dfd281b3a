"""Files of the centre: sent, read, shown with all that is to be corrected or read again, and only then written."""

from typing import cast

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import login_required
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types

from pwa.adapters.spoken import later, say
from pwa.adapters.spreadsheets import MOST_BYTES, write_table
from pwa.clock import utcnow
from pwa.domain import roster_mapping
from pwa.domain.errors import Illegal, Missing, Refused
from pwa.domain.roster_columns import Column
from pwa.models.database import database
from pwa.models.tables import Centre, CertificationSession, Upload
from pwa.operations import imports, rights, session_list
from pwa.transactions import give_up, opening_late
from pwa.web.addresses import LARGEST
from pwa.web.forms import ActForm, Form, ImportForm
from pwa.web.sign_in import person

blueprint = Blueprint("imports", __name__, url_prefix="/centre/importation")

Page = str | BaseResponse | tuple[str, int]

MOST_SHOWN = 200
"""Findings on one page: past them a file is corrected in several rounds."""


@blueprint.route("", methods=["GET", "POST"])
@opening_late
@login_required
def send() -> Page:
    """Take a file of sessions and candidates; nothing is written yet."""
    db, form, target = database.session(), ImportForm(), _target()
    mine = {centre.id: centre for centre in ([target.centre] if target else rights.staffed_centres(db, person()))}
    form.centre_id.choices = [(centre.id, centre.name) for centre in mine.values()]
    if form.centre_id.data is None:
        form.centre_id.data = next(iter(mine))
    if not form.validate_on_submit():
        return _sending(form, target), 422 if form.errors else 200
    try:
        kept = imports.upload(db, mine[form.centre_id.data], person(), form.file.data.read(), utcnow())
    except Refused as refused:
        form.file.errors = [say(refused.sentence)]
        return _sending(form, target), 422
    place = url_for(".preview", import_id=kept.id, session=target and target.number)
    if "X-Upload" in request.headers:  # the page goes there itself: read once
        return Response(status=201, headers={"Location": place})
    return redirect(place)


@blueprint.get("/modele.csv")
@login_required
def template() -> Response:
    """Give the empty file to fill: the titles of Pix Certif's mass import, and ours."""
    rights.staffed_centres(database.session(), person())
    headers = {"Content-Disposition": 'attachment; filename="sessions.csv"'}
    return Response(write_table([list(Column)]), mimetype="text/csv", headers=headers)


@blueprint.get("/<int:import_id>")
@login_required
def preview(import_id: int) -> str:
    """Show what a file would write, or all that is wrong in it."""
    db, now, target = database.session(), utcnow(), _target()
    kept, centre = _own(import_id, target)
    report = imports.preview(db, kept, centre, now, target)
    codes = {finding.code for finding in report.findings}
    return render_template(
        "centre/import_preview.html",
        report=report,
        import_id=import_id,
        form=ActForm(),
        target=target,
        others=session_list.not_begun(db, centre, now) if "SESSION_REQUIRED" in codes else [],
        unknown_titles="CSV_HEADERS_NOT_VALID" in codes,
        mapped=imports.is_mapped(db, kept, centre),
        most=MOST_SHOWN,
    )


@blueprint.route("/<int:import_id>/colonnes", methods=["GET", "POST"])
@login_required
def columns(import_id: int) -> Page:
    """Say which column of a school's own export says what; kept for the next files with the same titles."""
    db, target = database.session(), _target()
    kept, centre = _own(import_id, target)
    form = _mapping_form(kept)
    if form.validate_on_submit():
        told = {column: form.read_text(column.name) for column in roster_mapping.FIELDS}
        chosen = {column: int(place) for column, place in told.items() if place}
        try:
            imports.map_columns(db, kept, centre, chosen, utcnow())
            return redirect(url_for(".preview", import_id=import_id, session=target and target.number))
        except Refused as refused:
            give_up()
            form.form_errors.append(say(refused.sentence))
    page = render_template("centre/import_columns.html", form=form, fields=roster_mapping.FIELDS)
    return page, 422 if form.errors else 200


@blueprint.post("/<int:import_id>/confirmer")
@opening_late
@login_required
def confirm(import_id: int) -> BaseResponse:
    """Write the file's sessions and candidates."""
    db, now, target = database.session(), utcnow(), _target()
    kept, centre = _own(import_id, target)
    try:
        written = imports.confirm(db, kept, centre, person(), now, target)
    except Illegal as refused:  # something was written since it was shown: it is shown anew, with what that changed
        give_up()
        flash(say(refused.sentence), "error")
        return redirect(url_for(".preview", import_id=import_id, session=target and target.number))
    if target:
        flash(_("Les candidats sont inscrits."), "info")
        return redirect(url_for("centre.session", number=target.number))
    flash(ngettext("%(num)s session est importée.", "%(num)s sessions sont importées.", len(written)), "info")
    return redirect(url_for("centre.index"))


def _sending(form: ImportForm, target: CertificationSession | None) -> str:
    return render_template("centre/import_file.html", form=form, target=target, most=MOST_BYTES)


def _own(import_id: int, target: CertificationSession | None) -> tuple[Upload, Centre]:
    kept, centre = imports.own(database.session(), person(), import_id, utcnow())
    if target and target.centre_id != centre.id:
        raise Missing
    return kept, centre


def _target() -> CertificationSession | None:
    """Return the session that the address names, in which all of the file goes."""
    number = request.args.get("session", 0, type=int)
    if not number:
        return None
    if not 0 < number <= LARGEST:
        raise Missing
    return rights.staffed_session(database.session(), person(), number)


def _mapping_form(kept: Upload) -> Form:
    """Return a form with one choice of a column for each field, as the titles give it away."""
    titles, samples = imports.titles(kept)
    named = [f"{title.strip() or '—'} ({sample.strip()})" if sample.strip() else title.strip() or "—"
             for title, sample in zip(titles, samples, strict=True)]  # fmt: skip
    choices = [SelectChoice("", _("Aucune"))] + [SelectChoice(str(place), name) for place, name in enumerate(named)]
    fields = {
        column.name: SelectField(later(roster_mapping.LABELS[column]), choices=choices)
        for column in roster_mapping.FIELDS
    }
    guessed = {column.name: str(place) for column, place in roster_mapping.guess(titles).items()}
    return cast(type[Form], type("MappingForm", (Form,), fields))(data=guessed)
