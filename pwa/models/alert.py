"""Alerts: something that needs the invigilator, from raised to closed, and all that happened to it meanwhile."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.base import Base
from pwa.models.candidate import Candidate
from pwa.models.session import CertificationSession


class Alert(Base):
    """One need, of a candidate or (without one) of the room; at most one open alert has a given `dedupe_key`.

    `since` is when the cause began, `raised_at` when we noticed, `shown_at` when a first phone showed it.
    Nobody having taken it, more people are rung at `escalate_at`; `step` is the last rung of the ladder that was.
    `about_id` is the invigilator whose phone is silent. An outage holds the alerts `folded_into_id` it, and the
    silence of the candidates whose `outage_id` it is; `returned_at` is when the room was heard again.
    """

    __tablename__ = "alert"
    __table_args__ = (
        Index("uq_alert_open", "dedupe_key", unique=True,
              sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL")),
        Index("ix_alert_session_open", "session_id",
              sqlite_where=text("closed_at IS NULL"), postgresql_where=text("closed_at IS NULL")),
        Index("ix_alert_due", "escalate_at",
              sqlite_where=text("escalate_at IS NOT NULL"), postgresql_where=text("escalate_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidate.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    folded_into_id: Mapped[int | None] = mapped_column(ForeignKey("alert.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    detail: Mapped[str] = mapped_column(String(24), default="")
    dedupe_key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    since: Mapped[datetime]
    raised_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    step: Mapped[int] = mapped_column(default=0)
    escalate_at: Mapped[datetime | None]
    claimed_at: Mapped[datetime | None]
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    returned_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_why: Mapped[str | None] = mapped_column(String(24))

    session: Mapped[CertificationSession] = relationship()
    candidate: Mapped[Candidate | None] = relationship(foreign_keys=[candidate_id])
    about: Mapped[Account | None] = relationship(foreign_keys=[about_id])
    claimed_by: Mapped[Account | None] = relationship(foreign_keys=[claimed_by_id])

    def touch(self, version: int) -> None:
        """Have this alert, and its candidate's row, told again to whoever is before that version."""
        self.version = version
        if self.candidate:
            self.candidate.version = version


class AlertEvent(Base):
    """One thing that happened to an alert: when, by whom or on which device; `count` phones were rung by `step`."""

    __tablename__ = "alert_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"), index=True)
    at: Mapped[datetime]
    word: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id", ondelete="SET NULL"), index=True)
    step: Mapped[int | None]
    count: Mapped[int | None]

    account: Mapped[Account | None] = relationship()
