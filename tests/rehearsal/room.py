"""The room: everybody arrives, is admitted, starts, lives their part, and finishes."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence

from pwa.domain.alerts import Kind
from pwa.domain.cast import Role
from tests.rehearsal.board import Board
from tests.rehearsal.browser import Broken
from tests.rehearsal.candidate import Candidate
from tests.rehearsal.cast import Part
from tests.rehearsal.findings import Findings
from tests.rehearsal.invigilator import Invigilator
from tests.rehearsal.measures import ACCEPTED, ASKED, CLOSED, LOST, MOVED, SHOWN, TAKEN, Measures
from tests.rehearsal.phone import Phone, Ring
from tests.rehearsal.stage import Stage

AT_ONCE = 8  # people who do the same thing at the same time
INVIGILATORS = (("Claire", "Moreau"), ("Karim", "Haddad"), ("Paul", "Roche"))
SETTLE = 3.0  # seconds for the last changes to reach the boards
HUMAN = 0.5  # seconds between a notification and a tap
LONGEST_MISFORTUNE = 30.0  # seconds: silence, notification, return
ANSWERS_TO_STAY = 15
HICCUP = 3.0  # seconds without a network: less than any promise
ELSEWHERE = 8.0  # seconds in front of another tab
EVERY = 30.0  # seconds between two harmless things


class Room:
    """One session, from the first arrival to the last end."""

    def __init__(
        self, stage: Stage, parts: Sequence[Part], seconds: float, say: Callable[[str], None], promised: Collection[str]
    ) -> None:
        self._stage = stage
        self._parts = parts
        self._seconds = seconds
        self._say = say
        self._measures = Measures(promised)

    async def play(self) -> Findings:
        """The whole story; Broken when the site does not follow it."""
        self._codes = await self._stage.open_session(self._parts)
        self._invigilators = [await self._invigilator(*name) for name in INVIGILATORS]
        self.findings = Findings(self._invigilators, self._measures)
        self._candidates = [await self._candidate(part) for part in self._parts]
        lives = [life for invigilator in self._invigilators for life in await invigilator.arrive(self._codes.password)]
        try:
            await self._until_the_end(lives)
        finally:
            for life in lives:
                life.cancel()
            await asyncio.gather(*lives, *(one.leave() for one in self._candidates), return_exceptions=True)
        self.findings.judge()
        for steps in self._stage.lives():
            for what, seconds in zip((ACCEPTED, SHOWN, TAKEN), steps, strict=True):
                if seconds is not None:
                    self._measures.add(what, seconds)
        return self.findings

    async def _until_the_end(self, lives: Sequence[asyncio.Task[None]]) -> None:
        """Play the acts; a phone or a board that breaks breaks the rehearsal."""
        acts = asyncio.create_task(self._acts())
        await asyncio.wait([acts, *lives], return_when=asyncio.FIRST_COMPLETED)
        for life in lives:
            if life.done():
                acts.cancel()
                life.result()
        await acts

    async def _acts(self) -> None:
        self._say("arrivées")
        await self._each(self._candidates, self._arrive)
        self._say("débuts")
        await self._each(self._candidates, self._start)
        self._say("épreuve")
        await self._test()
        self._say("fins")
        await self._each([one for one in self._candidates if not one.over], self._finish)
        await self.findings.settle()
        await asyncio.sleep(SETTLE)

    # The people

    async def _invigilator(self, first_name: str, last_name: str) -> Invigilator:
        browser = await self._stage.browser()
        phone = Phone(browser, self._stage.service, self._stage.unfold)
        return Invigilator(first_name, last_name, browser, phone, self._codes.session)

    async def _candidate(self, part: Part) -> Candidate:
        return Candidate(part, await self._stage.browser(), self._codes.session, self._measures)

    async def _each(self, people: Iterable[Candidate], does: Callable[[Candidate], Awaitable[None]]) -> None:
        """The same thing for everybody, a few at a time."""
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(candidate: Candidate) -> None:
            async with turn:
                await does(candidate)

        async with asyncio.TaskGroup() as group:
            for candidate in people:
                group.create_task(one(candidate))

    # The acts

    async def _arrive(self, candidate: Candidate) -> None:
        candidate.id = self._board.id_of(candidate.name)
        await candidate.sign_up()
        if candidate.part.asks:
            await self._ask_to_enter(candidate)
        else:
            await self._confirm(candidate)
            page = await candidate.join()
            if page.path != "/test/code":
                raise Broken(f"{candidate.name} was admitted and landed on {page.path}")

    async def _ask_to_enter(self, candidate: Candidate) -> None:
        asked = time.monotonic()
        page = await candidate.join()
        await self._expect(ASKED, Kind.ENTRY_REQUESTED, candidate, asked)
        await asyncio.sleep(HUMAN)
        await asyncio.gather(candidate.wait(page), self._confirm(candidate))

    async def _start(self, candidate: Candidate) -> None:
        at = await candidate.enter(self._codes.access_code)
        self.findings.moved(f"début de {candidate.name}", at, candidate.id, "running")

    async def _finish(self, candidate: Candidate) -> None:
        at = await candidate.finish()
        self.findings.moved(f"fin de {candidate.name}", at, candidate.id, "over")

    async def _test(self) -> None:
        """Misfortunes are spread over the time there is, each early enough to be lived to its end."""
        lives = {
            Role.CLOSES: self._close,
            Role.LOSES: self._lose,
            Role.MOVES: self._move,
            Role.RELOADS: self._reload,
            Role.FINISHES: self._answer_all,
            Role.STAYS: self._stay,
            Role.HICCUPS: self._hiccup,
            Role.HIDES: self._hide,
        }
        room = max(1.0, self._seconds - LONGEST_MISFORTUNE)
        async with asyncio.TaskGroup() as group:
            for index, candidate in enumerate(self._candidates):
                delay = room * (index * 7 % len(self._candidates)) / len(self._candidates)
                group.create_task(lives[candidate.part.role](candidate, delay))

    # The parts

    async def _close(self, candidate: Candidate, delay: float) -> None:
        await self._answer_then_wait(candidate, delay)
        question, closed = candidate.number, await candidate.close()
        ring = await self._expect(CLOSED, Kind.WINDOW_CLOSED, candidate, closed)
        if ring:
            await self._take(ring)
        await self._come_back(candidate)
        if candidate.number != question:
            self.findings.lost.append(f"reprise de {candidate.name} : question {candidate.number}, pas {question}")

    async def _come_back(self, candidate: Candidate) -> None:
        asked = time.monotonic()
        page = await candidate.join()
        await self._expect(ASKED, Kind.RESUME_REQUESTED, candidate, asked)
        await asyncio.sleep(HUMAN)
        self.findings.changed(f"reprise de {candidate.name}", *await self._first.authorise(candidate.id))
        await candidate.wait(page)
        await candidate.enter(self._codes.access_code)

    async def _move(self, candidate: Candidate, delay: float) -> None:
        await self._answer_then_wait(candidate, delay)
        asked, question = time.monotonic(), candidate.number
        page = await candidate.ask_from_another_machine()
        await self._expect(MOVED, Kind.SECOND_WINDOW, candidate, asked)
        await asyncio.sleep(HUMAN)
        self.findings.changed(f"déplacement de {candidate.name}", *await self._first.authorise(candidate.id))
        await candidate.wait(page)
        await candidate.move(self._codes.access_code)
        if candidate.number != question:
            self.findings.lost.append(f"déplacement de {candidate.name} : question {candidate.number}, pas {question}")

    async def _lose(self, candidate: Candidate, delay: float) -> None:
        await self._answer_then_wait(candidate, delay)
        last_sign = await candidate.lose_network()
        ring = await self._expect(LOST, Kind.CONNECTION_LOST, candidate, last_sign)
        if ring:
            await self._take(ring)
        await candidate.find_network()
        await candidate.answer()

    async def _reload(self, candidate: Candidate, delay: float) -> None:
        await self._again(candidate, delay, candidate.reload)

    async def _hiccup(self, candidate: Candidate, delay: float) -> None:
        await self._again(candidate, delay, lambda: candidate.hiccup(HICCUP))

    async def _hide(self, candidate: Candidate, delay: float) -> None:
        await self._again(candidate, delay, lambda: candidate.look_elsewhere(ELSEWHERE))

    async def _again(self, candidate: Candidate, delay: float, does: Callable[[], Awaitable[None]]) -> None:
        """Live the same harmless thing every half minute; the question must be where it was."""
        until = time.monotonic() + self._seconds
        await self._answer_then_wait(candidate, delay)
        while True:
            question = candidate.number
            await does()
            if candidate.number != question:
                self.findings.lost.append(f"{candidate.part.role} · {candidate.name} : question {candidate.number}")
            if candidate.number < candidate.total:
                await candidate.answer()
            if time.monotonic() + EVERY > until:
                return
            await asyncio.sleep(EVERY)

    async def _answer_all(self, candidate: Candidate, delay: float) -> None:
        pause = self._seconds / (candidate.total + 1)
        while candidate.number < candidate.total:
            await asyncio.sleep(pause)
            await candidate.answer()
        await self._finish(candidate)

    async def _stay(self, candidate: Candidate, delay: float) -> None:
        for _ in range(min(ANSWERS_TO_STAY, candidate.total - 1)):
            await asyncio.sleep(self._seconds / ANSWERS_TO_STAY)
            await candidate.answer()

    async def _answer_then_wait(self, candidate: Candidate, delay: float) -> None:
        await candidate.answer()
        await asyncio.sleep(delay)

    # What they do often

    @property
    def _first(self) -> Invigilator:
        return self._invigilators[0]

    @property
    def _board(self) -> Board:
        return self._first.board

    async def _confirm(self, candidate: Candidate) -> None:
        self.findings.changed(f"présence de {candidate.name}", *await self._first.confirm(candidate.id))

    async def _take(self, ring: Ring) -> None:
        """« J'y vais », read on every other phone."""
        await asyncio.sleep(HUMAN)
        tapped, version = await self._first.claim(ring.alert_id)
        self.findings.claimed(ring.alert_id, tapped, self._first)
        self.findings.changed("« J'y vais »", tapped, version)

    async def _expect(self, what: str, kind: Kind, candidate: Candidate, since: float) -> Ring | None:
        return await self.findings.expect(what, kind, candidate.id, since, candidate.name)
