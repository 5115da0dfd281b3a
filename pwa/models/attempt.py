"""Attempts: one candidate's test, its signs of life and its answers."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.domain.question_reports import State
from pwa.models.account import Account
from pwa.models.base import Base
from pwa.models.candidate import Candidate

if TYPE_CHECKING:
    from pwa.models.report import QuestionReport


class Attempt(Base):
    """One candidate's test.

    `epoch` names the document (window) that holds the test, None between an entry and its first hello.
    `machine` names the browser it runs in; `mono` is that document's own clock (milliseconds) at its last sign of life,
    `late_beats` how many signs it could not send before that one.
    `look_at` is when the watcher must look again; `time_look_at` is the earliest look that the test's clock asks for.
    `notice` is the last thing that the invigilator did to its time, in words for the candidate.
    `unfinished_why` is the reason the centre gave, at finalisation, for a test that was not finished.
    `question` is the number (from 1) of the question to answer; `substitutes` says which question (its id) was given
    under a number in the place of the test's own; none, "", when that number was passed over.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        Index("ix_attempt_due", "look_at",
              sqlite_where=text("look_at IS NOT NULL"), postgresql_where=text("look_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), index=True)
    state: Mapped[str] = mapped_column(String(24), default="running")
    question: Mapped[int] = mapped_column(default=1)
    substitutes: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    entered_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    notice: Mapped[str | None] = mapped_column(String(400))
    unfinished_why: Mapped[str | None] = mapped_column(String(16))

    epoch: Mapped[str | None] = mapped_column(String(64))
    machine: Mapped[str | None] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(default=0)
    mono: Mapped[int | None] = mapped_column(BigInteger)
    late_beats: Mapped[int] = mapped_column(default=0)
    last_heartbeat_at: Mapped[datetime]
    hidden_since: Mapped[datetime | None]
    goodbye_at: Mapped[datetime | None]
    connectivity: Mapped[str] = mapped_column(String(12), default="connected")
    connectivity_since: Mapped[datetime]
    look_at: Mapped[datetime | None]
    time_look_at: Mapped[datetime | None]

    candidate: Mapped[Candidate] = relationship()
    ended_by: Mapped[Account | None] = relationship()
    reports: Mapped[list["QuestionReport"]] = relationship(back_populates="attempt", order_by="QuestionReport.id")

    @property
    def open_report(self) -> "QuestionReport | None":
        """The report that keeps the test on hold."""
        return next((report for report in self.reports if report.state == State.OPEN), None)

    def send_away(self, now: datetime) -> None:
        """Let no window hold the test, as if it had been closed now: no page may say hello through an open door."""
        self.epoch, self.goodbye_at, self.hidden_since = None, now, None


class Answer(Base):
    """An answer to one question; `key` is the page's own, so that sending it twice changes nothing.

    `kept_at` is when it was given, by the page's clock, if it had to wait for the network: the answer came late.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    number: Mapped[int]
    question_id: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(64))
    value: Mapped[dict[str, Any]] = mapped_column(JSON)
    answered_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]
