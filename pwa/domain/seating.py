"""Seating: who sits where in a room, and who moves when somebody is placed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pwa.domain.errors import Invalid
from pwa.domain.seat_plans import Shape, grid, labels
from pwa.domain.words import N_, Sentence

GONE = N_("Ce poste n'est plus sur le plan. Rechargez la page, puis recommencez.")
TWICE = N_("Le poste %(label)s est choisi pour deux candidats. Gardez-le pour un seul.")

Seats = Mapping[int, str | None]
"""What is written as the seat of each candidate, in the order of the list."""


class Seated(Protocol):
    """Somebody who may have a seat."""

    @property
    def id(self) -> int: ...

    @property
    def seat(self) -> str | None: ...


Person = TypeVar("Person", bound=Seated)


@dataclass(frozen=True)
class Seat(Generic[Person]):
    """A seat of a room, and who sits there."""

    label: str
    person: Person | None


@dataclass(frozen=True)
class Layout(Generic[Person]):
    """A room with its people: rows of seats, None where there is a gap; `elsewhere` are those not on the plan."""

    rows: tuple[tuple[Seat[Person] | None, ...], ...]
    elsewhere: tuple[Person, ...]

    @property
    def seats(self) -> tuple[Seat[Person], ...]:
        """Every seat, row after row."""
        return tuple(seat for row in self.rows for seat in row if seat)


def lay(shape: Shape, people: Sequence[Person]) -> Layout[Person]:
    """Return the room with its people; of two with one seat the first has it."""
    known, holders = {person.id: person for person in people}, seated(shape, {one.id: one.seat for one in people})
    rows = tuple(tuple(_seat(label, holders, known) if label else None for label in row) for row in grid(shape))
    placed = set(holders.values())
    return Layout(rows, tuple(person for person in people if person.id not in placed))


def seated(shape: Shape, seats: Seats) -> dict[str, int]:
    """Return who sits at each seat that is taken; of two with one seat the first has it."""
    there, holders = set(labels(shape)), dict[str, int]()
    for who, seat in seats.items():
        if seat in there:
            holders.setdefault(seat, who)
    return holders


def place(shape: Shape, seats: Seats, who: int, seat: str | None) -> dict[int, str | None]:
    """Return the seats that change when somebody is placed, or leaves the plan (None).

    Whoever sat there goes where they come from: a swap, or off the plan.
    """
    if seat is not None and seat not in labels(shape):
        raise Invalid(GONE, "seat_gone")
    holders = seated(shape, seats)
    former = next((label for label, holder in holders.items() if holder == who), None)
    others = [other for other, theirs in seats.items() if seat and theirs == seat and other != who]
    moved: dict[int, str | None] = {who: seat}
    for other in others:
        moved[other] = former if holders.get(seat or "") == other else None
    return _changed(seats, moved)


def arrange(shape: Shape, seats: Seats, wanted: Seats) -> dict[int, str | None]:
    """Return the seats that change when several are chosen at once; a seat is for one only."""
    moved = _changed(seats, wanted)
    if not {seat for seat in moved.values() if seat} <= set(labels(shape)):
        raise Invalid(GONE, "seat_gone")
    after = {**seats, **moved}
    for who, seat in moved.items():
        if seat and any(other != who and theirs == seat for other, theirs in after.items()):
            raise Invalid(Sentence(TWICE, label=seat), "seat_twice")
    return moved


def fill(shape: Shape, seats: Seats) -> dict[int, str | None]:
    """Return the seats of those not on the plan: the free ones, in the order of both; the last may find none."""
    holders = seated(shape, seats)
    waiting = (who for who in seats if who not in holders.values())
    free = (label for label in labels(shape) if label not in holders)
    return dict(zip(waiting, free, strict=False))


def clear(shape: Shape, seats: Seats) -> dict[int, str | None]:
    """Return the seats that change when everybody leaves the plan."""
    there = set(labels(shape))
    return {who: None for who, seat in seats.items() if seat in there}


def _seat(label: str, holders: Mapping[str, int], known: Mapping[int, Person]) -> Seat[Person]:
    return Seat(label, known[holders[label]] if label in holders else None)


def _changed(seats: Seats, wanted: Seats) -> dict[int, str | None]:
    return {who: seat for who, seat in wanted.items() if seats[who] != seat}
