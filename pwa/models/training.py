"""Trainings: rooms to practise in."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.base import Base
from pwa.models.session import CertificationSession


class Training(Base):
    """A session of its own, played for one person from `begun_at` on and erased at `erase_at`; one at a time each.

    `played` counts the steps of the scenario that are done, `speed` is a percentage of the ordinary one.
    """

    __tablename__ = "training"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), unique=True)
    begun_at: Mapped[datetime]
    erase_at: Mapped[datetime] = mapped_column(index=True)
    played: Mapped[int] = mapped_column(default=0)
    speed: Mapped[int] = mapped_column(default=100)
    account: Mapped[Account] = relationship()
    session: Mapped[CertificationSession] = relationship()
