"""Devices: the browsers that can be rung, and what was sent to them."""

from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.alert import Alert
from pwa.models.base import Base


class Device(Base):
    """One browser's push subscription; its endpoint is a secret that is never logged."""

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

    account: Mapped[Account] = relationship()

    @property
    def host(self) -> str:
        """The push service's host: all that may be shown of an endpoint."""
        return urlsplit(self.endpoint).hostname or ""


class Delivery(Base):
    """One message to one device: due → leased → accepted | gone | failed; without an alert it is a trial."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "due_at",
              sqlite_where=text("due_at IS NOT NULL"), postgresql_where=text("due_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    alert_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"), index=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(8), default="due")
    due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    without_topic: Mapped[bool] = mapped_column(default=False, server_default=false())
    minimal: Mapped[bool] = mapped_column(default=False, server_default=false())
    status: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(24))
    accepted_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]

    alert: Mapped[Alert | None] = relationship()
    device: Mapped[Device] = relationship()
