"""Column mappings: how a centre reads its school's own export, chosen once for all files with the same titles."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import roster_mapping as rules
from pwa.domain.roster_columns import Column
from pwa.models.tables import Centre, ColumnMapping


def find(db: Session, centre: Centre, titles: Sequence[str]) -> dict[Column, int] | None:
    """Return where the columns of a file with these titles are, None when nobody has said it."""
    kept = _kept(db, centre, titles)
    return {Column[name]: place for name, place in kept.columns.items()} if kept else None


def keep(db: Session, centre: Centre, titles: Sequence[str], chosen: Mapping[Column, int], now: datetime) -> None:
    """Remember where the columns are, in the place of what was said before."""
    rules.check(titles, chosen)
    kept = _kept(db, centre, titles)
    if kept is None:
        kept = ColumnMapping(centre_id=centre.id, digest=rules.digest(titles), columns={}, used_at=now)
        db.add(kept)
    kept.columns, kept.used_at = {column.name: place for column, place in chosen.items()}, now
    db.flush()


def _kept(db: Session, centre: Centre, titles: Sequence[str]) -> ColumnMapping | None:
    query = select(ColumnMapping).where(
        ColumnMapping.centre_id == centre.id, ColumnMapping.digest == rules.digest(titles)
    )
    return db.scalars(query).one_or_none()
