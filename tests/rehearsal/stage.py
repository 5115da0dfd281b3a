"""The stage: a server of its own on a temporary folder, a push service, a centre with one session."""

import re
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Self

import aiohttp
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from pwa.clock import utcnow
from pwa.models.database import connect
from pwa.models.tables import Alert, Delivery
from tests.rehearsal.browser import Broken, Browser
from tests.rehearsal.cast import PASSWORD, Part, enrolment
from tests.tools.push_service import PushService
from tests.tools.servers import AppServer


@dataclass(frozen=True)
class Codes:
    """What the centre tells the room."""

    session: int
    access_code: str
    password: str


class Stage:
    """Everything that runs, to be used with `async with`."""

    def __init__(self, service: PushService, server: AppServer) -> None:
        self.service = service
        self.server = server
        self._closing = AsyncExitStack()
        self._database = connect(server.database_url)

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=10)
        self._connector = await self._closing.enter_async_context(connector)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._closing.aclose()

    async def browser(self) -> Browser:
        """Somebody's browser, closed with the stage."""
        return await self._closing.enter_async_context(Browser(self.server.url, self._connector))

    async def open_session(self, parts: Sequence[Part]) -> Codes:
        """Staff import the file of candidates and read the session's codes."""
        staff = await self.browser()
        await staff.sign_up("Nadia", "Berger", "centre@example.org", PASSWORD)
        self.server.flask("centre", "add", "Lycée de la Répétition", "--email", "centre@example.org")
        tomorrow = (utcnow() + timedelta(days=1)).date()
        upload = await staff.open("/centre/importation")
        preview = await staff.submit(upload, "file", file=enrolment(parts, tomorrow))
        imported = await staff.submit(preview, "/confirmer")
        number = re.search(r"/centre/sessions/(\d+)", imported.text)
        if number is None:
            raise Broken(f"no session was imported: {imported.path}")
        page = await staff.open(f"/centre/sessions/{number[1]}")
        values = [element.attrib["data-copy"] for element in page.root.iter("button") if "data-copy" in element.attrib]
        return Codes(int(number[1]), access_code=values[1], password=values[2])

    def lives(self) -> list[tuple[float | None, ...]]:
        """Of each alert, the seconds from raised to accepted, from accepted to shown, from shown to taken."""
        query = select(Alert.raised_at, Alert.accepted_at, Alert.shown_at, Alert.claimed_at).order_by(Alert.id)
        with self._database() as db:
            lives = db.execute(query).all()
        return [tuple(_between(*pair) for pair in pairwise(life)) for life in lives]

    def unfold(self, token: str) -> list[tuple[int, str, int]]:
        """What a message tells: the alert it was made for, and those gathered into it."""
        lead = aliased(Delivery)
        inside = or_(Delivery.id == lead.id, Delivery.gathered_into_id == lead.id)
        query = select(Alert.id, Alert.kind, Alert.candidate_id).join(Delivery, Delivery.alert_id == Alert.id)
        with self._database() as db:
            rows = db.execute(query.join(lead, inside).where(lead.token == token)).all()
        return [(number, kind, about or 0) for number, kind, about in rows]


def _between(begun: datetime | None, done: datetime | None) -> float | None:
    """Never less than nothing: a phone may show what its push service has not yet answered for."""
    return max(0.0, (done - begun).total_seconds()) if begun and done else None
