"""Chaos: web and watcher are killed at random while candidates are cut off and come back; nobody may be forgotten."""

import asyncio
import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence

import aiohttp

from pwa.domain.alerts import Kind
from tests.rehearsal.candidate import Candidate
from tests.rehearsal.cast import Part
from tests.rehearsal.findings import Findings
from tests.rehearsal.invigilator import Invigilator
from tests.rehearsal.measures import KILLED
from tests.rehearsal.phone import Phone
from tests.rehearsal.room import SETTLE, Room
from tests.rehearsal.stage import Stage
from tests.tools.push_message import Message

PATIENCE = 120.0
"""Seconds: a call is put off by each of our own absences, as nobody could be heard meanwhile."""
CUT_AT_ONCE = 2
"""Fewer than make an outage: each is to be called for alone."""
PAUSES = (2.0, 12.0)
BETWEEN_KILLS = (4.0, 25.0)
DOWN = (0.0, 3.0)
AGAIN = 0.5  # seconds before a receipt is sent again


class StubbornPhone(Phone):
    """Tells the server what it has shown as soon as there is a server, as a service worker that tries again does."""

    async def _take(self, message: Message) -> None:
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            await super()._take(message)


class Walker(Invigilator):
    """An invigilator with a phone, whose board is not looked at."""

    async def arrive(self, password: str) -> list[asyncio.Task[None]]:
        phone, board = await super().arrive(password)
        board.cancel()
        return [phone]


class ChaosRoom(Room):
    """A room in front of processes that die."""

    def __init__(
        self, stage: Stage, parts: Sequence[Part], seconds: float, say: Callable[[str], None], dice: random.Random
    ) -> None:
        super().__init__(stage, parts, seconds, say, ())
        self._dice = dice
        self._cut = asyncio.Semaphore(CUT_AT_ONCE)
        self.kills: Counter[str] = Counter()

    async def play(self) -> Findings:
        findings = await super().play()
        self._measures.failures.clear()  # nobody answers a request while nobody is there
        return findings

    async def _invigilator(self, first_name: str, last_name: str) -> Invigilator:
        browser = await self._stage.browser()
        phone = StubbornPhone(browser, self._stage.service, self._stage.unfold)
        return Walker(first_name, last_name, browser, phone, self._codes.session)

    async def _acts(self) -> None:
        self._say("arrivées")
        await self._each(self._candidates, self._arrive)
        self._say("débuts")
        await self._each(self._candidates, self._start)
        self.findings.forget_changes()
        self._say("chaos")
        until = time.monotonic() + self._seconds
        async with asyncio.TaskGroup() as group:
            group.create_task(self._kill(until))
            for candidate in self._candidates:
                group.create_task(self._suffer(candidate, until))
        await asyncio.sleep(SETTLE)
        self._say(f"web tué {self.kills['web']} fois, veilleur {self.kills['veilleur']} fois")

    async def _kill(self, until: float) -> None:
        server = self._stage.server
        deaths = {"web": (server.kill_web, server.start_web), "veilleur": (server.kill_watcher, server.start_watcher)}
        while time.monotonic() < until:
            await asyncio.sleep(self._dice.uniform(*BETWEEN_KILLS))
            chosen = self._dice.choice((["web"], ["veilleur"], ["web", "veilleur"]))
            for name in chosen:
                self.kills[name] += 1
                deaths[name][0]()
            await asyncio.sleep(self._dice.uniform(*DOWN))
            for name in chosen:
                await asyncio.to_thread(deaths[name][1])

    async def _suffer(self, candidate: Candidate, until: float) -> None:
        while time.monotonic() < until:
            await asyncio.sleep(self._dice.uniform(*PAUSES))
            async with self._cut:
                if time.monotonic() >= until:
                    return
                await self._be_cut_off(candidate)

    async def _be_cut_off(self, candidate: Candidate) -> None:
        last_sign = await candidate.lose_network()
        await self.findings.expect(
            KILLED, Kind.CONNECTION_LOST, candidate.id, last_sign, candidate.name, patience=PATIENCE
        )
        await candidate.find_network()
