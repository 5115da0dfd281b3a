"""The report of pushes: how many ended how in the last day, and how long each step of a ring took, by service."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from pwa.domain.percentiles import Spread, spread
from pwa.models.tables import Alert, Delivery, Device
from pwa.operations.made_up import is_made_up

WINDOW = timedelta(hours=24)
ALL = ""


@dataclass(frozen=True)
class Steps:
    """How long a ring took: from the alert to the service's yes, to the screen, to somebody who goes."""

    accepted: Spread
    shown: Spread
    claimed: Spread


@dataclass(frozen=True)
class Report:
    """`outcomes` by purpose: how many messages ended (or stand) so; `steps` by host, "" for all of them."""

    outcomes: Sequence[tuple[str, str, int]]
    steps: dict[str, Steps]


@dataclass(frozen=True)
class _Ring:
    """The moments of one ring."""

    host: str
    made: datetime
    accepted: datetime | None
    shown: datetime | None
    claimed: datetime | None


def read(db: Session, now: datetime) -> Report:
    """Return what the last 24 hours were like."""
    since = now - WINDOW
    query = select(Delivery.purpose, Delivery.state, Delivery.outcome).where(Delivery.created_at > since, ~is_made_up())
    counted = Counter((purpose, outcome or state) for purpose, state, outcome in db.execute(query))
    outcomes = [(purpose, outcome, count) for (purpose, outcome), count in counted.most_common()]
    return Report(outcomes, _steps(_rings(db, since)))


def _rings(db: Session, since: datetime) -> list[_Ring]:
    query = (
        select(Device.endpoint, Delivery.created_at, Delivery.accepted_at, Delivery.shown_at, Alert.claimed_at)
        .join(Delivery, Delivery.device_id == Device.id)
        .join(Alert, Alert.id == Delivery.alert_id)
        .where(Delivery.purpose == "ring", Delivery.created_at > since, ~is_made_up())
    )
    return [_ring(row) for row in db.execute(query)]


def _ring(row: Row[tuple[str, datetime, datetime | None, datetime | None, datetime | None]]) -> _Ring:
    endpoint, made, accepted, shown, claimed = row
    return _Ring(urlsplit(endpoint).hostname or "?", made, accepted, shown, claimed)


def _steps(rings: Iterable[_Ring]) -> dict[str, Steps]:
    by_host: dict[str, list[_Ring]] = defaultdict(list)
    for ring in rings:
        for host in (ALL, ring.host):
            by_host[host].append(ring)
    return {host: _steps_of(some) for host, some in sorted(by_host.items())}


def _steps_of(rings: Sequence[_Ring]) -> Steps:
    return Steps(
        accepted=spread([_seconds(ring.made, ring.accepted) for ring in rings if ring.accepted]),
        shown=spread([_seconds(ring.accepted, ring.shown) for ring in rings if ring.accepted and ring.shown]),
        claimed=spread([_seconds(ring.shown, ring.claimed) for ring in rings if _was_seen_first(ring)]),
    )


def _was_seen_first(ring: _Ring) -> bool:
    """Whether this phone showed the alert before somebody took it."""
    return bool(ring.shown and ring.claimed and ring.shown <= ring.claimed)


def _seconds(begin: datetime | None, end: datetime | None) -> float:
    """A receipt may overtake the service's answer: that step took no time."""
    return max(0.0, (end - begin).total_seconds()) if begin and end else 0.0
