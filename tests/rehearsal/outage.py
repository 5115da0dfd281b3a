"""An outage: the network of the whole room is cut and comes back, except for a few who stay away."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence

from pwa.domain.alerts import Kind
from pwa.domain.outages import ALONE_AFTER
from tests.rehearsal.candidate import Candidate
from tests.rehearsal.measures import ALONE, OUTAGE
from tests.rehearsal.phone import Phone
from tests.rehearsal.room import SETTLE, Room

AWAY = 3
"""How many stay away."""
LASTS = 30.0  # seconds without a network
PATIENCE = ALONE_AFTER.total_seconds() + 30


class CutRoom(Room):
    """Everybody takes their test; then the room falls silent at once."""

    async def _acts(self) -> None:
        self._say("arrivées")
        await self._each(self._candidates, self._arrive)
        self._say("débuts")
        await self._each(self._candidates, self._start)
        await asyncio.sleep(SETTLE)
        await self._cut()
        await self._come_home(self._candidates[:-AWAY])
        await self._miss(self._candidates[-AWAY:])
        await self.findings.settle()
        await asyncio.sleep(SETTLE)
        self._count(self._candidates[-AWAY:])

    async def _cut(self) -> None:
        self._say("coupure")
        begun = time.monotonic()
        signs = await asyncio.gather(*(candidate.lose_network() for candidate in self._candidates))
        ring = await self.findings.expect(OUTAGE, Kind.ROOM_OUTAGE, 0, min(signs), "toute la salle")
        if ring:
            self._say("notification de la coupure")
            await self._take(ring)
        await asyncio.sleep(max(0.0, begun + LASTS - time.monotonic()))

    async def _come_home(self, candidates: Sequence[Candidate]) -> None:
        self._say("retour")
        self._back_at = time.monotonic()
        await asyncio.gather(*(candidate.find_network() for candidate in candidates))

    async def _miss(self, candidates: Sequence[Candidate]) -> None:
        """Each who stays away must be called for, a minute after the others are back and no sooner."""
        async with asyncio.TaskGroup() as group:
            for candidate in candidates:
                group.create_task(self._called_for(candidate))

    async def _called_for(self, candidate: Candidate) -> None:
        since = self._back_at
        ring = await self.findings.expect(
            ALONE, Kind.CONNECTION_LOST, candidate.id, since, candidate.name, patience=PATIENCE
        )
        if ring is None:
            return
        if ring.at - since < ALONE_AFTER.total_seconds():
            self.findings.false_alarms.append(f"{candidate.name} · {ring.at - since:.1f} s après le retour")
        await self._take(ring)
        await candidate.find_network()

    def _count(self, away: Sequence[Candidate]) -> None:
        """One push per phone for the outage, one for each who stayed away, none for anybody else."""
        wanted = Counter({(Kind.ROOM_OUTAGE.value, 0): 1})
        wanted.update((Kind.CONNECTION_LOST.value, candidate.id) for candidate in away)
        for invigilator in self._invigilators:
            found = _loud(invigilator.phone)
            self._say(f"{invigilator.first_name} : {found.total()} notifications, {wanted.total()} voulues")
            self.findings.lost += [f"{kind} · {about}" for kind, about in (wanted - found).elements()]
            self.findings.false_alarms += [f"{kind} · {about}" for kind, about in (found - wanted).elements()]


def _loud(phone: Phone) -> Counter[tuple[str, int]]:
    """What rang, silent updates left out, arrivals too."""
    told = (Kind.ROOM_OUTAGE.value, Kind.CONNECTION_LOST.value, Kind.WINDOW_CLOSED.value)
    return Counter((ring.kind, ring.candidate_id) for ring in phone.rings if ring.kind in told and not ring.silent)
