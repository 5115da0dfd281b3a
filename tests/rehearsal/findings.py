"""What the rehearsal finds: durations, what was lost, what rang for nothing."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.rehearsal.board import Board
from tests.rehearsal.invigilator import Invigilator
from tests.rehearsal.measures import CHANGE, Measures
from tests.rehearsal.phone import Phone, Ring

PATIENCE = 30.0
"""Seconds after which a call that did not come counts as lost."""


@dataclass(frozen=True)
class Change:
    """Something done at `at` that every open board must come to show; `seen` asks a board when it did."""

    what: str
    at: float
    seen: Callable[[Board], float | None]


@dataclass
class Findings:
    """The promises made while the room plays, and whether they were kept."""

    invigilators: Sequence[Invigilator]
    measures: Measures = field(default_factory=Measures)
    lost: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    _changes: list[Change] = field(default_factory=list)
    _expected: set[tuple[int, str]] = field(default_factory=set)

    async def expect(
        self, what: str, kind: str, candidate_id: int, since: float, who: str, patience: float | None = None
    ) -> Ring | None:
        """Every phone must ring; returns the first invigilator's ring."""
        patience = PATIENCE if patience is None else patience
        phones = [invigilator.phone for invigilator in self.invigilators]
        rings = await asyncio.gather(*(phone.rung(candidate_id, kind, since, patience) for phone in phones))
        for phone, ring in zip(phones, rings, strict=True):
            if ring is None:
                self.lost.append(f"{kind} · {who}")
                continue
            self._expected.add((id(phone), ring.tag))
            self.measures.add(what, ring.at - since)
        return rings[0]

    def changed(self, what: str, at: float, version: int) -> None:
        """A tap that brought the session to that version."""
        self._changes.append(Change(what, at, lambda board: board.saw_version(version)))

    def moved(self, what: str, at: float, candidate_id: int, group: str) -> None:
        """A candidate's own move, seen as the group they are now in."""
        self._changes.append(Change(what, at, lambda board: board.saw_group(candidate_id, group, at)))

    def forget_changes(self) -> None:
        """Hold no board to what was done so far: none stays open."""
        self._changes.clear()

    @property
    def duplicates(self) -> int:
        """How many messages only replaced one that had arrived already, updates left out."""
        loud = [[ring.tag for ring in one.phone.rings if not ring.silent] for one in self.invigilators]
        return sum(len(tags) - len(set(tags)) for tags in loud)

    def judge(self) -> None:
        """Once everything had time to settle: each change on each board, each ring of each phone."""
        for invigilator in self.invigilators:
            for change in self._changes:
                self._judge_change(change, invigilator.board)
            self._judge_phone(invigilator.phone)

    def _judge_change(self, change: Change, board: Board) -> None:
        seen = change.seen(board)
        if seen is None:
            self.lost.append(f"tableau · {change.what}")
        else:
            self.measures.add(CHANGE, max(0.0, seen - change.at))

    def _judge_phone(self, phone: Phone) -> None:
        """A second message with the tag of an expected one only replaces it on the screen."""
        for ring in phone.rings:
            if (id(phone), ring.tag) not in self._expected:
                self.false_alarms.append(ring.title)
        self.lost.extend(f"refusée · {reason}" for reason in phone.refused)

    @property
    def is_clean(self) -> bool:
        return not self.lost and not self.false_alarms
