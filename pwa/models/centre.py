"""Centres, their staff and who is asked to join them, their calendar, and the files staff are about to import."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.models.account import Account
from pwa.models.base import Base


class Centre(Base):
    """A school or body that holds sessions; `zone` is an IANA time zone name, `contact` whom invigilators call.

    The personal data of a session are erased `retention_days` after it was finalised.
    """

    __tablename__ = "centre"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64), default="Europe/Paris")
    contact: Mapped[str] = mapped_column(String(500), default="")
    retention_days: Mapped[int] = mapped_column(default=30)
    created_at: Mapped[datetime]


class Membership(Base):
    """An account that is staff of a centre, as `administrator` or `member` (the domain's `team.Role`)."""

    __tablename__ = "membership"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(16), default="administrator")
    centre: Mapped[Centre] = relationship()
    account: Mapped[Account] = relationship()


class Invitation(Base):
    """A link that makes whoever follows it staff of a centre, once, until `expires_at`; only its digest is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    role: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    accepted_at: Mapped[datetime | None]
    centre: Mapped[Centre] = relationship()


class Period(Base):
    """A period of the certification's calendar, both days included."""

    __tablename__ = "period"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class ColumnMapping(Base):
    """How a centre reads a school's own export: for files with these titles (by digest), our field → its column."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("centre_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"))
    digest: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, int]] = mapped_column(JSON)
    used_at: Mapped[datetime]


class Upload(Base):
    """A file waiting for its confirmation; erased once imported or an hour old."""

    __tablename__ = "upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(index=True)
