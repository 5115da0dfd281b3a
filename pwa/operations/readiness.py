"""Readiness: which invigilators of a session can be counted on, and why not the others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from pwa.domain import names
from pwa.domain.alerts import Kind
from pwa.domain.duty import Phone, Why, why_not_ready
from pwa.models.tables import Account, Alert, Device, SessionAccess


@dataclass(frozen=True)
class Invigilator:
    """Somebody who watches a session; `why` is None when their phone is ready, `since` when it fell silent."""

    account_id: int
    full_name: str
    on_duty: bool
    why: Why | None
    since: datetime | None

    @property
    def ready(self) -> bool:
        return self.why is None


def of_session(db: Session, session_id: int, now: datetime) -> tuple[Invigilator, ...]:
    """Return who watches a session, in the order of names."""
    return of_sessions(db, [session_id], now).get(session_id, ())


def of_sessions(db: Session, sessions: Collection[int], now: datetime) -> dict[int, tuple[Invigilator, ...]]:
    """Return who watches each of these sessions, by its number; those that nobody watches are left out."""
    silence = and_(
        Alert.session_id == SessionAccess.session_id,
        Alert.about_id == SessionAccess.account_id,
        Alert.kind == Kind.DEVICE_SILENT.value,
        Alert.closed_at.is_(None),
    )
    query = (
        select(SessionAccess, Account, Device, Alert.since)
        .join(Account, Account.id == SessionAccess.account_id)
        .outerjoin(Device, Device.id == SessionAccess.device_id)
        .outerjoin(Alert, silence)
        .where(SessionAccess.session_id.in_(sessions), SessionAccess.left_at.is_(None))
    )
    rows = [(row[0].session_id, *_line(*row, now)) for row in db.execute(query).tuples()]
    found: dict[int, tuple[Invigilator, ...]] = {}
    for number, _, line in sorted(rows, key=lambda row: (row[1], row[2].account_id)):
        found[number] = (*found.get(number, ()), line)
    return found


def _line(
    access: SessionAccess, account: Account, device: Device | None, since: datetime | None, now: datetime
) -> tuple[str, Invigilator]:
    phone = Phone(
        on_duty=access.duty_at is not None,
        active=device is not None and device.state == "active" and device.account_id == account.id,
        proved_at=device.proved_at if device else None,
        silent_since=since,
    )
    order = names.sort_key(account.last_name, account.first_name)
    return order, Invigilator(account.id, account.full_name, phone.on_duty, why_not_ready(phone, now), since)
