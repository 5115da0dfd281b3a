"""Our own signs of life: the watcher's and the web's."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from pwa.models.base import Base

WATCHER, WEB = 1, 2
"""The rows: one for all the watchers, one for all the web processes."""


class Watch(Base):
    """When one of our two halves was last seen, and its last absence: from `absent_from` to `resumed_at`."""

    __tablename__ = "watch"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime]
    absent_from: Mapped[datetime | None]
    resumed_at: Mapped[datetime]
