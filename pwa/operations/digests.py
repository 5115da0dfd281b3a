"""Digests: notifications in which a phone was told of several alerts; what becomes of one of them changes the whole."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from pwa.models.tables import Alert, Delivery


def that_told(db: Session, alert_id: int, device_id: int) -> int | None:
    """Return the digest in which a phone was last told of an alert, None when it was told of it alone."""
    carrier, inside = aliased(Delivery), aliased(Delivery)
    rings = (
        select(Delivery.id, Delivery.gathered_into_id)
        .outerjoin(carrier, carrier.id == Delivery.gathered_into_id)
        .where(Delivery.alert_id == alert_id, Delivery.device_id == device_id, Delivery.purpose == "ring")
        .where(or_(Delivery.tries > 0, carrier.tries > 0))
    )
    last = db.execute(rings.order_by(Delivery.id.desc()).limit(1)).one_or_none()
    if last is None or last.gathered_into_id:
        return last.gathered_into_id if last else None
    followers = select(inside.id).where(inside.gathered_into_id == last.id)
    return last.id if db.scalars(followers.limit(1)).first() else None


def alerts_of(db: Session, digest_id: int) -> Sequence[Alert]:
    """Return the alerts that a digest told."""
    about = or_(Delivery.id == digest_id, Delivery.gathered_into_id == digest_id)
    query = select(Alert).where(Alert.id.in_(select(Delivery.alert_id).where(about)))
    return db.scalars(query.order_by(Alert.id)).all()
