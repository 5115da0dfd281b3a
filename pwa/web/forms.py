"""Forms: the fields people fill, with the sentence said when one is wrong."""

import re
from datetime import date

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    EmailField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional, ValidationError

from pwa.adapters.spoken import later
from pwa.domain import retention
from pwa.domain.errors import Invalid, Missing
from pwa.domain.words import N_
from pwa.domain.writing import one_line, several_lines
from pwa.web.addresses import LARGEST

REQUIRED = _("Remplissez ce champ.")
A_NUMBER = _("Écrivez le numéro en chiffres.")


def text_field(label: str, longest: int = 100) -> StringField:
    return StringField(label, filters=[trimmed], validators=[DataRequired(REQUIRED), Length(max=longest)])


def trimmed(value: str | None) -> str | None:
    """Return what was typed on one line, without what is no writing."""
    return one_line(value) if value else value


def written(value: str | None) -> str | None:
    """Return what was typed on several lines, without what is no writing."""
    return several_lines(value) if value else value


def _number_or_none(value: str | int | None) -> int | None:
    return int(value) if value else None


def _session_number(label: str) -> IntegerField:
    return IntegerField(label, validators=[InputRequired(A_NUMBER), NumberRange(1, LARGEST, A_NUMBER)])


class Form(FlaskForm):
    """A form whose checked values are read by their type."""

    def read_text(self, name: str) -> str:
        """Return a text field's value, empty when nothing was typed."""
        return str(self[name].data or "")

    def read_number(self, name: str) -> int:
        """Return a number field's value."""
        return int(self[name].data or 0)


class SignUpForm(Form):
    """A new account."""

    first_name = text_field(_("Prénom"))
    last_name = text_field(_("Nom"))
    email = EmailField(
        _("Adresse e-mail"),
        filters=[trimmed],
        validators=[DataRequired(REQUIRED), Length(max=254), Email(_("Écrivez une adresse comme nom@exemple.fr."))],
    )
    password = PasswordField(
        _("Mot de passe"),
        validators=[DataRequired(REQUIRED), Length(8, 200, _("Choisissez 8 caractères au moins."))],
    )


class SignInForm(Form):
    """An account's address and password."""

    email = EmailField(_("Adresse e-mail"), filters=[trimmed], validators=[DataRequired(REQUIRED), Length(max=254)])
    password = PasswordField(_("Mot de passe"), validators=[DataRequired(REQUIRED), Length(max=200)])
    stay = BooleanField(_("Rester connecté sur cet appareil"))


class EnterForm(Form):
    """What opens a session's board."""

    number = _session_number(_("Numéro de la session"))
    password = StringField(
        _("Mot de passe de la session"), filters=[trimmed], validators=[DataRequired(REQUIRED), Length(max=20)]
    )


class JoinForm(Form):
    """Who a candidate says they are, for which session."""

    number = _session_number(_("Numéro de session"))
    last_name = text_field(_("Nom de naissance"))
    first_name = text_field(_("Prénom"))
    birth_date = StringField(_("Date de naissance"), filters=[trimmed], validators=[DataRequired(REQUIRED)])

    def validate_birth_date(self, field: StringField) -> None:
        """Refuse what is not a date of the calendar."""
        if self.birth_day is None:
            raise ValidationError(_("Écrivez la date comme 31/12/2009."))

    @property
    def birth_day(self) -> date | None:
        """The birth date, None when it is not one: JJ/MM/AAAA with any separator or none, or as browsers write it."""
        return read_day(self.birth_date.data or "")


class CodeForm(Form):
    """The access code told in the room."""

    access_code = StringField(_("Code d'accès"), filters=[trimmed], validators=[DataRequired(REQUIRED), Length(max=20)])


class ImportForm(Form):
    """A file of sessions and candidates."""

    centre_id = SelectField(_("Centre"), coerce=int)
    file = FileField(_("Fichier CSV, XLSX ou ODS"), validators=[FileRequired(_("Choisissez un fichier."))])


class ContactForm(Form):
    """Whom the invigilators of a centre call."""

    contact = TextAreaField(
        _("Qui appeler"),
        filters=[written],
        validators=[Optional(), Length(max=500, message=_("Écrivez 500 caractères au plus."))],
    )


class FinaliseForm(Form):
    """What the centre says when it finalises; the reasons are added to it, one for each unfinished test."""

    comment = TextAreaField(
        _("Commentaire sur la session (facultatif)"),
        filters=[written],
        validators=[Optional(), Length(max=2000, message=_("Écrivez 2 000 caractères au plus."))],
    )


class FinalReportForm(Form):
    """What the centre reports of one candidate."""

    candidate_id = SelectField(
        _("Candidat"), coerce=_number_or_none, validators=[InputRequired(_("Choisissez un candidat."))]
    )
    code = SelectField(_("Signalement"), validators=[InputRequired(_("Choisissez un signalement."))])
    text = TextAreaField(
        _("Précisions"),
        filters=[written],
        validators=[Optional(), Length(max=500, message=_("Écrivez 500 caractères au plus."))],
    )


class RetentionForm(Form):
    """How long a centre keeps personal data; `at_once` is ticked when that erases some of it already."""

    days = IntegerField(
        _("Jours de conservation"),
        validators=[
            InputRequired(A_NUMBER),
            NumberRange(retention.LEAST, retention.MOST, later(retention.OUT_OF_RANGE)),
        ],
    )
    at_once = BooleanField(_("Effacer aussi ces sessions, pour toujours"))


class ActForm(Form):
    """A button: nothing but its token."""


def read_day(text: str) -> date | None:
    """Return the date that a person typed, or None."""
    parts = re.findall(r"\d+", re.sub(r"^(\d\d)(\d\d)(\d{4})$", r"\1 \2 \3", text))
    if len(parts) != 3:
        return None
    year_first = len(parts[0]) == 4
    year, month, day = parts if year_first else reversed(parts)
    try:
        return date(int(year), int(month), int(day)) if len(year) == 4 else None
    except (ValueError, OverflowError):
        return None


def read_ticked(name: str) -> list[int]:
    """Return the rows whose boxes of that name are ticked, each once, in the order of the page."""
    ticked = list(dict.fromkeys(request.form.getlist(name, type=int)))
    if not ticked:
        raise Invalid(N_("Cochez au moins un candidat."), "nothing_ticked")
    if not all(0 < number <= LARGEST for number in ticked):
        raise Missing
    return ticked
