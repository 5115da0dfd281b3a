"""An invigilator: a phone that rings, a board that stays open, and taps."""

import asyncio
import time

from tests.rehearsal.board import Board
from tests.rehearsal.browser import Broken, Browser
from tests.rehearsal.cast import PASSWORD
from tests.rehearsal.phone import Phone


class Invigilator:
    """One person who walks the room."""

    def __init__(self, first_name: str, last_name: str, browser: Browser, phone: Phone, session: int) -> None:
        self.first_name = first_name
        self.last_name = last_name
        self._browser = browser
        self._path = f"/sessions/{session}/surveiller"
        self._session = session
        self.phone = phone
        self.board = Board(browser, self._path)

    async def arrive(self, password: str) -> list[asyncio.Task[None]]:
        """Sign up, enable the phone, open the board; returns what goes on by itself."""
        email = f"{self.first_name}.{self.last_name}@example.org".lower()
        await self._browser.sign_up(self.first_name, self.last_name, email, PASSWORD)
        await self.phone.register()
        entry = await self._browser.open("/surveiller")
        await self._browser.submit(entry, "password", {"number": str(self._session), "password": password})
        await self.board.open()
        return [asyncio.create_task(self.phone.live()), asyncio.create_task(self.board.live())]

    async def confirm(self, candidate_id: int) -> tuple[float, int]:
        """« Confirmer la présence »: when it was tapped, and the version that came of it."""
        return await self._tap(f"candidats/{candidate_id}/confirmer")

    async def authorise(self, candidate_id: int) -> tuple[float, int]:
        """« Autoriser la reprise »: the same."""
        return await self._tap(f"candidats/{candidate_id}/reprise")

    async def claim(self, alert_id: int) -> tuple[float, int]:
        """« J'y vais »: the same."""
        return await self._tap(f"alertes/{alert_id}/prendre")

    async def leave(self) -> None:
        await self._browser.__aexit__()

    async def _tap(self, what: str) -> tuple[float, int]:
        tapped = time.monotonic()
        status, answer = await self._browser.act(f"{self._path}/{what}", self.board.csrf)
        if status != 200:
            raise Broken(f"{what} got {status}: {answer.get('detail')}")
        return tapped, int(answer["version"])
