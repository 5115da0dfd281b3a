"""Words that the centre sends into a room while it sits."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.base import Base


class CentreMessage(Base):
    """Words to one candidate (`candidate_id`), to all of a room, or to its invigilators, as `audience` says."""

    __tablename__ = "centre_message"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), index=True)
    audience: Mapped[str] = mapped_column(String(16))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidate.id"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    written_at: Mapped[datetime]
    account: Mapped[Account] = relationship()
