"""Messages of the centre: staff write to a candidate, to a whole room or to those who watch it."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import login_required
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from pwa.adapters.spoken import later, say
from pwa.clock import utcnow
from pwa.domain import centre_messages as rules
from pwa.domain.centre_messages import Audience
from pwa.domain.errors import Missing, Refused
from pwa.domain.words import N_
from pwa.models.database import database
from pwa.models.tables import CertificationSession
from pwa.operations import centre_messages, namesakes, rights, sessions
from pwa.operations.centre_messages import Letter
from pwa.transactions import give_up
from pwa.web.forms import Form, written
from pwa.web.sign_in import person

blueprint = Blueprint("centre_messages", __name__)

KNOWN = re.compile(r"[0-9]{1,9}")
Page = str | Response | tuple[str, int]


class MessageForm(Form):
    """What is written, and to whom: the room, its invigilators, or a candidate by their number in our table."""

    to = SelectField(later(N_("Destinataires")), validate_choice=False)
    text = TextAreaField(
        later(N_("Message")),
        filters=[written],
        validators=[DataRequired(later(rules.EMPTY)), Length(max=rules.LONGEST, message=later(rules.TOO_LONG))],
    )

    @property
    def letter(self) -> Letter:
        """What to send; `Missing` when it is for nobody known."""
        audience, _, number = str(self.to.data or "").partition("-")
        is_one = audience == Audience.CANDIDATE
        if audience not in list(Audience) or (is_one and not KNOWN.fullmatch(number)):
            raise Missing
        return Letter(Audience(audience), self.read_text("text"), int(number) if is_one else None)


@blueprint.route("/centre/sessions/<int:number>/messages", methods=["GET", "POST"])
@login_required
def write(number: int) -> Page:
    """Show what was sent into a room, and send more."""
    db = database.session()
    session = rights.staffed_session(db, person(), number)
    form = MessageForm(data={"to": request.args.get("to", Audience.ROOM.value)})
    form.to.choices = _choices(session)
    if not form.validate_on_submit():
        return _page(session, form)
    try:
        centre_messages.send(db, number, person(), form.letter, utcnow())
    except Missing:
        raise
    except Refused as refused:
        give_up()
        form.form_errors.append(say(refused.sentence))
        return _page(rights.staffed_session(db, person(), number), form)
    flash(_("Message envoyé."), "info")
    return redirect(url_for(".write", number=number))


def _choices(session: CertificationSession) -> list[tuple[str, str]]:
    people = namesakes.told_apart(sessions.candidates(database.session(), session))
    return [
        (Audience.ROOM.value, _("Toute la salle")),
        (Audience.INVIGILATORS.value, _("Ses surveillants")),
        *((f"{Audience.CANDIDATE.value}-{number}", name) for number, name in people.items()),
    ]


def _page(session: CertificationSession, form: MessageForm) -> Page:
    sent = centre_messages.of_session(database.session(), session.id)
    page = render_template("centre/messages.html", session=session, form=form, sent=sent, finalised=rules.FINALISED)
    return page, 422 if form.errors else 200
