"""Time granted to a candidate, row by row: who, when, how much, why."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.base import Base


class TimeGrant(Base):
    """Time given to one candidate; `seconds` are negative when it was taken back."""

    __tablename__ = "time_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), index=True)
    candidate_id: Mapped[int] = mapped_column(ForeignKey("candidate.id"), index=True)
    seconds: Mapped[int]
    reason: Mapped[str] = mapped_column(String(120))
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    granted_at: Mapped[datetime]
    granted_by: Mapped[Account] = relationship()
