"""An open board: it hears the event stream, asks what changed, and remembers when it could be seen."""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.rehearsal.browser import Broken, Browser, Page


@dataclass(frozen=True)
class View:
    """What the board showed from `at` on: its version, and the groups of the candidates that changed."""

    at: float
    version: int
    groups: Mapping[int, Sequence[str]]


class Board:
    """One open page of one invigilator."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.views: list[View] = []
        self.candidates: dict[str, int] = {}
        self.csrf = ""
        self._browser = browser
        self._path = path

    async def open(self) -> None:
        page = await self._browser.open(self._path)
        self._place = page.data("board")
        self.csrf = page.csrf
        self.candidates = _ids_by_name(page)
        self.views.append(View(time.monotonic(), int(self._place["version"]), _groups(page.text)))

    async def live(self) -> None:
        """Stay open, for ever: one stream after the other."""
        while True:
            async with self._browser.listen(self._place["stream"]) as stream:
                if stream.status != 200:
                    raise Broken(f"the event stream answered {stream.status}")
                async for line in stream.content:
                    await self._hear(line.decode().strip())

    def id_of(self, name: str) -> int:
        """The candidate of that name (« P N »)."""
        if name not in self.candidates:
            raise Broken(f"the board does not show {name} among {sorted(self.candidates)}")
        return self.candidates[name]

    def saw_version(self, version: int) -> float | None:
        """When the board came to that version."""
        return next((view.at for view in self.views if view.version >= version), None)

    def saw_group(self, candidate_id: int, group: str, since: float) -> float | None:
        """When the board showed that candidate in that group, after `since`."""
        return next(
            (view.at for view in self.views if view.at >= since and group in view.groups.get(candidate_id, ())), None
        )

    async def _hear(self, line: str) -> None:
        field, _, value = line.partition(":")
        if field == "data" and int(value) > self.views[-1].version:
            await self._knock()

    async def _knock(self) -> None:
        status, answer = await self._browser.ask(self._place["changes"], since=str(self.views[-1].version))
        if status == 204:
            return
        if status != 200:
            raise Broken(f"the board asked what changed and got {status}")
        groups = _groups("".join(answer["fragments"].values()))
        self.views.append(View(time.monotonic(), answer["version"], groups))
        await asyncio.sleep(0)


def _ids_by_name(page: Page) -> dict[str, int]:
    """Each candidate's id by « P N », the name of their sheet."""
    sheets = page.root.iterfind(".//li/div[@role='dialog']")
    return {sheet.get("aria-label", ""): int(sheet.get("id", "").removeprefix("sheet-")) for sheet in sheets}


def _groups(html: str) -> dict[int, list[str]]:
    found = re.findall(r'<li\b[^>]*\bid="candidate-(\d+)"[^>]*\bdata-groups="([^"]*)"', html)
    return {int(candidate_id): groups.split() for candidate_id, groups in found}
