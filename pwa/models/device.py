"""Devices: the browsers that can be rung, and what was sent to them."""

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.alert import Alert
from pwa.models.base import Base


class Device(Base):
    """One browser's push subscription; its endpoint is a secret that is never logged.

    `key_id` names the VAPID key it was made for (None: before keys had names), `own_name` is what its person calls it,
    `proved_at` is when they last tapped a trial notification on it.
    """

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    endpoint: Mapped[str] = mapped_column(Text, unique=True)
    p256dh: Mapped[str] = mapped_column(String(128))
    auth: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8), default="active")
    created_at: Mapped[datetime]
    last_shown_at: Mapped[datetime | None]
    proved_at: Mapped[datetime | None]
    own_name: Mapped[str | None] = mapped_column(String(60))
    key_id: Mapped[str | None] = mapped_column(String(16))

    account: Mapped[Account] = relationship()

    @property
    def host(self) -> str:
        """The push service's host: all that may be shown of an endpoint."""
        return urlsplit(self.endpoint).hostname or ""


class Delivery(Base):
    """One message to one device: due → leased → accepted | gone | failed | gathered into another one.

    `purpose` is ring (an alert, at `step` of its ladder), update (what became of it, silently), check (of a phone on
    duty, silently), trial (asked for by its person) or message (the centre wrote to those who watch). `account_id` is
    whom it was for, `sent_at` its last sending.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "due_at",
              sqlite_where=text("due_at IS NOT NULL"), postgresql_where=text("due_at IS NOT NULL")),
        Index("ix_delivery_sent", "device_id", "sent_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("certification_session.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(8), default="ring")
    step: Mapped[int | None]
    gathered_into_id: Mapped[int | None] = mapped_column(ForeignKey("delivery.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(8), default="due")
    due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    without_topic: Mapped[bool] = mapped_column(default=False, server_default=false())
    minimal: Mapped[bool] = mapped_column(default=False, server_default=false())
    status: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(24))
    sent_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]

    alert: Mapped[Alert | None] = relationship()
    device: Mapped[Device] = relationship()


class PushHost(Base):
    """How sending to one push service goes: last tried, last reached, failures in a row, the last outcome."""

    __tablename__ = "push_host"

    host: Mapped[str] = mapped_column(String(255), primary_key=True)
    tried_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str] = mapped_column(String(24))
