"""Seat plans: a centre draws a room once; drawn anew, the boards of its sessions show it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import seat_plans as rules
from pwa.domain.errors import Invalid, Missing
from pwa.domain.seat_plans import Numbering, Shape
from pwa.domain.words import N_
from pwa.models.tables import Account, Centre, CertificationSession, SeatPlan
from pwa.operations import centres, changes
from pwa.operations.changes import Change

NAME_TAKEN = N_("Une salle du centre porte déjà ce nom. Choisissez-en un autre.")


@dataclass(frozen=True)
class Drawing:
    """What staff draw: a room's name and its shape."""

    name: str
    shape: Shape


def shape_of(plan: SeatPlan) -> Shape:
    """Return the shape of a room as it was drawn."""
    gaps = rules.gaps_within(plan.rows, plan.columns, plan.gaps)
    return Shape(plan.rows, plan.columns, gaps, Numbering(plan.numbering))


def create(db: Session, centre: Centre, drawing: Drawing, now: datetime) -> SeatPlan:
    """Keep a new room; raises `Invalid` for a name that is taken, or no room at all."""
    centres.hold(db, centre)
    plan = SeatPlan(centre_id=centre.id, created_at=now)
    _draw(db, plan, drawing)
    db.add(plan)
    db.flush()
    return plan


def redraw(db: Session, plan: SeatPlan, drawing: Drawing, account: Account, now: datetime) -> None:
    """Draw a room anew: candidates keep their seats' labels, and their boards change.

    The sessions' rows are taken first: nobody is placed meanwhile.
    """
    for change, _ in _take(db, plan, account, now):
        change.journal("seat_plan_redrawn", plan=plan.id)
    _draw(db, plan, drawing)
    db.flush()


def remove(db: Session, plan: SeatPlan, account: Account, now: datetime) -> None:
    """Forget a room: its sessions have no plan any more, their candidates keep their seats' labels."""
    for change, session in _take(db, plan, account, now):
        session.seat_plan_id = None
        change.journal("seat_plan_chosen", plan=None)
    db.delete(plan)
    db.flush()


def of_centres(db: Session, mine: Sequence[Centre]) -> Sequence[SeatPlan]:
    """Return the rooms that these centres have drawn, by name."""
    query = select(SeatPlan).where(SeatPlan.centre_id.in_([centre.id for centre in mine]))
    return db.scalars(query.order_by(SeatPlan.name, SeatPlan.id)).all()


def users(db: Session, plan: SeatPlan) -> Sequence[CertificationSession]:
    """Return the sessions that take place in a room, latest first."""
    query = select(CertificationSession).where(CertificationSession.seat_plan_id == plan.id)
    return db.scalars(query.order_by(CertificationSession.starts_at.desc(), CertificationSession.id)).all()


def _take(db: Session, plan: SeatPlan, account: Account, now: datetime) -> list[tuple[Change, CertificationSession]]:
    """Hold the centre, then each of the room's sessions that is not finalised, by number; `Missing` once it is gone."""
    centres.hold(db, db.get_one(Centre, plan.centre_id))
    if db.scalars(select(SeatPlan.id).where(SeatPlan.id == plan.id)).first() is None:
        raise Missing
    actor = changes.by_account(account.id)
    open_ones = [session for session in users(db, plan) if not session.finalised_at]
    in_order = sorted(open_ones, key=lambda session: session.id)
    return [(changes.begin(db, session.id, actor, now), session) for session in in_order]


def _draw(db: Session, plan: SeatPlan, drawing: Drawing) -> None:
    rules.check(drawing.shape)
    same = select(SeatPlan.id).where(SeatPlan.centre_id == plan.centre_id, SeatPlan.name == drawing.name)
    if db.scalars(same.where(SeatPlan.id != (plan.id or 0))).first():
        raise Invalid(NAME_TAKEN, "name_taken")
    shape = drawing.shape
    plan.name, plan.numbering = drawing.name, shape.numbering.value
    plan.rows, plan.columns = shape.rows, shape.columns
    plan.gaps = [list(cell) for cell in sorted(shape.gaps)]
