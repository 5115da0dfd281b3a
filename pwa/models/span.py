"""Spans: the stretches of a test that were not plainly « heard », what caused each, and what was decided of it."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.base import Base


class Span(Base):
    """One stretch of one candidate's test, open until `ended_at`; between two of them the page was heard.

    `began_at` is the last sign of life before it, `began_mono` the page's own clock (milliseconds) at that sign,
    `late_beats` how many signs kept offline came in afterwards,
    `claimed_at` when an invigilator took its alert. The decision (`Decision`) is about the time it cost.
    """

    __tablename__ = "span"
    __table_args__ = (
        Index("uq_span_open", "candidate_id", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    cause: Mapped[str] = mapped_column(String(16))
    began_at: Mapped[datetime]
    began_mono: Mapped[int | None] = mapped_column(BigInteger)
    ended_at: Mapped[datetime | None]
    late_beats: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    decision: Mapped[str | None] = mapped_column(String(8))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("time_grant.id"), index=True)
    decided_by: Mapped[Account | None] = relationship()
