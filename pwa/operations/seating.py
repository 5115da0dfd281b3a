"""Seating: a session's room, and its candidates placed in it; every board follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import seating as rules
from pwa.domain.errors import Illegal, Missing
from pwa.domain.seat_plans import Shape
from pwa.domain.seating import Layout, Person
from pwa.domain.words import N_
from pwa.models.tables import Account, Candidate, CertificationSession, SeatPlan
from pwa.operations import centres, changes, seat_plans, sessions
from pwa.operations.changes import Change

FINALISED = N_("La session a été finalisée : les places ne changent plus.")
NO_ROOM = N_("Choisissez d'abord la salle.")


@dataclass(frozen=True)
class Moved:
    """What was done: how many candidates have another seat than before, and how many are not on the plan."""

    change: Change
    moved: int
    elsewhere: int


@dataclass(frozen=True)
class _Floor:
    """A session held until the end of the transaction, with its room as it is now."""

    change: Change
    shape: Shape
    people: Sequence[Candidate]

    @property
    def seats(self) -> dict[int, str | None]:
        return {person.id: person.seat for person in self.people}

    def move(self, wanted: Mapping[int, str | None]) -> Moved:
        """Write the new seats down."""
        for person in self.people:
            if person.id in wanted:
                person.seat, person.version = wanted[person.id], self.change.version
                self.change.journal("seat_changed", person, seat=person.seat)
        return Moved(self.change, len(wanted), len(rules.lay(self.shape, self.people).elsewhere))


def lay(plan: SeatPlan | None, people: Sequence[Person]) -> Layout[Person] | None:
    """Return a room with the people who sit there, None when nobody chose a room."""
    return rules.lay(seat_plans.shape_of(plan), people) if plan else None


def choose(db: Session, session: CertificationSession, plan_id: int | None, account: Account, now: datetime) -> Change:
    """Say in which room of the centre a session takes place, or in none that is drawn; seats stay as they are."""
    centres.hold(db, session.centre)
    change = _begin(db, session, account, now)
    mine = select(SeatPlan.id).where(SeatPlan.id == plan_id, SeatPlan.centre_id == session.centre_id)
    if plan_id is not None and db.scalars(mine).first() is None:
        raise Missing
    session.seat_plan_id = plan_id
    change.journal("seat_plan_chosen", plan=plan_id)
    db.refresh(session, ["seat_plan"])
    return change


def place(
    db: Session, session: CertificationSession, candidate_id: int, seat: str | None, account: Account, now: datetime
) -> Moved:
    """Place somebody, or take them off the plan; whoever sat there takes their former seat."""
    floor = _floor(db, session, account, now)
    if candidate_id not in floor.seats:
        raise Missing
    return floor.move(rules.place(floor.shape, floor.seats, candidate_id, seat))


def arrange(
    db: Session, session: CertificationSession, wanted: Mapping[int, str | None], account: Account, now: datetime
) -> Moved:
    """Give several candidates their seats at once."""
    floor = _floor(db, session, account, now)
    if not wanted.keys() <= floor.seats.keys():
        raise Missing
    return floor.move(rules.arrange(floor.shape, floor.seats, wanted))


def fill(db: Session, session: CertificationSession, account: Account, now: datetime) -> Moved:
    """Place all who are not on the plan, in the order of names."""
    floor = _floor(db, session, account, now)
    return floor.move(rules.fill(floor.shape, floor.seats))


def clear(db: Session, session: CertificationSession, account: Account, now: datetime) -> Moved:
    """Take everybody off the plan."""
    floor = _floor(db, session, account, now)
    return floor.move(rules.clear(floor.shape, floor.seats))


def _begin(db: Session, session: CertificationSession, account: Account, now: datetime) -> Change:
    change = changes.begin(db, session.id, changes.by_account(account.id), now)
    if session.finalised_at:
        raise Illegal(FINALISED, "finalised")
    return change


def _floor(db: Session, session: CertificationSession, account: Account, now: datetime) -> _Floor:
    change = _begin(db, session, account, now)
    plan = session.seat_plan_id and db.get(SeatPlan, session.seat_plan_id, populate_existing=True)
    if not plan:
        raise Illegal(NO_ROOM, "no_room")
    return _Floor(change, seat_plans.shape_of(plan), sessions.candidates(db, session))
