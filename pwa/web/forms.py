"""Forms: the fields people fill, with the sentence said when one is wrong."""

import re
from datetime import date, datetime, time

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional, ValidationError

from pwa.adapters.spoken import later
from pwa.domain import timing
from pwa.domain.errors import Invalid, Missing
from pwa.domain.lost_time import RULES
from pwa.domain.words import N_
from pwa.web.addresses import LARGEST

REQUIRED = _("Remplissez ce champ.")
A_NUMBER = _("Écrivez le numéro en chiffres.")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""Characters that are no writing, some of which no database holds."""


def text_field(label: str, longest: int = 100) -> StringField:
    return StringField(label, filters=[_trimmed], validators=[DataRequired(REQUIRED), Length(max=longest)])


def _trimmed(value: str | None) -> str | None:
    return " ".join(CONTROLS.sub("", value).split()) if value else value


def _written(value: str | None) -> str | None:
    return CONTROLS.sub("", value).strip() if value else value


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
        filters=[_trimmed],
        validators=[DataRequired(REQUIRED), Length(max=254), Email(_("Écrivez une adresse comme nom@exemple.fr."))],
    )
    password = PasswordField(
        _("Mot de passe"),
        validators=[DataRequired(REQUIRED), Length(8, 200, _("Choisissez 8 caractères au moins."))],
    )


class SignInForm(Form):
    """An account's address and password."""

    email = EmailField(_("Adresse e-mail"), filters=[_trimmed], validators=[DataRequired(REQUIRED), Length(max=254)])
    password = PasswordField(_("Mot de passe"), validators=[DataRequired(REQUIRED), Length(max=200)])
    stay = BooleanField(_("Rester connecté sur cet appareil"))


class EnterForm(Form):
    """What opens a session's board."""

    number = _session_number(_("Numéro de la session"))
    password = StringField(
        _("Mot de passe de la session"), filters=[_trimmed], validators=[DataRequired(REQUIRED), Length(max=20)]
    )


class JoinForm(Form):
    """Who a candidate says they are, for which session."""

    number = _session_number(_("Numéro de session"))
    last_name = text_field(_("Nom de naissance"))
    first_name = text_field(_("Prénom"))
    birth_date = StringField(_("Date de naissance"), filters=[_trimmed], validators=[DataRequired(REQUIRED)])

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

    access_code = StringField(
        _("Code d'accès"), filters=[_trimmed], validators=[DataRequired(REQUIRED), Length(max=20)]
    )


class SessionForm(Form):
    """A new session."""

    centre_id = SelectField(_("Centre"), coerce=int)
    site = text_field(_("Nom du site"), 200)
    room = text_field(_("Nom de la salle"), 200)
    date = DateField(_("Date de début"), validators=[InputRequired(_("Choisissez une date."))])
    time = TimeField(_("Heure de début (heure locale)"), validators=[InputRequired(_("Choisissez une heure."))])
    invigilators = text_field(_("Surveillant(s)"), 500)
    certification = SelectField(
        _("Certification"),
        choices=[
            SelectChoice("pix", _("Pix (105 min)")),
            SelectChoice("clea", _("CléA numérique (105 min)")),
            SelectChoice("pix_droit", _("Pix+ Droit (60 min)")),
            SelectChoice("pix_pro_sante", _("Pix+ Pro Santé (60 min)")),
            SelectChoice("pix_edu", _("Pix+ Édu (90 min)")),
        ],
    )
    duration = IntegerField(
        _("Durée en minutes (facultatif)"),
        validators=[Optional(), NumberRange(1, 600, _("Écrivez de 1 à 600 minutes."))],
    )
    warnings = StringField(_("Alertes avant la fin, en minutes"), filters=[_trimmed], default="15, 5")
    stops_after = IntegerField(
        _("Fin automatique, en minutes après la fin (facultatif)"),
        validators=[Optional(), NumberRange(0, 240, _("Écrivez de 0 à 240 minutes."))],
    )
    compensation = SelectField(
        _("Temps perdu : ce qui est proposé"),
        choices=[SelectChoice(rule.value, later(words.label)) for rule, words in RULES.items()],
    )
    notes = TextAreaField(_("Observations (facultatif)"), filters=[_written], validators=[Optional(), Length(max=2000)])

    def validate_warnings(self, field: StringField) -> None:
        """Refuse what is no list of minutes."""
        if timing.read_warnings(field.data or "") is None:
            raise ValidationError(_("Écrivez 5 nombres au plus, de 1 à 120 minutes, comme 15, 5."))

    @property
    def warning_minutes(self) -> tuple[int, ...]:
        """The warnings, longest first."""
        return timing.read_warnings(self.warnings.data or "") or ()

    @property
    def starts_at(self) -> datetime:
        """The start, in the site's own time, naive."""
        return datetime.combine(self.date.data or date.min, self.time.data or time.min)


class ImportForm(Form):
    """A file of sessions and candidates."""

    centre_id = SelectField(_("Centre"), coerce=int)
    file = FileField(_("Fichier CSV, XLSX ou ODS"), validators=[FileRequired(_("Choisissez un fichier."))])


class ContactForm(Form):
    """Whom the invigilators of a centre call."""

    contact = TextAreaField(
        _("Qui appeler"),
        filters=[_written],
        validators=[Optional(), Length(max=500, message=_("Écrivez 500 caractères au plus."))],
    )


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
