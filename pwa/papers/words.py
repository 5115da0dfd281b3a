"""Words of the papers, in the language of who prints them: sentences, days and hours."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from pwa.adapters.spoken import language, say
from pwa.domain.words import Clock, Count, Sentence

LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def tell(source: str, **values: object) -> str:
    """Return a sentence of a paper, its places filled."""
    return say(Sentence(source, **values))


def tell_count(one: str, several: str, num: int) -> str:
    """Return a sentence of a paper that counts."""
    return say(Count(one, several, num))


def day_of(moment: datetime, zone: str) -> str:
    """Return « mercredi 20 novembre 2030 » in that zone."""
    return format_date(moment.astimezone(ZoneInfo(zone)).date(), "full", locale=LOCALES[language()])


def hour_of(moment: datetime, zone: str) -> str:
    """Return « 8 h 30 » in that zone."""
    return say(Clock(moment, zone))


def digits(day: date) -> str:
    """Return « 31/12/2009 », as it is typed."""
    return f"{day:%d/%m/%Y}"
