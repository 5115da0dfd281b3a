"""Alert events: what happened to an alert, written when it happens and read back as the lines of its life."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pwa.domain.escalation import Step
from pwa.models.tables import Account, Alert, AlertEvent, Delivery, Device
from pwa.operations.changes import Change


@dataclass(frozen=True)
class EventLine:
    """One thing that happened: `seconds` after the alert was raised; `times` when it happened so again and again.

    `count` phones were rung by `step`; `why` is the word of a closing.
    """

    at: datetime
    word: str
    who: str | None
    device: str | None
    step: int | None
    count: int | None
    seconds: int
    why: str | None = None
    times: int = 1

    @property
    def is_repeated_call(self) -> bool:
        return self.word == "escalated" and (self.step or 0) > Step.CENTRE


def write(
    change: Change,
    alert: Alert,
    word: str,
    account: Account | None = None,
    *,
    step: int | None = None,
    count: int | None = None,
) -> None:
    """Write down what was done to an alert, by that person or else by whoever makes this change."""
    event = AlertEvent(alert_id=alert.id, at=change.now, word=word, step=step, count=count)
    event.account_id = account.id if account else change.account_id
    change.db.add(event)


def note(db: Session, alert: Alert, word: str, delivery: Delivery, now: datetime) -> None:
    """Write down what a phone, or its push service, says of a message about an alert."""
    event = AlertEvent(alert_id=alert.id, at=now, word=word, step=delivery.step)
    event.account_id, event.device_id = delivery.account_id, delivery.device_id
    db.add(event)


def of_session(db: Session, session_id: int) -> dict[int, tuple[EventLine, ...]]:
    """Return the lives of a session's open alerts, by alert."""
    query = _lines().where(Alert.session_id == session_id, Alert.closed_at.is_(None))
    return _by_alert(db.execute(query).all())


def of_alert(db: Session, alert: Alert) -> tuple[EventLine, ...]:
    """Return the life of one alert, open or not."""
    return _by_alert(db.execute(_lines().where(Alert.id == alert.id)).all()).get(alert.id, ())


def _lines() -> Select[Any]:
    return (
        select(AlertEvent, Alert, Account, Device)
        .join(Alert, Alert.id == AlertEvent.alert_id)
        .outerjoin(Account, Account.id == AlertEvent.account_id)
        .outerjoin(Device, Device.id == AlertEvent.device_id)
        .order_by(AlertEvent.id)
    )


def _by_alert(rows: Iterable[Any]) -> dict[int, tuple[EventLine, ...]]:
    lives: dict[int, list[EventLine]] = {}
    for event, alert, account, device in rows:
        lives.setdefault(alert.id, []).append(_line(event, alert, account, device))
    return {alert_id: _gather(lines) for alert_id, lines in lives.items()}


def _line(event: AlertEvent, alert: Alert, account: Account | None, device: Device | None) -> EventLine:
    return EventLine(
        at=event.at,
        word=event.word,
        who=account.full_name if account else None,
        device=(device.own_name or device.name) if device else None,
        step=event.step,
        count=event.count,
        seconds=max(0, round((event.at - alert.raised_at).total_seconds())),
        why=alert.closed_why if event.word in ("closed", "folded") else None,
    )


def _gather(lines: Sequence[EventLine]) -> tuple[EventLine, ...]:
    """Everybody called again and again is one line, at its latest time."""
    gathered: list[EventLine] = []
    for line in lines:
        if gathered and line.is_repeated_call and gathered[-1].is_repeated_call:
            gathered[-1] = replace(line, times=gathered[-1].times + 1)
        else:
            gathered.append(line)
    return tuple(gathered)
