"""Seat plans: a centre draws the shape of a room once, and its sessions use it."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pwa.models.base import Base


class SeatPlan(Base):
    """A room seen from above, its front row first: `rows` × `columns` cells, without those of `gaps` ([row, column]).

    Seats are numbered from 1, cell after cell in the order that `numbering` names (`seat_plans.Numbering`); a candidate
    sits where their `seat` is the seat's label.
    """

    __tablename__ = "seat_plan"
    __table_args__ = (UniqueConstraint("centre_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    rows: Mapped[int]
    columns: Mapped[int]
    gaps: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    numbering: Mapped[str] = mapped_column(String(16), default="rows")
    created_at: Mapped[datetime]
