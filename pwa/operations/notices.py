"""Notices: what an invigilator did to a candidate's time, in the words that the test page shows."""

from datetime import datetime
from zoneinfo import ZoneInfo

from pwa.domain.grants import Terms
from pwa.models.tables import Account, CertificationSession


def granted(session: CertificationSession, account: Account, terms: Terms, now: datetime) -> str:
    """Say who gave or took how many minutes, when and why."""
    minutes = abs(terms.minutes)
    what = f"vous a {'ajouté' if terms.minutes > 0 else 'retiré'} {minutes} minute{'s' if minutes > 1 else ''}"
    return f"{account.full_name} {what} à {_clock(session, now)}. Motif : {terms.reason}."


def reopened(session: CertificationSession, account: Account, now: datetime) -> str:
    """Say who reopened the test."""
    return f"{account.full_name} a rouvert votre test à {_clock(session, now)}. Votre temps est intact."


def _clock(session: CertificationSession, now: datetime) -> str:
    return f"{now.astimezone(ZoneInfo(session.zone)):%H\u00a0h\u00a0%M}"
