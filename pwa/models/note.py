"""Notes: what invigilators write about a candidate during a session."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.base import Base


class Note(Base):
    """Words about one candidate, written at `written_at` by the writer's device and received at `at`, never changed.

    Taken back by the writer at `withdrawn_at`: it is shown no more.
    """

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    written_at: Mapped[datetime]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship()
