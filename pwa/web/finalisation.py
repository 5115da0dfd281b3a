"""Finalisation: the page on which staff close a session, with a reason for each test that was not completed."""

from collections.abc import Sequence
from typing import cast

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response
from wtforms import Field, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import ValidationError

from pwa.adapters.spoken import later, say
from pwa.clock import utcnow
from pwa.domain.errors import Illegal, Invalid
from pwa.domain.finalisation import LABELS, NO_REASON, Why, refusal
from pwa.domain.words import N_
from pwa.models.database import database
from pwa.models.tables import CertificationSession
from pwa.operations import finalisation, rights, summary
from pwa.operations.finalisation import UnfinishedLine
from pwa.web.forms import FinaliseForm, Form
from pwa.web.sign_in import person

blueprint = Blueprint("finalisation", __name__)

Page = str | Response | tuple[str, int]
EVERY = "why_every"


@blueprint.route("/centre/sessions/<int:number>/finaliser", methods=["GET", "POST"])
@login_required
def finalise(number: int) -> Page:
    """Close a session for good."""
    db = database.session()
    session = rights.staffed_session(db, person(), number)
    lines = finalisation.unfinished(db, session)
    form = _form(lines)
    if not form.is_submitted():
        return _page(session, lines, form)
    try:
        finalisation.finalise(db, number, person(), _reasons(form, lines), utcnow(), form.read_text("comment"))
    except (Illegal, Invalid) as refused:
        db.rollback()
        return _refused(number, say(refused.sentence))
    flash(_("La session %(number)s est finalisée.", number=number), "info")
    return redirect(url_for("centre.session", number=number))


def _refused(number: int, sentence: str) -> Page:
    """Show what is to correct in the session as it is now: somebody may have started meanwhile."""
    db = database.session()
    session = rights.staffed_session(db, person(), number)
    lines = finalisation.unfinished(db, session)
    form = _form(lines)
    if form.validate():
        form.form_errors.append(sentence)
    return _page(session, lines, form), 422


def _page(session: CertificationSession, lines: Sequence[UnfinishedLine], form: Form) -> str:
    impossible = refusal(session.started_at, session.finalised_at)
    return render_template(
        "centre/finalise.html",
        session=session,
        lines=lines,
        form=form,
        impossible=impossible and say(impossible),
        summary=summary.read(database.session(), session, utcnow()),
    )


def _form(lines: Sequence[UnfinishedLine]) -> Form:
    """Return a form with one choice for each test that was not completed, and one for all when they are several."""
    choices = [SelectChoice("", later(N_("Choisissez un motif…")))]
    choices += [SelectChoice(why.value, later(label)) for why, label in LABELS.items()]
    fields = {_name(line): SelectField(line.full_name, choices=choices, validators=[_check_reason]) for line in lines}
    if len(lines) > 1:
        fields[EVERY] = SelectField(later(N_("Même motif pour tous (facultatif)")), choices=choices)
    return cast(type[Form], type("FinaliseForm", (FinaliseForm,), fields))()


def _check_reason(form: Form, field: Field) -> None:
    if not _reason(form, field):
        raise ValidationError(say(NO_REASON))


def _reason(form: Form, field: Field) -> str:
    """Return what was chosen for somebody, else for all who were on the page: not for who started meanwhile."""
    was_shown = bool(field.raw_data)
    return str(field.data or (form[EVERY].data if was_shown and EVERY in form else "") or "")


def _reasons(form: Form, lines: Sequence[UnfinishedLine]) -> dict[int, Why]:
    known = {why.value for why in Why}
    given = {line.candidate_id: _reason(form, form[_name(line)]) for line in lines}
    return {candidate_id: Why(why) for candidate_id, why in given.items() if why in known}


def _name(line: UnfinishedLine) -> str:
    return f"why_{line.candidate_id}"
