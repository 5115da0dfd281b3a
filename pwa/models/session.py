"""Certification sessions and who may watch them."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.domain.escalation import LADDER
from pwa.domain.timing import WARNINGS
from pwa.models.account import Account
from pwa.models.base import Base
from pwa.models.centre import Centre
from pwa.models.seat_plan import SeatPlan


class CertificationSession(Base):
    """An exam in one room; `id` is the session number, `version` grows with every change people can see.

    `warnings` are minutes before the end of a test, longest first; `stops_after` minutes past it, it ends by itself.
    `compensation` is the rule for time lost (`lost_time.Rule`); `ladder` are the seconds of `escalation.LADDER`.
    A `training` is no exam: it belongs to whoever practises, and is erased.
    `comment` is what the centre says of it all when it finalises; `archived_at` puts it out of the list; from
    `erased_at` on, nothing personal is left of it.
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
    ladder: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(LADDER))
    seat_plan_id: Mapped[int | None] = mapped_column(ForeignKey("seat_plan.id", ondelete="SET NULL"), index=True)
    access_code: Mapped[str] = mapped_column(String(6))
    password: Mapped[str] = mapped_column(String(6))
    version: Mapped[int] = mapped_column(default=1)
    training: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finalised_at: Mapped[datetime | None]
    finalised_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    comment: Mapped[str] = mapped_column(Text, default="")
    archived_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    centre: Mapped[Centre] = relationship()
    seat_plan: Mapped[SeatPlan | None] = relationship()

    @property
    def number(self) -> int:
        return self.id


class SessionAccess(Base):
    """An invigilator's way into a session, from the right password until « Quitter ».

    On duty since `duty_at` with the phone `device_id`, which must be heard of at `look_at` (its board last `seen_at`,
    a silent check of ours last sent at `checked_at`). Theirs to choose: kinds of alert that do not ring (`muted`),
    names or only initials on the lock screen (`discreet`), the candidates (`part`, ids) who ring here first.
    """

    __tablename__ = "session_access"
    __table_args__ = (
        Index("uq_session_access_open", "session_id", "account_id", unique=True,
              sqlite_where=text("left_at IS NULL"), postgresql_where=text("left_at IS NULL")),
        Index("ix_session_access_due", "look_at",
              sqlite_where=text("look_at IS NOT NULL"), postgresql_where=text("look_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id", ondelete="SET NULL"), index=True)
    duty_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    muted: Mapped[list[str]] = mapped_column(JSON, default=list)
    discreet: Mapped[bool] = mapped_column(default=True)
    part: Mapped[list[int]] = mapped_column(JSON, default=list)

    account: Mapped[Account] = relationship()


class Neighbour(Base):
    """A room next door, set by the centre: its invigilators are rung when nobody comes; kept in both directions."""

    __tablename__ = "neighbour"

    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), primary_key=True)
    neighbour_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), primary_key=True, index=True)
