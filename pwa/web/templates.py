"""What every template can use: times in the session's zone, who is signed in, the keys phones need."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask

from pwa.clock import utcnow
from pwa.domain.codes import PASSWORD_PREFIX
from pwa.domain.grants import REASONS
from pwa.services import services

VERSION = "0.1.0"


def register(app: Flask) -> None:
    """Give templates their filters and values."""
    app.jinja_env.filters["localtime"] = local_time
    app.jinja_env.filters["localseconds"] = local_seconds
    app.jinja_env.filters["localdate"] = local_date
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_values)


def local_time(moment: datetime, zone: str) -> str:
    """Return « 14 h 02 » in that zone, with no-break spaces."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H\u00a0h\u00a0%M}"


def local_seconds(moment: datetime, zone: str) -> str:
    """Return « 14:02:07 » in that zone, where seconds count."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M:%S}"


def local_date(moment: datetime, zone: str) -> str:
    """Return « 20/11/2030 » in that zone."""
    return f"{moment.astimezone(ZoneInfo(zone)):%d/%m/%Y}"


def _values() -> dict[str, Any]:
    return {
        "now": utcnow(),
        "app_version": VERSION,
        "password_prefix": PASSWORD_PREFIX,
        "vapid_key": services().vapid_key,
        "grant_reasons": REASONS,
    }
