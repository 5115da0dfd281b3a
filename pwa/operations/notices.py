"""Notices: what an invigilator did to a candidate's time, kept as facts, worded for the test page's reader."""

from datetime import datetime

from pwa.domain.grants import Terms
from pwa.domain.words import N_, NN_, Clock, Count, Sentence
from pwa.models.tables import Account, CertificationSession

GIVEN = NN_(
    "%(name)s vous a ajouté %(num)s minute à %(time)s. Motif : %(reason)s.",
    "%(name)s vous a ajouté %(num)s minutes à %(time)s. Motif : %(reason)s.",
)
TAKEN = NN_(
    "%(name)s vous a retiré %(num)s minute à %(time)s. Motif : %(reason)s.",
    "%(name)s vous a retiré %(num)s minutes à %(time)s. Motif : %(reason)s.",
)
REOPENED = N_("%(name)s a rouvert votre test à %(time)s. Votre temps est intact.")
BETWEEN = "\x1f"
"""Between two facts. No form lets it through, and nothing needs to be escaped: what is kept always fits its column."""


def granted(session: CertificationSession, account: Account, terms: Terms, now: datetime) -> str:
    """Keep who gave or took how many minutes, when and why."""
    return _kept(session, account, now, str(terms.minutes), terms.reason)


def reopened(session: CertificationSession, account: Account, now: datetime) -> str:
    """Keep who reopened the test."""
    return _kept(session, account, now)


def words(kept: str | None) -> str:
    """Return what is kept as a sentence; "" when nothing is."""
    if not kept or BETWEEN not in kept:
        return kept or ""  # of an older version: words already
    at, zone, minutes, name, reason = kept.split(BETWEEN, 4)
    values: dict[str, object] = {"name": name, "time": Clock(datetime.fromisoformat(at), zone)}
    if not minutes:
        return Sentence(REOPENED, **values)
    one, several = GIVEN if int(minutes) > 0 else TAKEN
    return Count(one, several, abs(int(minutes)), reason=Sentence(reason), **values)


def _kept(session: CertificationSession, account: Account, now: datetime, minutes: str = "", reason: str = "") -> str:
    return BETWEEN.join((now.isoformat(timespec="seconds"), session.zone, minutes, account.full_name, reason))
