"""Notices: what an invigilator did to a candidate's time, kept as facts, worded for the test page's reader."""

import json
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


def granted(session: CertificationSession, account: Account, terms: Terms, now: datetime) -> str:
    """Keep who gave or took how many minutes, when and why."""
    return _kept(session, account, now, minutes=terms.minutes, reason=terms.reason)


def reopened(session: CertificationSession, account: Account, now: datetime) -> str:
    """Keep who reopened the test."""
    return _kept(session, account, now)


def words(kept: str | None) -> str:
    """Return what is kept as a sentence; "" when nothing is."""
    if not kept or not kept.startswith("{"):
        return kept or ""  # of an older version: words already
    facts = json.loads(kept)
    values: dict[str, object] = {
        "name": facts["name"],
        "time": Clock(datetime.fromisoformat(facts["at"]), facts["zone"]),
    }
    if "minutes" not in facts:
        return Sentence(REOPENED, **values)
    one, several = GIVEN if facts["minutes"] > 0 else TAKEN
    return Count(one, several, abs(facts["minutes"]), reason=Sentence(facts["reason"]), **values)


def _kept(session: CertificationSession, account: Account, now: datetime, **facts: object) -> str:
    known = {"name": account.full_name, "at": now.isoformat(timespec="seconds"), "zone": session.zone, **facts}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))
