"""Silences: the dead man's switch of the phones on duty. One that answers nothing is told to the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, exists, func, not_, or_, select, update
from sqlalchemy.orm import Session

from pwa.domain import duty
from pwa.domain.alerts import Cause, Kind
from pwa.domain.duty import Verdict, Watched
from pwa.models.tables import Account, Alert, Attempt, Candidate, CertificationSession, Delivery, Device, SessionAccess
from pwa.operations import changes, duties, outbox
from pwa.operations.absences import resumed_at
from pwa.operations.alerts import open_one
from pwa.operations.changes import Change


@dataclass(frozen=True)
class _Case:
    """A phone on duty, what is known of it, and the alert about it if there is one."""

    access: SessionAccess
    device: Device | None
    watched: Watched


def due(db: Session, now: datetime, limit: int = 50) -> Sequence[int]:
    """Return the accesses whose phone must be looked at."""
    query = select(SessionAccess.id).where(SessionAccess.look_at <= now).order_by(SessionAccess.look_at).limit(limit)
    return db.scalars(query).all()


def look(db: Session, access_id: int, now: datetime) -> bool:
    """Look at one phone on duty and tell whether people now see something new."""
    case = _case(db, access_id, now)
    if case is None:
        _look_at(db, access_id, None)
        return False
    if duty.judge(case.watched, now) is Verdict.WAIT:
        _look_at(db, access_id, duty.next_look(case.watched, Verdict.WAIT, now))
        return False
    change = changes.begin(db, case.access.session_id, changes.WATCHER, now)
    held = _case(db, access_id, now, hold=True)
    verdict = duty.judge(held.watched, now) if held else Verdict.WAIT
    if held:
        _act(change, held, verdict)
    return verdict is not Verdict.WAIT


def put_off(db: Session, access_id: int, until: datetime) -> None:
    """Look later at a phone that could not be looked at."""
    _look_at(db, access_id, until)


def _act(change: Change, case: _Case, verdict: Verdict) -> None:
    access, now = case.access, change.now
    access.look_at = duty.next_look(case.watched, verdict, now)
    match verdict:
        case Verdict.LAPSED:
            change.journal("duty_lapsed", device=access.device_id)
            duties.stand_down(change, access, "duty_lapsed")
        case Verdict.LOST:
            cause = Cause(Kind.DEVICE_SILENT, case.watched.heard_at)
            open_one(change, cause, about=change.db.get_one(Account, access.account_id))
        case Verdict.FOUND:
            duties.close_silence(change, access.account_id, "heard")
        case Verdict.CHECK if case.device:
            access.checked_at = now
            outbox.check(change.db, case.device, access, now)
    change.db.flush()


def _case(db: Session, access_id: int, now: datetime, *, hold: bool = False) -> _Case | None:
    """Return a phone on duty; None when nobody is on duty there any more."""
    query = select(SessionAccess).where(SessionAccess.id == access_id).execution_options(populate_existing=True)
    access = db.scalars(query.with_for_update() if hold else query).one_or_none()
    if access is None or access.left_at or access.duty_at is None:
        return None
    device = db.get(Device, access.device_id) if access.device_id else None
    alert = duties.open_silence(db, access.session_id, access.account_id)
    return _Case(access, device, _watched(db, access, access.duty_at, device, alert, now))


def _watched(
    db: Session, access: SessionAccess, duty_at: datetime, device: Device | None, alert: Alert | None, now: datetime
) -> Watched:
    resumed = resumed_at(db, now)
    shown_at = device.last_shown_at if device else None
    since = max(moment for moment in (duty_at, shown_at, resumed) if moment)
    unshown, awaited_at = _unshown(db, device, since, now) if device else (0, None)
    return Watched(
        duty_at=duty_at,
        seen_at=access.seen_at,
        shown_at=shown_at,
        active=device is not None and device.state == "active" and device.account_id == access.account_id,
        alive=resumed != now and _is_alive(db, access.session_id, now),  # while the web is away, no phone can answer
        checked_at=access.checked_at,
        reached_at=_reached_at(db, access),
        unshown=unshown,
        awaited_at=awaited_at,
        lost_at=alert.raised_at if alert else None,
        resumed_at=resumed,
    )


def _is_alive(db: Session, session_id: int, now: datetime) -> bool:
    running = exists().where(Attempt.session_id == session_id, Attempt.state == "running")
    waiting = exists().where(Candidate.session_id == session_id, Candidate.request.is_not(None))
    busy = bool(db.scalar(select(or_(running, waiting))))
    starts_at = db.scalars(select(CertificationSession.starts_at).where(CertificationSession.id == session_id)).one()
    return duty.is_alive(busy, starts_at, now)


def _reached_at(db: Session, access: SessionAccess) -> datetime | None:
    """When the push service took the last check."""
    if access.checked_at is None:
        return None
    query = select(func.max(Delivery.accepted_at)).where(
        Delivery.purpose == "check",
        Delivery.device_id == access.device_id,
        Delivery.session_id == access.session_id,
        Delivery.created_at >= access.checked_at,
    )
    return db.scalars(query).one()


def _unshown(db: Session, device: Device, since: datetime, now: datetime) -> tuple[int, datetime | None]:
    """How many alerts the push service took for this phone long enough ago, unshown; and when the next one is late."""
    late = Delivery.accepted_at <= now - duty.ANSWERS_WITHIN
    query = select(
        func.count(case((late, Delivery.alert_id)).distinct()), func.min(case((not_(late), Delivery.accepted_at)))
    ).where(
        Delivery.device_id == device.id,
        Delivery.purpose == "ring",
        Delivery.shown_at.is_(None),
        Delivery.accepted_at > since,
    )
    count, first = db.execute(query).tuples().one()
    return count, first + duty.ANSWERS_WITHIN if first else None


def _look_at(db: Session, access_id: int, moment: datetime | None) -> None:
    query = update(SessionAccess).where(SessionAccess.id == access_id).values(look_at=moment)
    db.execute(query.execution_options(synchronize_session="fetch"))
