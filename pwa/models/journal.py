"""The journal: append-only lines, chained by their hashes session by session."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pwa.models.base import Base


class JournalLine(Base):
    """Who did what, on whom, when; ids only, never a name, so that a person can be erased."""

    __tablename__ = "journal_line"
    __table_args__ = (UniqueConstraint("session_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"))
    position: Mapped[int]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(32))
    word: Mapped[str] = mapped_column(String(32))
    candidate_id: Mapped[int | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
