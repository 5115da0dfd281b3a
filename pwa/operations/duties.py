"""Duties: an invigilator answers for a session with a phone they have just proved, until they stand down."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import duty
from pwa.domain.alerts import Kind
from pwa.domain.errors import Illegal, Missing
from pwa.domain.words import N_
from pwa.models.tables import Account, Alert, Device, SessionAccess
from pwa.operations import changes
from pwa.operations.alerts import close_one
from pwa.operations.changes import Change

UNKNOWN = N_("Ce téléphone n'est pas inscrit aux alertes. Recommencez la prise de poste depuis ce téléphone.")
GONE = N_("Le service de notification ne connaît plus ce téléphone. Recommencez la prise de poste.")
UNPROVED = N_("Touchez d'abord la notification d'essai sur ce téléphone : elle prouve qu'il peut vous appeler.")


def take(
    db: Session,
    account: Account,
    number: int,
    endpoint: str,
    now: datetime,
    *,
    sound: bool = False,
    moves: bool = False,
) -> Change:
    """Put a person on duty with a phone of theirs whose trial they have just tapped."""
    change = changes.begin(db, number, changes.by_account(account.id), now)
    access, device = _held(db, account, number), _proved(db, account, endpoint, now)
    access.device_id, access.duty_at, access.seen_at = device.id, now, now
    access.checked_at, access.look_at = None, now + duty.UNHEARD
    close_silence(change, account.id, "duty_taken")
    change.journal("duty_taken", device=device.id, sound=sound, vibration=moves)
    return change


def relieve(db: Session, account: Account, number: int, now: datetime) -> Change:
    """Let a person stand down; nothing changes for who was not on duty."""
    change = changes.begin(db, number, changes.by_account(account.id), now)
    access = _held(db, account, number)
    if access.duty_at:
        change.journal("duty_left", device=access.device_id)
        stand_down(change, access, "duty_left")
    return change


def stand_down(change: Change, access: SessionAccess, why: str) -> None:
    """Expect nothing more of this person's phone: they left, or their duty is over."""
    access.device_id = access.duty_at = access.checked_at = access.look_at = None
    close_silence(change, access.account_id, why)


def close_silence(change: Change, account_id: int, why: str) -> None:
    """Close what is said of this person's phone, if anything is."""
    alert = open_silence(change.db, change.session_id, account_id)
    if alert:
        close_one(change, alert, why)
        change.db.flush()


def open_silence(db: Session, session_id: int, account_id: int) -> Alert | None:
    """Return the open alert about this person's phone."""
    query = select(Alert).where(
        Alert.session_id == session_id,
        Alert.kind == Kind.DEVICE_SILENT.value,
        Alert.about_id == account_id,
        Alert.closed_at.is_(None),
    )
    return db.scalars(query).one_or_none()


def _held(db: Session, account: Account, number: int) -> SessionAccess:
    """Return the person's open access, held until the end of the transaction."""
    query = select(SessionAccess).where(
        SessionAccess.session_id == number, SessionAccess.account_id == account.id, SessionAccess.left_at.is_(None)
    )
    access = db.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()
    if access is None:
        raise Missing
    return access


def _proved(db: Session, account: Account, endpoint: str, now: datetime) -> Device:
    query = select(Device).where(Device.endpoint == endpoint, Device.account_id == account.id)
    device = db.scalars(query).one_or_none()
    if device is None:
        raise Illegal(UNKNOWN, "unknown_device")
    if device.state != "active":
        raise Illegal(GONE, "device_gone")
    if device.proved_at is None or now - device.proved_at >= duty.TAKEN_WITHIN:
        raise Illegal(UNPROVED, "device_unproved")
    return device
