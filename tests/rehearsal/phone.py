"""An invigilator's phone without a browser: a real subscription, whose messages are decrypted and acknowledged."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pwa.domain.alerts import ACCOUNT, MACHINE, MANNERS, Kind, sentence
from tests.rehearsal.browser import Broken, Browser
from tests.tools.push_message import Message
from tests.tools.push_service import PushService

KINDS = {manner.sentence: kind.value for kind, manner in MANNERS.items()} | {
    sentence(Kind.SECOND_WINDOW, detail): Kind.SECOND_WINDOW.value for detail in (MACHINE, ACCOUNT)
}
Unfold = Callable[[str], list[tuple[int, str, int]]]
"""From the token of a message to the alerts in it: number, kind, candidate (0: none)."""
LOOK_EVERY = 0.01  # seconds
MINUTE = 61.0  # seconds: the server's minute, and the time an answer takes
MOST, MOST_SILENT = 6, 5
"""Messages a minute, beyond which one that rings waits, and one that does not."""


@dataclass(frozen=True)
class Ring:
    """A notification as the phone got it; `at` is when the push service accepted it (monotonic, seconds).

    A silent one only replaces what is on the screen.
    """

    at: float
    title: str
    tag: str
    kind: str | None
    candidate_id: int
    silent: bool = False

    @property
    def alert_id(self) -> int:
        return int(self.tag.rpartition("-")[2])


class Phone:
    """Rings, tells the server that it has shown the notification, and remembers."""

    def __init__(self, browser: Browser, service: PushService, unfold: Unfold = lambda _token: []) -> None:
        """`unfold` tells what was gathered into a message, by its token."""
        self.rings: list[Ring] = []
        self.refused: list[str] = []
        self.arrivals: list[float] = []
        self._browser = browser
        self._service = service
        self._unfold = unfold
        self._read = 0

    async def register(self) -> None:
        """What « Recevoir les alertes sur ce téléphone » does."""
        page = await self._browser.open("/appareils")
        place = page.data("device")
        self._subscription = self._service.subscribe(place["key"])
        body = {**self._subscription.info, "name": "Téléphone de répétition"}
        status, answer = await self._browser.call(place["devices"], body, page.csrf)
        if status >= 300:
            raise Broken(f"a phone was not registered: {status} {answer.get('detail')}")

    async def live(self) -> None:
        """Take what arrives, for ever."""
        while True:
            for message in self._arrived():
                await self._take(message)
            await asyncio.sleep(LOOK_EVERY)

    async def rung(self, candidate_id: int, kind: str, since: float, patience: float) -> Ring | None:
        """The first ring of that kind about that candidate since then; None when none came."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            for ring in self.rings:
                if (ring.candidate_id, ring.kind) == (candidate_id, kind) and ring.at >= since:
                    return ring
            await asyncio.sleep(LOOK_EVERY)
        return None

    def updated(self, alert_id: int, since: float) -> Ring | None:
        """The first silent message about that alert since then."""
        about_it = (ring for ring in self.rings if ring.silent and ring.tag == f"alert-{alert_id}")
        return next((ring for ring in about_it if ring.at >= since), None)

    def was_full(self, ring: Ring) -> bool:
        """Whether it had been sent so much in the minute before that the message had to wait."""
        before = [at for at in self.arrivals if ring.at - MINUTE < at < ring.at]
        return len(before) >= (MOST_SILENT if ring.silent else MOST)

    def _gathered(self, ring: Ring, shown: str) -> list[Ring]:
        """One ring for each alert of a notification that tells several."""
        inside = self._unfold(shown.split("/")[-2])
        rings = [replace(ring, tag=f"alert-{number}", kind=kind, candidate_id=about) for number, kind, about in inside]
        return rings or [ring]

    def _arrived(self) -> list[Message]:
        messages = self._service.messages.all()[self._read :]
        self._read += len(messages)
        return [message for message in messages if message.endpoint == self._subscription.endpoint]

    async def _take(self, message: Message) -> None:
        if not message.accepted:
            self.refused.append(f"{message.status} {message.reason}")
            return
        notification = self._subscription.payload(message)["notification"]
        self.arrivals.append(message.monotonic)
        ring = _ring(message.monotonic, notification)
        self.rings += [ring] if ring.kind or ring.silent else self._gathered(ring, notification["data"]["shown"])
        await self._browser.call(notification["data"]["shown"], {})


def _ring(at: float, notification: dict[str, Any]) -> Ring:
    what = notification["title"].rpartition(" · ")[2]
    candidate = re.search(r"#candidate-(\d+)", notification["navigate"])
    about = int(candidate[1]) if candidate else 0
    return Ring(at, notification["title"], notification["tag"], KINDS.get(what), about, bool(notification["silent"]))
