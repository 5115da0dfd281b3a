"""The form of an enrolment: its fields are judged by the rules of the files, and told the same sentences."""

from datetime import date

from flask_babel import lazy_gettext as _
from wtforms import EmailField, Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types

from pwa.adapters.places import official
from pwa.adapters.spoken import say
from pwa.domain.roster_columns import Column
from pwa.domain.roster_lines import Line, read_candidate
from pwa.domain.roster_values import EnrolledCandidate
from pwa.models.tables import Candidate
from pwa.web.forms import Form, read_day, trimmed

FIELDS = {
    "last_name": Column.LAST_NAME,
    "first_name": Column.FIRST_NAME,
    "birth_date": Column.BIRTH_DATE,
    "sex": Column.SEX,
    "birth_country": Column.BIRTH_COUNTRY,
    "birth_insee": Column.BIRTH_INSEE,
    "birth_postal_code": Column.BIRTH_POSTAL_CODE,
    "birth_city": Column.BIRTH_CITY,
    "extra_time": Column.EXTRA_TIME,
    "seat": Column.SEAT,
    "class_name": Column.CLASS_NAME,
    "external_id": Column.EXTERNAL_ID,
    "convocation_email": Column.CONVOCATION_EMAIL,
    "recipient_email": Column.RECIPIENT_EMAIL,
}
TITLES = tuple(FIELDS.values())
PLACES = {column: place for place, column in enumerate(TITLES)}


def _day(value: str | None) -> str | None:
    """Return a date as the rules read it, however it was typed: keyboards of digits have no slash."""
    day = read_day(value or "")
    return f"{day:%d/%m}/{day.year:04}" if day else value


def _text(label: str) -> StringField:
    return StringField(label, filters=[trimmed])


class CandidateForm(Form):
    """Somebody to enrol, or who is."""

    last_name = _text(_("Nom de naissance"))
    first_name = _text(_("Prénom"))
    birth_date = StringField(_("Date de naissance"), filters=[trimmed, _day])
    sex = SelectField(
        _("Sexe"), choices=[SelectChoice("", _("Choisissez…")), SelectChoice("F", "F"), SelectChoice("M", "M")],
        validate_choice=False,
    )  # fmt: skip
    birth_country = _text(_("Pays de naissance"))
    birth_insee = _text(_("Code INSEE de la commune de naissance"))
    birth_postal_code = _text(_("Code postal de la commune de naissance"))
    birth_city = _text(_("Commune de naissance"))
    extra_time = _text(_("Temps majoré (facultatif)"))
    seat = _text(_("Poste (facultatif)"))
    class_name = _text(_("Classe (facultatif)"))
    external_id = _text(_("Identifiant externe (facultatif)"))
    convocation_email = EmailField(_("E-mail de convocation (facultatif)"), filters=[trimmed])
    recipient_email = EmailField(_("E-mail de qui reçoit les résultats (facultatif)"), filters=[trimmed])

    def read(self, today: date) -> EnrolledCandidate | None:
        """Return who was described; None once each field that is wrong says so."""
        if not self.validate():
            return None
        line = Line(0, [self.read_text(name) for name in FIELDS], TITLES, PLACES)
        person = read_candidate(line, today, official()) if any(map(self.read_text, FIELDS)) else None
        fields = dict(zip(TITLES, FIELDS, strict=True))
        for finding in line.findings():
            _refuse(self[fields[Column(finding.column)]], say(finding.sentence))
        if person is None:
            _refuse(self.last_name, _("Écrivez le nom de naissance."))
        return None if self.errors else person


class SearchForm(Form):
    """Part of a name."""

    name = _text(_("Rechercher un candidat"))


def written(candidate: Candidate) -> dict[str, str]:
    """Return what the form says of somebody who is enrolled."""
    texts = {name: getattr(candidate, name) or "" for name in FIELDS}
    percent = f"{candidate.extra_time} %" if candidate.extra_time else ""
    born = candidate.birth_date
    return {**texts, "birth_date": f"{born:%d/%m}/{born.year:04}", "extra_time": percent}


def _refuse(field: Field, sentence: str) -> None:
    field.errors = [*field.errors, sentence]
