"""Alerts: raise those whose cause holds, close those whose cause is gone."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import alerts as rules
from pwa.models.tables import Account, Alert, Candidate
from pwa.operations import alert_events, escalations, outbox
from pwa.operations.changes import Case, Change

FOLDED = "folded"
"""Why an alert is closed that an outage holds from then on."""

Key = tuple[str, str]


def of_room(db: Session, session_id: int) -> list[Alert]:
    """Return the open alerts of a session that are no candidate's: of the room, of an invigilator's phone."""
    query = select(Alert).where(Alert.session_id == session_id, Alert.candidate_id.is_(None), Alert.closed_at.is_(None))
    return list(db.scalars(query.order_by(Alert.id)))


def open_of(db: Session, candidate_id: int) -> dict[Key, Alert]:
    """Return a candidate's open alerts by kind and detail."""
    query = select(Alert).where(Alert.candidate_id == candidate_id, Alert.closed_at.is_(None))
    return {(alert.kind, alert.detail): alert for alert in db.scalars(query)}


def settle(case: Case, why: str) -> None:
    """Make a candidate's open alerts exactly those whose cause holds; `why` says what closed the others."""
    change = case.change
    causes = {cause.key: cause for cause in rules.causes(case.facts, change.now)}
    standing = open_of(change.db, case.candidate.id)
    _close_all((alert for key, alert in standing.items() if key not in causes), case, why)
    for key, cause in causes.items():
        if key not in standing:
            open_one(change, cause, case.candidate, word=_first_word(case, cause))


def open_one(
    change: Change,
    cause: rules.Cause,
    candidate: Candidate | None = None,
    about: Account | None = None,
    word: str = "raised",
) -> Alert:
    """Raise an alert, of a candidate or (without one) of the room; `about` is the person whose phone it is about.

    `word` is what its life begins with: "reopened" when an outage that held its cause is over.
    """
    alert = Alert(
        session_id=change.session_id,
        candidate_id=candidate.id if candidate else None,
        about_id=about.id if about else None,
        kind=cause.kind.value,
        detail=cause.detail,
        dedupe_key=_dedupe_key(change.session_id, cause, candidate, about),
        version=change.version,
        since=cause.since,
        raised_at=change.now,
    )
    change.db.add(alert)
    change.db.flush()
    change.journal("alert_raised", candidate, alert=alert.id, kind=alert.kind, detail=alert.detail)
    escalations.begin(change, alert, word)
    return alert


def close_one(change: Change, alert: Alert, why: str) -> None:
    """Close an alert, and tell the devices that were rung; `why` is a word for the journal."""
    alert.closed_at, alert.closed_why, alert.escalate_at = change.now, why, None
    alert.touch(change.version)
    alert_events.write(change, alert, "folded" if why == FOLDED else "closed")
    outbox.tell_the_rung(change, alert, "closed")
    change.journal("alert_closed", alert.candidate, alert=alert.id, kind=alert.kind, why=why)


def _close_all(alerts: Iterable[Alert], case: Case, why: str) -> None:
    for alert in alerts:
        close_one(case.change, alert, why)
    case.change.db.flush()


def _first_word(case: Case, cause: rules.Cause) -> str:
    """What an alert's life begins with: an outage may have told this loss before."""
    told = select(Alert.id).where(
        Alert.candidate_id == case.candidate.id, Alert.folded_into_id.is_not(None), Alert.since == cause.since
    )
    is_told = cause.kind in rules.LOSSES and case.change.db.scalars(told.limit(1)).first() is not None
    return "reopened" if is_told else "raised"


def _dedupe_key(session_id: int, cause: rules.Cause, candidate: Candidate | None, about: Account | None) -> str:
    if candidate:
        return f"{candidate.id}:{cause.kind}:{cause.detail}"
    return f"s{session_id}:{cause.kind}:{about.id if about else ''}"
