"""Candidates: people enrolled in one session, their admission and their request."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pwa.domain import names
from pwa.models.account import Account
from pwa.models.base import Base
from pwa.models.session import CertificationSession


class Candidate(Base):
    """A person enrolled in one session; `identity` is the folded name that reconciliation compares.

    `request_left_by` names the page that was closed while it asked, at `request_left_at`; `request_machine` the browser
    that asks. `kept_out` is set when an invigilator let the other window go on: pages that wait are told so, and none
    asks again by itself; a page opened anew empties it.
    `rival_id` is another account that claimed this place, at `rival_at`, until an invigilator chose.
    `decision` is the session's version at which an invigilator last decided on their admission, 0 before.
    An admission is live until `admitted_until`, and emptied when it is used, cancelled, or no longer needed.
    `outage_id` is the open outage (an alert, no foreign key: both tables would need the other first) that tells of this
    candidate's silence.
    `look_at` is when the watcher must look again (a request withdrawn or forgotten, an admission lapsing).
    """

    __tablename__ = "candidate"
    __table_args__ = (
        UniqueConstraint("session_id", "identity", "birth_date"),
        Index("uq_candidate_account", "session_id", "account_id", unique=True,
              sqlite_where=text("account_id IS NOT NULL"), postgresql_where=text("account_id IS NOT NULL")),
        Index("ix_candidate_due", "look_at",
              sqlite_where=text("look_at IS NOT NULL"), postgresql_where=text("look_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("certification_session.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)

    last_name: Mapped[str] = mapped_column(String(100))
    first_name: Mapped[str] = mapped_column(String(100))
    identity: Mapped[str] = mapped_column(String(420))
    birth_date: Mapped[date]
    sex: Mapped[str] = mapped_column(String(1))
    birth_insee: Mapped[str] = mapped_column(String(5), default="")
    birth_postal_code: Mapped[str] = mapped_column(String(5), default="")
    birth_city: Mapped[str] = mapped_column(String(100), default="")
    birth_country: Mapped[str] = mapped_column(String(100), default="")
    external_id: Mapped[str] = mapped_column(String(100), default="")
    class_name: Mapped[str] = mapped_column(String(50), default="")
    recipient_email: Mapped[str] = mapped_column(String(254), default="")
    convocation_email: Mapped[str] = mapped_column(String(254), default="")
    extra_time: Mapped[int | None]
    seat: Mapped[str | None] = mapped_column(String(20))

    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    reconciled_at: Mapped[datetime | None]
    admitted_until: Mapped[datetime | None]
    admitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    decision: Mapped[int] = mapped_column(default=0)
    absent_at: Mapped[datetime | None]
    request: Mapped[str | None] = mapped_column(String(8))
    requested_at: Mapped[datetime | None]
    request_seen_at: Mapped[datetime | None]
    request_left_at: Mapped[datetime | None]
    request_left_by: Mapped[str | None] = mapped_column(String(16))
    request_machine: Mapped[str | None] = mapped_column(String(64))
    kept_out: Mapped[str | None] = mapped_column(String(16))
    rival_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    rival_at: Mapped[datetime | None]
    outage_id: Mapped[int | None] = mapped_column(index=True)
    look_at: Mapped[datetime | None]

    session: Mapped[CertificationSession] = relationship()
    rival: Mapped[Account | None] = relationship(foreign_keys=[rival_id])

    @property
    def full_name(self) -> str:
        """« Prénom NOM », as it was enrolled."""
        return names.full_name(self.first_name, self.last_name)

    def stop_asking(self) -> None:
        """Leave nothing of a request: it is answered, taken back or forgotten."""
        self.request = self.requested_at = self.request_seen_at = self.request_left_at = None
        self.request_left_by = self.request_machine = None
