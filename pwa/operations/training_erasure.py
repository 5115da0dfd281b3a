"""Trainings erased: nothing of one is left in any table."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, Centre, SeatPlan, Training
from pwa.operations import session_erasure
from pwa.operations.session_erasure import delete_all


def erase(db: Session, training: Training) -> None:
    """Delete a training, its session, its people and all that was written of them; the person stays."""
    session_id, centre_id = training.session_id, training.session.centre_id
    people = _people(db, session_id)
    db.delete(training)
    db.flush()
    _forget_what_was_read(db, people)
    session_erasure.erase(db, session_id)
    delete_all(db, SeatPlan, SeatPlan.centre_id == centre_id)
    delete_all(db, Centre, Centre.id == centre_id)
    delete_all(db, Account, Account.id.in_(people), Account.simulated)


def erase_by_id(db: Session, training_id: int, _now: object = None) -> None:
    """Delete one, unless it is gone already."""
    query = select(Training).where(Training.id == training_id).with_for_update()
    training = db.scalars(query).one_or_none()
    if training:
        erase(db, training)


def _forget_what_was_read(db: Session, people: Sequence[int]) -> None:
    """Let go of the rows that are about to go: their numbers may be given again."""
    for row in list(db):
        if isinstance(row, (Centre, SeatPlan)) or (isinstance(row, Account) and row.id in people):
            db.expunge(row)


def _people(db: Session, session_id: int) -> list[int]:
    of_session: Select[Any] = select(Candidate.account_id).where(Candidate.session_id == session_id)
    return [account_id for account_id in db.scalars(of_session) if account_id]
