"""The browsers connected to the push service, by Mozilla's `push-notification` protocol over WebSocket."""

import contextlib
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.tools import base64url
from tests.tools.push_message import Message
from tests.tools.record import Record

GOODBYE = 1.0
"""Seconds a browser is given to answer that it hangs up too: one that was killed never does."""


@dataclass
class Channel:
    """One subscription: `key` is the application server's public key it is bound to."""

    token: str
    key: bytes | None = None
    id: str = ""
    agent: "Agent | None" = None
    gone: bool = False


@dataclass(frozen=True)
class Ack:
    """The browser's word on a message: code 100 is “delivered to the service worker”, 30x “it failed there”."""

    version: str
    code: int


@dataclass
class Agent:
    """One browser (or one user context of it); `asleep` keeps messages waiting as for a phone in a pocket."""

    uaid: str
    socket: web.WebSocketResponse | None = None
    asleep: bool = False
    channels: dict[str, Channel] = field(default_factory=dict)
    waiting: list[tuple[Channel, Message]] = field(default_factory=list)

    def take(self, channel: Channel, message: Message) -> None:
        """Queues the message; one with the same topic that is still waiting is replaced (RFC 8030 §5.4)."""
        if message.topic:
            self.waiting = [w for w in self.waiting if w[0] is not channel or w[1].topic != message.topic]
        self.waiting.append((channel, message))

    async def flush(self) -> None:
        """Sends what waits and has not outlived its TTL, if the browser is awake and there."""
        if self.socket is None or self.asleep:
            self.waiting = [w for w in self.waiting if w[1].ttl > 0]
            return
        waiting, self.waiting = self.waiting, []
        for channel, message in waiting:
            fresh = time.monotonic() - message.monotonic <= max(message.ttl, 1)
            if fresh and not channel.gone:
                await self.socket.send_json(_notification(channel, message))


def _notification(channel: Channel, message: Message) -> dict[str, Any]:
    frame: dict[str, Any] = {"messageType": "notification", "channelID": channel.id, "version": message.version}
    if message.body:
        frame |= {"data": base64url.encode(message.body), "headers": {"encoding": "aes128gcm"}}
    return frame


class Agents:
    """Who is known, and what they say. Everything here runs on the service's loop."""

    def __init__(self, channels: dict[str, Channel], acks: Record[Ack]) -> None:
        self.channels = channels
        self.acks = acks
        self.known: dict[str, Agent] = {}
        self.origin = ""

    async def converse(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=["push-notification"], timeout=GOODBYE)
        await socket.prepare(request)
        agent: Agent | None = None
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                agent = await self._hear(socket, agent, json.loads(frame.data))
        if agent and agent.socket is socket:
            agent.socket = None
        return socket

    async def _hear(self, socket: web.WebSocketResponse, agent: Agent | None, said: dict[str, Any]) -> Agent | None:
        kind = said.get("messageType")
        if kind == "hello":
            return await self._hello(socket, said.get("uaid"))
        if kind is None:
            await socket.send_str("{}")
        elif kind == "register" and agent:
            await socket.send_json(self._register(agent, said))
        elif kind == "unregister" and agent:
            await socket.send_json(self._unregister(agent, said))
        elif kind == "ack":
            for update in said.get("updates", []):
                self.acks.add(Ack(update.get("version", ""), update.get("code", 0)))
        return agent

    async def _hello(self, socket: web.WebSocketResponse, uaid: str | None) -> Agent:
        """A forgotten browser gets a new name: it then drops its subscriptions and tells its service workers."""
        agent = self.known.get(uaid or "") or Agent(uuid.uuid4().hex)
        self.known[agent.uaid] = agent
        agent.socket = socket
        await socket.send_json({"messageType": "hello", "uaid": agent.uaid, "status": 200, "use_webpush": True})
        await agent.flush()
        return agent

    def _register(self, agent: Agent, said: dict[str, Any]) -> dict[str, Any]:
        key = base64url.decode(said["key"]) if said.get("key") else None
        channel = Channel(uuid.uuid4().hex, key, said["channelID"], agent)
        agent.channels[channel.id] = self.channels[channel.token] = channel
        endpoint = f"{self.origin}/wpush/v2/{channel.token}"
        return {"messageType": "register", "channelID": channel.id, "status": 200, "pushEndpoint": endpoint}

    def _unregister(self, agent: Agent, said: dict[str, Any]) -> dict[str, Any]:
        channel = agent.channels.pop(said.get("channelID", ""), None)
        if channel:
            channel.gone = True
        return {"messageType": "unregister", "channelID": said.get("channelID", ""), "status": 200}

    async def forget(self, agent: Agent) -> None:
        self.known.pop(agent.uaid, None)
        for channel in agent.channels.values():
            channel.gone = True
        await self.hang_up(agent)

    async def hang_up(self, agent: Agent) -> None:
        socket, agent.socket = agent.socket, None
        if socket is not None:
            with contextlib.suppress(ConnectionError):
                await socket.close()
