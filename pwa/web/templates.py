"""What every template can use: times in the session's zone, who is signed in, the keys phones need."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from pwa.adapters.languages import LANGUAGES
from pwa.adapters.places import official
from pwa.adapters.spoken import language, say
from pwa.clock import utcnow
from pwa.domain.codes import PASSWORD_PREFIX
from pwa.domain.grants import REASONS
from pwa.domain.words import Clock, Sentence
from pwa.services import services

VERSION = "0.1.0"


def register(app: Flask) -> None:
    """Give templates their filters and values."""
    app.jinja_env.globals["say"] = say
    app.jinja_env.finalize = _said
    app.jinja_env.globals["language"] = language
    app.jinja_env.globals["languages"] = LANGUAGES
    app.jinja_env.globals["countries"] = lambda: official().country_names()
    app.jinja_env.filters["localtime"] = local_time
    app.jinja_env.filters["localseconds"] = local_seconds
    app.jinja_env.filters["localdate"] = local_date
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_values)


def local_time(moment: datetime, zone: str | None = None) -> str:
    """Return « 14 h 02 » in that zone, with no-break spaces; 14:02 in English."""
    return say(Clock(moment, zone))


def local_seconds(moment: datetime, zone: str) -> str:
    """Return « 14:02:07 » in that zone, where seconds count."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M:%S}"


def local_date(moment: datetime, zone: str) -> str:
    """Return « 20/11/2030 » in that zone."""
    return f"{moment.astimezone(ZoneInfo(zone)):%d/%m/%Y}"


def _said(value: object) -> object:
    """What a template writes of our own sentences is in the language of its reader."""
    return say(value) if isinstance(value, Sentence) else value


def _values() -> dict[str, Any]:
    return {
        "now": utcnow(),
        "app_version": VERSION,
        "password_prefix": PASSWORD_PREFIX,
        "vapid_key": services().vapid_key,
        "grant_reasons": REASONS,
    }
