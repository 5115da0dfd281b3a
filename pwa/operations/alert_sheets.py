"""Alert sheets: one alert by itself, as whoever may answer it (or was rung for it) sees it on a page of its own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pwa.domain import alerts as rules
from pwa.domain import names
from pwa.models.tables import Account, Alert, Candidate
from pwa.operations import alert_events, rights
from pwa.operations.alert_events import EventLine


@dataclass(frozen=True)
class AlertSheet:
    """One alert: `who` it is about by name or by initials, whether this person `watches` the session, may take it."""

    id: int
    kind: str
    number: int
    site: str
    room: str
    zone: str
    now: datetime
    sentence: str
    signal: str
    since: datetime
    who: str | None
    seat: str | None
    claimed_by: str | None
    claimed_at: datetime | None
    mine: bool
    closed_at: datetime | None
    closed_why: str | None
    may_answer: bool
    watches: bool
    candidate_id: int | None
    training: bool
    life: tuple[EventLine, ...]


def read(db: Session, account: Account, alert_id: int, now: datetime) -> AlertSheet:
    """Return an alert's page; it is `Missing` for whoever has nothing to do with it."""
    alert = rights.reachable_alert(db, account, alert_id)
    kind, candidate, session = rules.Kind(alert.kind), alert.candidate, alert.session
    return AlertSheet(
        id=alert.id,
        kind=alert.kind,
        number=session.number,
        site=session.site,
        room=session.room,
        zone=session.zone,
        now=now,
        sentence=rules.sentence(kind, alert.detail),
        signal=rules.MANNERS[kind].signal,
        since=alert.since,
        who=_who(alert, candidate, by_name=rights.knows_names(db, account.id, alert)),
        seat=candidate.seat if candidate else None,
        claimed_by=alert.claimed_by.full_name if alert.claimed_by else None,
        claimed_at=alert.claimed_at,
        mine=alert.claimed_by_id == account.id,
        closed_at=alert.closed_at,
        closed_why=alert.closed_why,
        may_answer=alert.closed_at is None and rights.may_answer(db, account.id, alert),
        watches=session.finalised_at is None and rights.watches(db, account.id, session.number),
        candidate_id=alert.candidate_id,
        training=session.training,
        life=alert_events.of_alert(db, alert),
    )


def _who(alert: Alert, candidate: Candidate | None, *, by_name: bool) -> str | None:
    if candidate:
        return candidate.full_name if by_name else names.initials(candidate.first_name, candidate.last_name)
    return alert.about.full_name if alert.about and by_name else None
