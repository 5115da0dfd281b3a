"""Accounts: anybody who signs in, whatever they come to do."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import String, false
from sqlalchemy.orm import Mapped, mapped_column

from pwa.models.base import Base


class Account(Base, UserMixin):
    """A person; `email` is kept in lower case.

    An `administrator` looks after the installation; `language` is the one they read; a `simulated` one is nobody: a
    training's candidate, or anybody in a showing.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    locked_until: Mapped[datetime | None]
    blocked: Mapped[bool] = mapped_column(default=False, server_default=false())
    administrator: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str | None] = mapped_column(String(5))
    simulated: Mapped[bool] = mapped_column(default=False)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


class PasswordFailures(Base):
    """Wrong session passwords typed by one account for one session number (which may not exist)."""

    __tablename__ = "password_failures"

    account_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
