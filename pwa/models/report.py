"""Reports: what a candidate says of a question during the test, and what the centre says of a candidate afterwards."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.attempt import Attempt
from pwa.models.base import Base


class QuestionReport(Base):
    """A problem with a question (`number`, `question_id`) that puts its test on hold until `decided_at`.

    `state` is open, validated (with `reason`, a code of the domain's `question_reports.Reason`), refused, or closed
    with the test.
    """

    __tablename__ = "question_report"
    __table_args__ = (
        Index("uq_question_report_open", "attempt_id", unique=True,
              sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), index=True)
    number: Mapped[int]
    question_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), default="open")
    reason: Mapped[str | None] = mapped_column(String(4))
    reported_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)

    attempt: Mapped[Attempt] = relationship(back_populates="reports")
    decided_by: Mapped[Account | None] = relationship()

    def settle(self, state: str, now: datetime, by: Account | None = None) -> None:
        """Leave nothing to decide: somebody did, or the test is over."""
        self.state, self.decided_at, self.decided_by = state, now, by


class FinalReport(Base):
    """What the centre reports of a candidate at finalisation: `code` is one of the domain's `final_reports.Code`."""

    __tablename__ = "final_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    code: Mapped[str] = mapped_column(String(4))
    text: Mapped[str] = mapped_column(Text, default="")
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    written_at: Mapped[datetime]
