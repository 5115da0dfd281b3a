"""The watcher's own sign of life."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from pwa.models.base import Base


class Watch(Base):
    """One row (id 1): when a watcher was last seen, and when it resumed after its last absence."""

    __tablename__ = "watch"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen_at: Mapped[datetime]
    resumed_at: Mapped[datetime]
