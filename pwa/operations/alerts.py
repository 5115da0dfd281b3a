"""Alerts: raise those whose cause holds, close those whose cause is gone, let somebody take one."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import alerts as rules
from pwa.domain.errors import Illegal, Missing
from pwa.models.tables import Account, Alert, Candidate
from pwa.operations import claims
from pwa.operations.changes import Case, Change
from pwa.operations.outbox import announce

Key = tuple[str, str]


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
            open_one(change, cause, case.candidate)


def claim(change: Change, alert_id: int, account: Account) -> None:
    """Let this person take the alert; raises `Missing` when it is none of the session's, `Illegal` when it is over."""
    alert = change.db.scalars(
        select(Alert).where(Alert.id == alert_id, Alert.session_id == change.session_id)
    ).one_or_none()
    if alert is None:
        raise Missing
    if alert.closed_at:
        raise Illegal("Cette alerte est déjà close : il n'y a plus rien à faire.", "alert_closed")
    if alert.claimed_by and alert.claimed_by_id != account.id:
        raise Illegal(f"{alert.claimed_by.full_name} s'en occupe déjà.", "alert_claimed")
    alert.claimed_at = alert.claimed_at or change.now
    alert.claimed_by_id = account.id
    alert.touch(change.version)
    if alert.candidate and alert.kind in claims.ABOUT_AN_INTERRUPTION:
        claims.take(change, alert.candidate)
    change.journal("alert_claimed", alert.candidate, alert=alert.id, kind=alert.kind)


def open_one(
    change: Change, cause: rules.Cause, candidate: Candidate | None = None, about: Account | None = None
) -> Alert:
    """Raise an alert, of a candidate or (without one) of the room; `about` is the person whose phone it is about."""
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
    if rules.MANNERS[cause.kind].pushed:
        announce(change, alert)
    return alert


def close_one(change: Change, alert: Alert, why: str) -> None:
    """Close an alert: `why` is a word for the journal."""
    alert.closed_at = change.now
    alert.closed_why = why
    alert.version = change.version
    change.journal("alert_closed", alert.candidate, alert=alert.id, kind=alert.kind, why=why)


def _close_all(alerts: Iterable[Alert], case: Case, why: str) -> None:
    for alert in alerts:
        close_one(case.change, alert, why)
    case.change.db.flush()


def _dedupe_key(session_id: int, cause: rules.Cause, candidate: Candidate | None, about: Account | None) -> str:
    if candidate:
        return f"{candidate.id}:{cause.kind}:{cause.detail}"
    return f"s{session_id}:{cause.kind}:{about.id if about else ''}"
