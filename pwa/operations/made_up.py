"""What is made up: messages about trainings, kept apart from those about real rooms."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from pwa.models.tables import Alert, CertificationSession, Delivery


def is_made_up() -> ColumnElement[bool]:
    """Find the messages that are about a training."""
    trainings, told = select(CertificationSession.id).where(CertificationSession.training), aliased(Alert)
    alerts = select(told.id).where(told.session_id.in_(trainings))
    return func.coalesce(Delivery.alert_id, 0).in_(alerts) | func.coalesce(Delivery.session_id, 0).in_(trainings)


def alike(db: Session, delivery: Delivery) -> ColumnElement[bool]:
    """Find the messages that are as real, or as made up, as that one."""
    made_up = db.scalar(select(is_made_up()).where(Delivery.id == delivery.id))
    return is_made_up() if made_up else ~is_made_up()
