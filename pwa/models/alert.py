"""Alerts: something that needs the invigilator, from raised to closed."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.base import Base
from pwa.models.candidate import Candidate


class Alert(Base):
    """One need of one candidate; at most one open alert has a given `dedupe_key`.

    `since` is when the cause began, `raised_at` when we noticed, `shown_at` when a first phone showed it.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("uq_alert_open", "dedupe_key", unique=True,
              sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL")),
        Index("ix_alert_session_open", "session_id",
              sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"))
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    detail: Mapped[str] = mapped_column(String(24), default="")
    dedupe_key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    since: Mapped[datetime]
    raised_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None]
    closed_why: Mapped[str | None] = mapped_column(String(24))

    candidate: Mapped[Candidate] = relationship()
    claimed_by: Mapped[Account | None] = relationship()
