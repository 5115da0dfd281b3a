"""Alert lines: the open alerts of a session as one person sees them, those of the room included."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from pwa.domain import alerts as rules
from pwa.domain import names
from pwa.models.tables import Account, Alert, Candidate, CertificationSession
from pwa.operations import alert_events
from pwa.operations.alert_events import EventLine


@dataclass(frozen=True)
class Held:
    """Those of an outage: how many it hit, and who is still missing, in the order of names."""

    hit: int
    missing: tuple[str, ...]

    @property
    def back(self) -> int:
        return self.hit - len(self.missing)


@dataclass(frozen=True)
class AlertLine:
    """An open alert as this person sees it; `action` is the move that answers it, `life` what happened to it so far.

    Without a candidate it is the room's: an outage (`held`), or the silence of the phone of somebody (`about`).
    """

    id: int
    kind: str
    detail: str
    sentence: str
    since: datetime
    severity: int
    signal: str
    candidate_id: int | None
    full_name: str | None
    seat: str | None
    claimed_by: str | None
    claimed_at: datetime | None
    mine: bool
    action: str | None
    life: tuple[EventLine, ...]
    about: str | None
    held: Held | None

    @property
    def calls(self) -> bool:
        """Whether it asks for a person, now."""
        return rules.MANNERS[rules.Kind(self.kind)].calls


def of_session(db: Session, session: CertificationSession, account: Account) -> tuple[AlertLine, ...]:
    """Return the open alerts of a session, the most urgent first, then the oldest."""
    query = (
        select(Alert)
        .where(Alert.session_id == session.id, Alert.closed_at.is_(None))
        .options(joinedload(Alert.candidate), joinedload(Alert.claimed_by), joinedload(Alert.about))
    )
    alerts = db.scalars(query).all()
    lives = alert_events.of_session(db, session.id)
    held = _held(db, [alert.id for alert in alerts if alert.kind == rules.Kind.ROOM_OUTAGE])
    lines = [_line(alert, account, lives.get(alert.id, ()), held.get(alert.id)) for alert in alerts]
    return tuple(sorted(lines, key=lambda line: (line.claimed_at is not None, line.severity, line.since, line.id)))


def _line(alert: Alert, account: Account, life: tuple[EventLine, ...], held: Held | None) -> AlertLine:
    kind = rules.Kind(alert.kind)
    manner, candidate = rules.MANNERS[kind], alert.candidate
    return AlertLine(
        id=alert.id,
        kind=alert.kind,
        detail=alert.detail,
        sentence=rules.sentence(kind, alert.detail),
        since=alert.since,
        severity=manner.severity,
        signal=manner.signal,
        candidate_id=candidate.id if candidate else None,
        full_name=candidate.full_name if candidate else None,
        seat=candidate.seat if candidate else None,
        claimed_by=alert.claimed_by.full_name if alert.claimed_by else None,
        claimed_at=alert.claimed_at,
        mine=alert.claimed_by_id == account.id,
        action=manner.answer.value if manner.answer else None,
        life=life,
        about=alert.about.full_name if alert.about else None,
        held=held,
    )


def _held(db: Session, outages: Iterable[int]) -> dict[int, Held]:
    return {outage_id: Held(_hit(db, outage_id), _missing(db, outage_id)) for outage_id in outages}


def _hit(db: Session, outage_id: int) -> int:
    return db.scalars(select(func.count(Alert.candidate_id.distinct())).where(Alert.folded_into_id == outage_id)).one()


def _missing(db: Session, outage_id: int) -> tuple[str, ...]:
    missing = db.scalars(select(Candidate).where(Candidate.outage_id == outage_id))
    people = sorted(missing, key=lambda one: names.sort_key(one.last_name, one.first_name))
    return tuple(candidate.full_name for candidate in people)
