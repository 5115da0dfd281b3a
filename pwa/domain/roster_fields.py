"""The fields of a session and of a candidate, one function each: text in, value out.

Each raises Invalid with a code of Pix Certif's import and a French sentence that says what to write. The file's
reader and the forms call the same functions.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal

from pwa.domain import names, years
from pwa.domain.errors import Invalid
from pwa.domain.words import N_, Sentence

LONGEST = 100  # characters in a cell
LONGEST_CLASS = 50
LONGEST_SEAT = 20
LONGEST_EMAIL = 254  # RFC 5321
LONGEST_LIST = 500  # the invigilators of a session
LONGEST_NOTES = 2_000
EARLIEST_BIRTH = date(1900, 1, 1)

TOO_LONG = N_("Écrivez %(longest)s caractères au plus.")
BAD_EMAIL = N_("Écrivez une adresse e-mail complète, par exemple prenom.nom@exemple.fr, ou laissez vide.")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2}) ?[:h] ?(\d{2})(?::00)?", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)(%?)", re.ASCII)
_CERTIFICATIONS = {
    "": "pix", "pix": "pix", "clea": "clea", "clea numerique": "clea", "pix droit": "pix_droit",
    "pix pro sante": "pix_pro_sante", "pix edu": "pix_edu",
}  # fmt: skip
_SEXES = {
    "m": "M", "masculin": "M", "monsieur": "M", "f": "F", "feminin": "F", "mme": "F", "madame": "F", "mlle": "F",
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s,;:<>()\"]+@[^@\s,;:<>()\".]+(\.[^@\s,;:<>()\".]+)+")


def optional_text(text: str, longest: int = LONGEST) -> str:
    """Return the text trimmed, "" when there is none."""
    if len(text.strip()) > longest:
        raise Invalid(Sentence(TOO_LONG, longest=longest), "TEXT_TOO_LONG")
    return text.strip()


def notes(text: str) -> str:
    """Return the observations about a session."""
    return optional_text(text, LONGEST_NOTES)


def certification(text: str) -> str:
    """Return the certification chosen, by the name `timing.DURATIONS` knows; Pix when nothing is written."""
    written = names.fold(text)
    if written not in _CERTIFICATIONS:
        sentence = N_("Écrivez Pix, CléA numérique, Pix+ Droit, Pix+ Pro Santé ou Pix+ Édu, ou laissez vide.")
        raise Invalid(sentence, "SESSION_CERTIFICATION_NOT_VALID")
    return _CERTIFICATIONS[written]


def site(text: str) -> str:
    """Return the name of the site."""
    return _required(text, "SESSION_ADDRESS_REQUIRED", N_("Écrivez le nom du site."))


def room(text: str) -> str:
    """Return the name of the room."""
    return _required(text, "SESSION_ROOM_REQUIRED", N_("Écrivez le nom de la salle."))


def invigilators(text: str) -> str:
    """Return the names of the invigilators, as written."""
    sentence = N_("Écrivez le prénom et le nom d'au moins un surveillant.")
    return _required(text, "SESSION_EXAMINER_REQUIRED", sentence, LONGEST_LIST)


def session_number(text: str) -> int:
    """Return the number of a session that exists (whether it does is not known here)."""
    if not _NUMBER.fullmatch(text.strip()) or not int(text):
        raise Invalid(N_("Écrivez un numéro de session, en chiffres, ou laissez vide."), "SESSION_ID_NOT_VALID")
    return int(text)


def session_date(text: str) -> date:
    """Return the day of a session."""
    sentence = N_("Écrivez la date de début au format JJ/MM/AAAA, par exemple 20/11/2030.")
    written = _required(text, "SESSION_DATE_REQUIRED", sentence)
    day = _date(written, sentence, "SESSION_DATE_NOT_VALID")
    if day.year not in years.KEPT:
        raise Invalid(years.ODD, "SESSION_DATE_NOT_VALID")
    return day


def session_time(text: str) -> time:
    """Return the time a session starts, on the site's own clock."""
    sentence = N_("Écrivez l'heure de début au format HH:MM, de 00:00 à 23:59, par exemple 08:30.")
    match = _TIME.fullmatch(_required(text, "SESSION_TIME_REQUIRED", sentence))
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise Invalid(sentence, "SESSION_TIME_NOT_VALID")
    return time(int(match[1]), int(match[2]))


def to_come(starts_at: datetime, now: datetime) -> datetime:
    """Return `starts_at` when it is still to come (both naive, both on the site's own clock)."""
    if starts_at <= now:
        sentence = N_("Cette date est passée : écrivez une date et une heure à venir.")
        raise Invalid(sentence, "SESSION_SCHEDULED_IN_THE_PAST")
    return starts_at


