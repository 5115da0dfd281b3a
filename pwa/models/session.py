"""Certification sessions and who may watch them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.domain.timing import WARNINGS
from pwa.models.account import Account
from pwa.models.base import Base
from pwa.models.centre import Centre


class CertificationSession(Base):
    """An exam in one room; `id` is the session number, `version` grows with every change people can see.

    `warnings` are minutes before the end of a test, longest first; `stops_after` minutes past it, it ends by itself.
    `compensation` is the rule for time lost (`lost_time.Rule`).
    """

    __tablename__ = "certification_session"
    __table_args__ = (  # SQLite must never give a number twice
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    site: Mapped[str] = mapped_column(String(200))
    room: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(64))
    invigilators: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text, default="")
    certification: Mapped[str] = mapped_column(String(32), default="pix")
    duration_minutes: Mapped[int]
    warnings: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(WARNINGS))
    stops_after: Mapped[int | None]
    compensation: Mapped[str] = mapped_column(String(16), default="last_beat")
    access_code: Mapped[str] = mapped_column(String(6))
    password: Mapped[str] = mapped_column(String(6))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finalised_at: Mapped[datetime | None]
    finalised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    centre: Mapped[Centre] = relationship()

    @property
    def number(self) -> int:
        return self.id


class SessionAccess(Base):
    """An invigilator's way into a session, from the right password until « Quitter »."""

    __tablename__ = "session_access"
    __table_args__ = (
        Index("uq_session_access_open", "session_id", "account_id", unique=True,
              sqlite_where=text("left_at IS NULL"), postgresql_where=text("left_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()
