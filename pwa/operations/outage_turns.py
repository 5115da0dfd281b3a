"""Outages under way: who is still missing, whether the room is back, whose failure it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pwa.domain import connectivity
from pwa.domain import outages as rules
from pwa.domain.alerts import Kind
from pwa.domain.facts import Ending
from pwa.domain.outages import Culprit, Moment, Outage, Page
from pwa.models.tables import Alert, Attempt, Candidate, CertificationSession
from pwa.operations import pages
from pwa.operations.absences import resumed_at

GONE = tuple(reading.value for reading in connectivity.GONE)


@dataclass(frozen=True)
class Turn:
    """What an open outage becomes: over, or not, with the culprit and the return that are known now.

    It is over because everybody is back, or with some who are `missing` still.
    """

    is_over: bool
    missing: int
    returned_at: datetime | None
    culprit: Culprit


def open_in(db: Session, session_id: int) -> Alert | None:
    """Return the open outage of a session."""
    query = select(Alert).where(
        Alert.session_id == session_id, Alert.closed_at.is_(None), Alert.kind == Kind.ROOM_OUTAGE.value
    )
    return db.scalars(query.execution_options(populate_existing=True)).one_or_none()


def read(db: Session, session_id: int) -> Outage | None:
    """Return what the rules read of a session's open outage."""
    alert = open_in(db, session_id)
    return facts_of(db, alert) if alert else None


def facts_of(db: Session, alert: Alert) -> Outage:
    """Return what the rules read of an outage."""
    return Outage(alert.since, alert.raised_at, alert.returned_at, len(held_by(db, alert.id)))


def held_by(db: Session, outage_id: int) -> set[int]:
    """Return the candidates whose silence an outage tells."""
    return set(db.scalars(select(Candidate.id).where(Candidate.outage_id == outage_id)))


def hit_by(outage_id: int) -> Select[tuple[int | None]]:
    """Find the candidates whose loss an outage told, now or before they came back."""
    return select(Alert.candidate_id).where(Alert.folded_into_id == outage_id)


def turn(db: Session, alert: Alert, now: datetime) -> Turn:
    """Return what an open outage becomes now."""
    outage, moment = facts_of(db, alert), Moment(alert.since, now, resumed_at(db, now))
    here = pages.of_session(db, alert.session_id)
    missing = _missing(db, alert, here, moment)
    returned = alert.returned_at is None and rules.has_returned(_heard(db, alert), len(missing))
    outage = replace(outage, returned_at=now if returned else alert.returned_at)
    over = rules.is_over(outage, len(missing), now)
    return Turn(over, len(missing), outage.returned_at, _found(db, alert, here, moment))


def culprit(db: Session, session_id: int, moment: Moment, silent: Sequence[Page]) -> Culprit:
    """Return whose failure it is that these pages of a session fell silent."""
    centre_id = db.get_one(CertificationSession, session_id).centre_id
    return rules.culprit(centre_id, silent, pages.places(db, session_id, moment))


def _missing(db: Session, alert: Alert, here: Sequence[Page], moment: Moment) -> set[int]:
    """Return who is not back: those it holds, and those who are about to be lost with them."""
    still = (page.candidate_id for page in here if not page.gone and rules.is_suspect(page, moment))
    return held_by(db, alert.id) | set(still)


def _heard(db: Session, alert: Alert) -> int:
    """Return how many of those it held are heard again, or ask to come back."""
    heard = Attempt.connectivity.not_in(GONE) | Candidate.request.is_not(None)
    query = (
        select(func.count(Candidate.id.distinct()))
        .join(Attempt, Attempt.candidate_id == Candidate.id)
        .where(Candidate.id.in_(hit_by(alert.id)), Attempt.state == Ending.RUNNING.value, heard)
    )
    return db.scalars(query).one()


def _found(db: Session, alert: Alert, here: Sequence[Page], moment: Moment) -> Culprit:
    """Return the culprit that is known now: other rooms may fall silent a moment later."""
    known = Culprit(alert.detail)
    if known is Culprit.WINDOWS or moment.now >= alert.raised_at + rules.SETTLED_AFTER:
        return known
    silent = rules.suspects(here, moment)
    return rules.wider(known, culprit(db, alert.session_id, moment, silent)) if silent else known
