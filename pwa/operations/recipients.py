"""Recipients: whom a step of an alert's ladder rings, and on which of their devices."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from pwa.domain import escalation
from pwa.domain.escalation import Step
from pwa.models.tables import (
    Alert,
    AlertEvent,
    CertificationSession,
    Delivery,
    Device,
    Membership,
    Neighbour,
    SessionAccess,
)
from pwa.operations.changes import Change


@dataclass(frozen=True)
class Reached:
    """The devices a step rings; it `is_hopeless` when there are none and nobody knows of the alert otherwise."""

    devices: tuple[Device, ...]
    is_hopeless: bool


def of_step(change: Change, alert: Alert, step: int) -> Reached:
    """Return whom this step of an alert's ladder rings."""
    circle = _circle(change, alert)
    match escalation.rung(step):
        case Step.ONE_DEVICE:
            devices = circle.one_device_each()
        case Step.OTHER_DEVICES:
            devices = circle.other_devices()
        case Step.NEXT_DOOR:
            devices = circle.everyone()
        case Step.CENTRE:
            devices = circle.staff()
        case Step.EVERYBODY:
            devices = [*circle.everyone(), *circle.staff()]
    once = tuple({device.id: device for device in devices}.values())
    return Reached(once, is_hopeless=not once and not circle.is_told())


def of_watch(db: Session, session_id: int) -> list[Device]:
    """Return one device of each who watches a session: the one that is likeliest to be looked at."""
    return _best_of(db, _accesses(db, [session_id]))


@dataclass(frozen=True)
class _Circle:
    """The people around an alert; `spared` are not rung: it is about them, or they have just given it back."""

    db: Session
    alert: Alert
    session: CertificationSession
    spared: frozenset[int]

    def one_device_each(self) -> list[Device]:
        """Of those whose part of the room it is, else of all who watch the session: one device a person."""
        watching = self._willing([self.session.id])
        part = [access for access in watching if self.alert.candidate_id in access.part]
        return _best_of(self.db, part) or _best_of(self.db, watching)

    def other_devices(self) -> list[Device]:
        """Of each who was rung and whose phone has not shown it: the devices that were not."""
        rung, shown = self._rung(), self._shown()
        silent = {access.account_id for access in self._willing([self.session.id])} & rung.keys() - shown
        return [device for device in _devices(self.db, silent) if device.id not in rung[device.account_id]]

    def everyone(self) -> list[Device]:
        """All the devices of all who watch the session, or one of the rooms next door."""
        next_door = select(Neighbour.neighbour_id).where(Neighbour.session_id == self.session.id)
        sessions = [self.session.id, *self.db.scalars(next_door)]
        return _devices(self.db, {access.account_id for access in self._willing(sessions)})

    def staff(self) -> list[Device]:
        """All the devices of the centre's staff, whatever they mute as invigilators."""
        members = select(Membership.account_id).where(Membership.centre_id == self.session.centre_id)
        return _devices(self.db, set(self.db.scalars(members)) - self.spared)

    def is_told(self) -> bool:
        """Whether somebody who watches knows of it: a phone has shown it, or they see its kind on their board only."""
        watching = {access.account_id for access in _accesses(self.db, [self.session.id])} - self.spared
        muted = watching - {access.account_id for access in self._willing([self.session.id])}
        return bool(watching & self._shown() or _devices(self.db, muted))

    def _willing(self, sessions: Collection[int]) -> list[SessionAccess]:
        """Those who watch these sessions and let this kind ring."""
        accesses = [access for access in _accesses(self.db, sessions) if self.alert.kind not in access.muted]
        return [access for access in accesses if access.account_id not in self.spared]

    def _rung(self) -> dict[int, set[int]]:
        """By person, the devices rung for it so far."""
        query = select(Device.account_id, Delivery.device_id).join(Device, Device.id == Delivery.device_id)
        rung: dict[int, set[int]] = {}
        for account_id, device_id in self.db.execute(query.where(*self._rings())):
            rung.setdefault(account_id, set()).add(device_id)
        return rung

    def _shown(self) -> set[int]:
        """The people of whom a device has shown it."""
        query = select(Delivery.account_id).where(*self._rings(), Delivery.shown_at.is_not(None))
        return {account_id for account_id in self.db.scalars(query) if account_id}

    def _rings(self) -> tuple[ColumnElement[bool], ...]:
        return Delivery.alert_id == self.alert.id, Delivery.purpose == "ring"


def _accesses(db: Session, sessions: Collection[int]) -> Sequence[SessionAccess]:
    query = select(SessionAccess).where(SessionAccess.session_id.in_(sessions), SessionAccess.left_at.is_(None))
    return db.scalars(query.order_by(SessionAccess.id)).all()


def _best_of(db: Session, accesses: Sequence[SessionAccess]) -> list[Device]:
    duty = {access.account_id: access.device_id for access in accesses}
    best: dict[int, Device] = {}
    for device in sorted(_devices(db, duty), key=lambda device: _likely(device, duty[device.account_id])):
        best[device.account_id] = device
    return list(best.values())


def _devices(db: Session, accounts: Collection[int]) -> list[Device]:
    query = select(Device).where(Device.account_id.in_(accounts), Device.state != "gone")
    return list(db.scalars(query.order_by(Device.id))) if accounts else []


def _circle(change: Change, alert: Alert) -> _Circle:
    session = change.db.get_one(CertificationSession, change.session_id)
    about = {alert.about_id} if alert.about_id else set()
    return _Circle(change.db, alert, session, frozenset(about | _givers_back(change, alert, session)))


def _givers_back(change: Change, alert: Alert, session: CertificationSession) -> set[int]:
    """Who gave it back, until a step has rung somebody else, or for as long as everybody is left alone."""
    rang = select(func.max(AlertEvent.id)).where(
        AlertEvent.alert_id == alert.id, AlertEvent.word == "escalated", AlertEvent.count > 0
    )
    last = change.db.scalar(rang)
    given_back = select(AlertEvent.account_id).where(
        AlertEvent.alert_id == alert.id,
        AlertEvent.word == "given_back",
        AlertEvent.at > change.now - escalation.again_after(session.ladder),
        AlertEvent.id > (last or 0),
    )
    return {account_id for account_id in change.db.scalars(given_back) if account_id}


def _likely(device: Device, on_duty: int | None) -> tuple[bool, bool, datetime, int]:
    """How likely a device is to be looked at: those that work before the others, then the one on duty, then the last
    one that was heard of."""
    heard_at = max(device.created_at, device.last_shown_at or device.created_at)
    return device.state == "active", device.id == on_duty, heard_at, device.id
