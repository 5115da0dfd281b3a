"""The form of a session: what staff say of one that they make, change or make once more."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from pwa.adapters.spoken import later, say
from pwa.domain import timing, years
from pwa.domain.errors import Invalid
from pwa.domain.lost_time import RULES, Rule
from pwa.domain.timing import DURATIONS
from pwa.models.tables import CertificationSession
from pwa.operations.session_changes import fingerprint
from pwa.operations.sessions import Plan
from pwa.web.forms import Form, text_field, trimmed, written

CERTIFICATIONS = {
    "pix": _("Pix (105 min)"),
    "clea": _("CléA numérique (105 min)"),
    "pix_droit": _("Pix+ Droit (60 min)"),
    "pix_pro_sante": _("Pix+ Pro Santé (60 min)"),
    "pix_edu": _("Pix+ Édu (90 min)"),
}
TIMING = ("date", "time", "certification", "duration", "warnings", "stops_after", "compensation")
"""The fields that are settled once somebody has started."""


class SessionForm(Form):
    """A session."""

    site = text_field(_("Nom du site"), 200)
    room = text_field(_("Nom de la salle"), 200)
    date = DateField(_("Date de début"), validators=[InputRequired(_("Choisissez une date."))])
    time = TimeField(_("Heure de début (heure locale)"), validators=[InputRequired(_("Choisissez une heure."))])
    invigilators = text_field(_("Surveillants"), 500)
    certification = SelectField(
        _("Certification"), choices=[SelectChoice(code, label) for code, label in CERTIFICATIONS.items()]
    )
    duration = IntegerField(
        _("Durée en minutes (facultatif)"),
        validators=[Optional(), NumberRange(1, 600, _("Écrivez de 1 à 600 minutes."))],
    )
    warnings = StringField(_("Alertes avant la fin, en minutes"), filters=[trimmed], default="15, 5")
    stops_after = IntegerField(
        _("Fin automatique, en minutes après la fin (facultatif)"),
        validators=[Optional(), NumberRange(0, 240, _("Écrivez de 0 à 240 minutes."))],
    )
    compensation = SelectField(
        _("Temps perdu : ce qui est proposé"),
        choices=[SelectChoice(rule.value, later(words.label)) for rule, words in RULES.items()],
    )
    notes = TextAreaField(_("Observations (facultatif)"), filters=[written], validators=[Optional(), Length(max=2000)])

    def validate_date(self, field: DateField) -> None:
        """Refuse a day that can only be a slip."""
        if field.data:
            try:
                years.check(field.data)
            except Invalid as refused:
                raise ValidationError(say(refused.sentence)) from None

    def validate_warnings(self, field: StringField) -> None:
        """Refuse what is no list of minutes."""
        if timing.read_warnings(field.data or "") is None:
            raise ValidationError(_("Écrivez 5 nombres au plus, de 1 à 120 minutes, comme 15, 5."))

    def plan(self, session: CertificationSession | None = None) -> Plan:
        """Return what was said; of what was not asked, what that session has."""
        settled = plan_of(session) if session and "date" not in self else self._timed()
        return replace(
            settled,
            site=self.read_text("site"),
            room=self.read_text("room"),
            invigilators=self.read_text("invigilators"),
            notes=self.read_text("notes"),
        )

    def _timed(self) -> Plan:
        return Plan(
            site="",
            room="",
            invigilators="",
            starts_at=datetime.combine(self.date.data or date.min, self.time.data or time.min),
            certification=self.read_text("certification"),
            duration=self.duration.data,
            warnings=timing.read_warnings(self.read_text("warnings")) or (),
            stops_after=self.stops_after.data,
            compensation=Rule(self.compensation.data),
        )


class NewSessionForm(SessionForm):
    """A new session, of one of the person's centres."""

    centre_id = SelectField(_("Centre"), coerce=int)


class EditForm(SessionForm):
    """A session as it stands; `seen` is its fingerprint when it was read."""

    seen = HiddenField()

    @classmethod
    def of(cls, session: CertificationSession) -> "EditForm":
        """Return the form as a session stands; what is settled is not in it, unless it was sent all the same."""
        form = cls(data={**values_of(session), "seen": fingerprint(session)})
        if session.started_at and "date" not in request.form:
            for name in TIMING:
                del form[name]
        return form

    def face(self, session: CertificationSession) -> None:
        """Say beside each field what a colleague has left in it meanwhile: sent again, it is replaced knowingly."""
        self.seen.data = fingerprint(session)
        theirs = SessionForm(formdata=None, data=values_of(session))
        for field in theirs:
            if field.name in self and hasattr(field, "_value") and field.data != self[field.name].data:
                self[field.name].errors = [_("Enregistré à présent : %(value)s", value=field._value() or "—")]


class CopyForm(SessionForm):
    """A session made once more."""

    people = BooleanField(_("Inscrire aussi ses candidats"))


def plan_of(session: CertificationSession) -> Plan:
    """Return what a session's row says of it."""
    return Plan(
        site=session.site,
        room=session.room,
        starts_at=session.starts_at.astimezone(ZoneInfo(session.zone)).replace(tzinfo=None),
        invigilators=session.invigilators,
        notes=session.notes,
        certification=session.certification,
        duration=session.duration_minutes,
        warnings=tuple(session.warnings),
        stops_after=session.stops_after,
        compensation=Rule(session.compensation),
    )


def values_of(session: CertificationSession) -> dict[str, Any]:
    """Return what the fields hold at first; the certification's own duration is left unsaid."""
    plan = plan_of(session)
    return {
        **vars(plan),
        "date": plan.starts_at.date(),
        "time": plan.starts_at.time(),
        "duration": None if plan.duration == DURATIONS.get(plan.certification) else plan.duration,
        "warnings": ", ".join(str(minutes) for minutes in plan.warnings),
        "compensation": plan.compensation.value,
    }
