"""Centres and their staff, and the files staff are about to import."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.base import Base


class Centre(Base):
    """A school or body that holds sessions; `zone` is an IANA time zone name, `contact` whom invigilators call."""

    __tablename__ = "centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64), default="Europe/Paris")
    contact: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]


class Membership(Base):
    """An account that is staff of a centre."""

    __tablename__ = "membership"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    centre: Mapped[Centre] = relationship()
    account: Mapped[Account] = relationship()


class Upload(Base):
    """A file waiting for its confirmation; erased once imported or an hour old."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)
