"""What the rehearsal finds: durations, what was lost, what rang for nothing."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.rehearsal.board import Board
from tests.rehearsal.invigilator import Invigilator
from tests.rehearsal.measures import CHANGE, CLAIMED, HELD, Measures
from tests.rehearsal.phone import Phone, Ring

PATIENCE = 90.0
"""Seconds after which a call that did not come counts as lost: a phone called six times waits out its minute."""
LOOK_EVERY = 0.1  # seconds


@dataclass(frozen=True)
class Change:
    """Something done at `at` that every open board must come to show; `seen` asks a board when it did."""

    what: str
    at: float
    seen: Callable[[Board], float | None]


@dataclass(frozen=True)
class Claim:
    """« J'y vais », tapped at `at` by one invigilator: the phones of all others must say so."""

    alert_id: int
    at: float
    others: Sequence[Phone]

    @property
    def is_told(self) -> bool:
        return all(phone.updated(self.alert_id, self.at) for phone in self.others)


@dataclass
class Findings:
    """The promises made while the room plays, and whether they were kept."""

    invigilators: Sequence[Invigilator]
    measures: Measures = field(default_factory=Measures)
    lost: list[str] = field(default_factory=list)
    false_alarms: list[str] = field(default_factory=list)
    _changes: list[Change] = field(default_factory=list)
    _claims: list[Claim] = field(default_factory=list)
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
            self._add(what, phone, ring, since)
        return rings[0]

    def changed(self, what: str, at: float, version: int) -> None:
        """A tap that brought the session to that version."""
        self._changes.append(Change(what, at, lambda board: board.saw_version(version)))

    def moved(self, what: str, at: float, candidate_id: int, group: str) -> None:
        """A candidate's own move, seen as the group they are now in."""
        self._changes.append(Change(what, at, lambda board: board.saw_group(candidate_id, group, at)))

    def claimed(self, alert_id: int, at: float, by: Invigilator) -> None:
        """An alert that every phone had rung for was taken."""
        self._claims.append(Claim(alert_id, at, [one.phone for one in self.invigilators if one is not by]))

    async def settle(self) -> None:
        """Until every phone was told of every claim, or nobody would wait for it any more."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and not all(claim.is_told for claim in self._claims):
            await asyncio.sleep(LOOK_EVERY)

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
        for claim in self._claims:
            for phone in claim.others:
                self._judge_claim(claim, phone)

    def _judge_change(self, change: Change, board: Board) -> None:
        seen = change.seen(board)
        if seen is None:
            self.lost.append(f"tableau · {change.what}")
        else:
            self.measures.add(CHANGE, max(0.0, seen - change.at))

    def _judge_claim(self, claim: Claim, phone: Phone) -> None:
        update = phone.updated(claim.alert_id, claim.at)
        if update is None:
            self.lost.append(f"prise de l'alerte {claim.alert_id}")
        else:
            self._add(CLAIMED, phone, update, claim.at)

    def _add(self, what: str, phone: Phone, ring: Ring, since: float) -> None:
        """A phone that was sent too much is late on purpose: what it waited is told apart."""
        self.measures.add(HELD if phone.was_full(ring) else what, ring.at - since)

    def _judge_phone(self, phone: Phone) -> None:
        """A second message with the tag of an expected one only replaces it on the screen."""
        for ring in phone.rings:
            if (id(phone), ring.tag) not in self._expected:
                self.false_alarms.append(ring.title)
        self.lost.extend(f"refusée · {reason}" for reason in phone.refused)

    @property
    def is_clean(self) -> bool:
        return not self.lost and not self.false_alarms