def last_name(text: str) -> str:
    """Return the last name at birth, as written."""
    return _name(text, "LAST_NAME", N_("Écrivez le nom de naissance."), N_("Écrivez le nom de naissance, en lettres."))


def first_name(text: str) -> str:
    """Return the first name, as written."""
    return _name(text, "FIRST_NAME", N_("Écrivez le prénom."), N_("Écrivez le prénom, en lettres."))


def birth_date(text: str, today: date) -> date:
    """Return the birth date, after 01/01/1900 and not in the future."""
    sentence = N_("Écrivez la date de naissance au format JJ/MM/AAAA, par exemple 18/05/2009.")
    written = _required(text, "CANDIDATE_BIRTHDATE_REQUIRED", sentence)
    born = _date(written, sentence, "CANDIDATE_BIRTHDATE_FORMAT_NOT_VALID")
    if born <= EARLIEST_BIRTH:
        raise Invalid(N_("Écrivez une date de naissance après le 01/01/1900."), "CANDIDATE_BIRTHDATE_MUST_BE_GREATER")
    if born > today:
        raise Invalid(N_("Écrivez une date de naissance passée."), "CANDIDATE_BIRTHDATE_MUST_BE_PAST")
    return born


def sex(text: str) -> str:
    """Return « M » or « F »."""
    sentence = N_("Écrivez M ou F.")
    written = names.fold(_required(text, "CANDIDATE_SEX_REQUIRED", sentence))
    if written not in _SEXES:
        raise Invalid(sentence, "CANDIDATE_SEX_NOT_VALID")
    return _SEXES[written]


def class_name(text: str) -> str:
    """Return the class, "" when there is none."""
    return optional_text(text, LONGEST_CLASS)


def seat(text: str) -> str | None:
    """Return the seat, None when there is none."""
    return optional_text(text, LONGEST_SEAT) or None


def recipient_email(text: str) -> str:
    """Return the address that receives the results, "" when there is none."""
    return _email(text, "CANDIDATE_RESULT_RECIPIENT_EMAIL_NOT_VALID")


def convocation_email(text: str) -> str:
    """Return the address that receives the convocation, "" when there is none."""
    return _email(text, "CANDIDATE_EMAIL_NOT_VALID")


def extra_time(text: str) -> int | None:
    """Return the extra time in percent; « 33 % », « 33% », « 0,33 » and « 33 » are all 33, "" is None."""
    written = "".join(text.split())
    if not written:
        return None
    percent = _percent(written)
    if percent is None or percent != percent.to_integral_value():
        sentence = N_("Écrivez un pourcentage entier, par exemple 33%, ou laissez vide.")
        raise Invalid(sentence, "CANDIDATE_EXTRA_TIME_INTEGER")
    if not 1 <= percent <= 999:
        sentence = N_("Écrivez un pourcentage de 1 à 999, ou laissez vide.")
        raise Invalid(sentence, "CANDIDATE_EXTRA_TIME_OUT_OF_RANGE")
    return int(percent)


def _required(text: str, code: str, sentence: str, longest: int = LONGEST) -> str:
    if not text.strip():
        raise Invalid(sentence, code)
    return optional_text(text, longest)


def _name(text: str, field: str, missing: str, unreadable: str) -> str:
    name = _required(text, f"CANDIDATE_{field}_REQUIRED", missing)
    if not any(character.isalpha() for character in names.fold(name)):
        raise Invalid(unreadable, f"CANDIDATE_{field}_MUST_BE_A_STRING")
    optional_text(names.fold(name))  # some characters fold into many
    return name


def _date(text: str, sentence: str, code: str) -> date:
    match = _DATE.fullmatch(text)
    if not match:
        raise Invalid(sentence, code)
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        raise Invalid(N_("Cette date n'existe pas : vérifiez le jour et le mois (JJ/MM/AAAA)."), code) from None


def _email(text: str, code: str) -> str:
    address = optional_text(text, LONGEST_EMAIL)
    if address and not _EMAIL.fullmatch(address):
        raise Invalid(BAD_EMAIL, code)
    return address


def _percent(written: str) -> Decimal | None:
    """Return the percentage; without a sign, what is under 1 is a share of 1 (as spreadsheets keep it)."""
    match = _PERCENT.fullmatch(written)
    if not match:
        return None
    value = Decimal(match[1].replace(",", "."))
    return value * 100 if value < 1 and not match[2] else value
