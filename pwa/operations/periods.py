"""Periods: a centre's administrators keep its calendar of certification; whoever works with the centre reads it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import periods as rules
from pwa.domain.errors import Missing
from pwa.models.tables import Account, Centre, CertificationSession, Membership, Period, SessionAccess

SHOWN = 3
"""How many periods to come a home page has room for."""


@dataclass(frozen=True)
class Written:
    """What an administrator writes of a period."""

    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class PeriodLine:
    """A period to come as a home page shows it."""

    name: str
    centre: str
    starts_on: date
    ends_on: date
    is_on: bool


def administered(db: Session, account: Account, centre_id: int) -> Centre:
    """Return a centre whose calendar this person keeps."""
    query = select(Centre).join(Membership).where(
        Centre.id == centre_id, Membership.account_id == account.id, Membership.role == "administrator"
    )  # fmt: skip
    found = db.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def keepers_of(db: Session, account: Account) -> set[int]:
    """Return the centres whose calendar this person keeps, by id."""
    query = select(Membership.centre_id).where(
        Membership.account_id == account.id, Membership.role == "administrator"
    )  # fmt: skip
    return set(db.scalars(query))


def find(db: Session, centre: Centre, period_id: int) -> Period:
    """Return a period of that centre's calendar."""
    found = db.scalars(select(Period).where(Period.id == period_id, Period.centre_id == centre.id)).one_or_none()
    if found is None:
        raise Missing
    return found


def of_centre(db: Session, centre: Centre) -> Sequence[Period]:
    """Return a centre's calendar, in the order of days."""
    query = select(Period).where(Period.centre_id == centre.id)
    return db.scalars(query.order_by(Period.starts_on, Period.ends_on, Period.id)).all()


def add(db: Session, centre: Centre, written: Written) -> Period:
    """Write a period in a centre's calendar; raises `Invalid` when its days make none."""
    rules.check(written.starts_on, written.ends_on)
    period = Period(centre_id=centre.id, name=written.name, starts_on=written.starts_on, ends_on=written.ends_on)
    db.add(period)
    db.flush()
    return period


def change(db: Session, period: Period, written: Written) -> None:
    """Write a period anew; raises `Invalid` when its days make none."""
    rules.check(written.starts_on, written.ends_on)
    period.name, period.starts_on, period.ends_on = written.name, written.starts_on, written.ends_on
    db.flush()


def remove(db: Session, period: Period) -> None:
    """Take a period out of its calendar."""
    db.delete(period)
    db.flush()


def known_to(db: Session, account: Account) -> Sequence[Centre]:
    """Return the centres whose staff this person is, and those whose sessions they watch; never through a training."""
    staffed = select(Membership.centre_id).where(Membership.account_id == account.id)
    watched = select(CertificationSession.centre_id).join(SessionAccess).where(
        SessionAccess.account_id == account.id, SessionAccess.left_at.is_(None),
        CertificationSession.finalised_at.is_(None), CertificationSession.training.is_(False),
    )  # fmt: skip
    return db.scalars(select(Centre).where(Centre.id.in_(staffed.union(watched))).order_by(Centre.name)).all()


def to_come(db: Session, centres: Iterable[Centre], now: datetime) -> list[PeriodLine]:
    """Return the periods under way or to come of these centres, soonest first, as many as a home page shows."""
    lines = [line for centre in centres for line in _lines(db, centre, now)]
    return sorted(lines, key=lambda line: (line.starts_on, line.ends_on, line.centre))[:SHOWN]


def _lines(db: Session, centre: Centre, now: datetime) -> Iterable[PeriodLine]:
    today = now.astimezone(ZoneInfo(centre.zone)).date()
    for period in of_centre(db, centre):
        if not rules.is_over(period.ends_on, today):
            on = rules.is_on(period.starts_on, period.ends_on, today)
            yield PeriodLine(period.name, centre.name, period.starts_on, period.ends_on, on)
