"""Where senders hand in their messages: RFC 8030's POST, judged, delivered, then answered (or not, on order)."""

import asyncio
import uuid
from collections.abc import Mapping

from aiohttp import web

from tests.tools.push_agents import Channel
from tests.tools.push_message import Message, Verdict, judge
from tests.tools.record import Record
from tests.tools.trouble import Trouble, Troubles


class Desk:
    """Runs on the service's loop."""

    def __init__(self, channels: Mapping[str, Channel], messages: Record[Message], troubles: Troubles) -> None:
        self.channels = channels
        self.messages = messages
        self.troubles = troubles
        self.origin = ""

    async def receive(self, request: web.Request) -> web.StreamResponse:
        channel = self.channels.get(request.match_info["token"])
        trouble = self.troubles.next_for(f"{self.origin}{request.path}")
        message = await self._read(request, channel, trouble)
        self.messages.add(message)
        if message.accepted and channel and channel.agent:
            channel.agent.take(channel, message)
            await channel.agent.flush()
        await self._endure(request, trouble)
        return self._answer(message, trouble)

    async def _read(self, request: web.Request, channel: Channel | None, trouble: Trouble) -> Message:
        headers = {name.lower(): value for name, value in request.headers.items()}
        body = await request.read()
        verdict = Verdict(trouble.status, "on order") if trouble.status else self._judge(channel, headers, body)
        endpoint = f"{self.origin}{request.path}"
        return Message(endpoint, headers, body, verdict.status, verdict.reason, verdict.claims, uuid.uuid4().hex)

    def _judge(self, channel: Channel | None, headers: Mapping[str, str], body: bytes) -> Verdict:
        if channel is None:
            return Verdict(404, "unknown subscription")
        if channel.gone:
            return Verdict(410, "gone")
        return judge(headers, body, self.origin, channel.key)

    async def _endure(self, request: web.Request, trouble: Trouble) -> None:
        await asyncio.sleep(trouble.delay)
        while trouble.gate and not trouble.gate.is_set():
            await asyncio.sleep(0.01)
        if trouble.cut and request.transport:
            request.transport.abort()

    def _answer(self, message: Message, trouble: Trouble) -> web.Response:
        if message.accepted:
            location = {"Location": f"{self.origin}/m/{message.version}", "TTL": str(message.ttl)}
            return web.Response(status=201, headers=location)
        return web.json_response({"error": message.reason}, status=message.status, headers=trouble.headers)
