"""A push service on loopback: the browser's side by Mozilla's protocol, the sender's side by RFC 8030 and 8292.

`python -m tests.tools.push_service --port N` runs one by hand and prints each message.
"""

import argparse
import contextlib
import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Self

from aiohttp import web

from tests.tools import base64url
from tests.tools.loop_thread import LoopThread
from tests.tools.push_agents import Ack, Agent, Agents, Channel
from tests.tools.push_desk import Desk
from tests.tools.push_message import Message
from tests.tools.record import Record
from tests.tools.subscription import Subscription
from tests.tools.trouble import Trouble, Troubles


class PushService:
    """One server in a thread of its own; `messages` holds everything posted, refused or not, in order."""

    def __init__(self, port: int = 0) -> None:
        self.messages: Record[Message] = Record("push message")
        self.acks: Record[Ack] = Record("acknowledgement")
        self.troubles = Troubles()
        self._channels: dict[str, Channel] = {}
        self._agents = Agents(self._channels, self.acks)
        self._desk = Desk(self._channels, self.messages, self.troubles)
        self._thread = LoopThread("push service")
        try:
            self.port = self._thread.run(self._listen(port))
        except OSError:
            self._thread.close()
            raise
        self.origin = self._agents.origin = self._desk.origin = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def browser_url(self) -> str:
        """What a browser is given as its maker's push service (`dom.push.serverURL`)."""
        return f"ws://127.0.0.1:{self.port}/"

    def close(self) -> None:
        self.troubles.heal()
        self._thread.run(self._stop())
        self._thread.close()

    # What a test asks

    def wait_for(self, wanted: Callable[[Message], bool] | None = None, timeout: float = 10.0) -> Message:
        """The first message that satisfies `wanted`, already here or to come within `timeout` seconds."""
        return self.messages.wait_for(wanted, timeout)

    def wait_for_ack(self, message: Message, timeout: float = 10.0) -> Ack:
        """The browser's acknowledgement of `message`: code 100 when its service worker handled it."""
        return self.acks.wait_for(lambda ack: ack.version == message.version, timeout)

    def subscribe(self, vapid_key: str | None = None) -> Subscription:
        """A subscription without a browser, bound to a base64url public key when one is given."""
        channel = Channel(uuid.uuid4().hex, base64url.decode(vapid_key) if vapid_key else None)
        self._channels[channel.token] = channel
        return Subscription(f"{self.origin}/wpush/v2/{channel.token}")

    def clear(self) -> None:
        """Back to a quiet service: no message remembered, no trouble ordered, every browser awake."""
        self.troubles.heal()
        self.messages.clear()
        self.acks.clear()
        for agent in list(self._agents.known.values()):
            agent.asleep = False

    # What goes wrong on order; `endpoint` None concerns any

    def fail(
        self, status: int, retry_after: str | int | None = None, times: int = 1, endpoint: str | None = None
    ) -> None:
        """The next `times` messages are answered `status` and go nowhere."""
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        self.troubles.order(Trouble(status, headers, endpoint=endpoint, times=times))

    def redirect(self, status: int, place: str, times: int = 1, endpoint: str | None = None) -> None:
        """The next messages are sent elsewhere, by that status and `Location`."""
        self.troubles.order(Trouble(status, {"Location": place}, endpoint=endpoint, times=times))

    def delay(self, seconds: float, times: int = 1, endpoint: str | None = None) -> None:
        """The next answers leave `seconds` late; their messages are accepted at once."""
        self.troubles.order(Trouble(delay=seconds, times=times, endpoint=endpoint))

    def cut(self, times: int = 1, endpoint: str | None = None) -> None:
        """The next messages are accepted and the connection is cut before the answer."""
        self.troubles.order(Trouble(cut=True, times=times, endpoint=endpoint))

    @contextlib.contextmanager
    def hold(self, endpoint: str | None = None) -> Iterator[None]:
        """Inside, messages are accepted and no answer leaves; on leaving, all the held answers do."""
        gate = threading.Event()
        trouble = Trouble(gate=gate, times=1_000_000, endpoint=endpoint)
        self.troubles.order(trouble)
        try:
            yield
        finally:
            trouble.times = 0
            gate.set()

    def expire(self, endpoint: str) -> None:
        """The subscription is gone: 410 from now on (its browser is not told)."""
        self._channel(endpoint).gone = True

    def forget_agent(self, endpoint: str) -> None:
        """The browser behind `endpoint` is forgotten: at its return its `pushsubscriptionchange` fires."""
        self._thread.run(self._agents.forget(self._agent(endpoint)))

    def disconnect(self, endpoint: str) -> None:
        """Cuts the browser's socket; it comes back by itself."""
        self._thread.run(self._agents.hang_up(self._agent(endpoint)))

    def sleep(self, endpoint: str) -> None:
        """The browser behind `endpoint` gets nothing until `wake`: messages wait for their TTL."""
        self._agent(endpoint).asleep = True

    def wake(self, endpoint: str) -> None:
        agent = self._agent(endpoint)
        agent.asleep = False
        self._thread.run(agent.flush())

    def _channel(self, endpoint: str) -> Channel:
        return self._channels[endpoint.rpartition("/")[2]]

    def _agent(self, endpoint: str) -> Agent:
        agent = self._channel(endpoint).agent
        if agent is None:
            raise LookupError(f"no browser behind {endpoint}")
        return agent

    async def _listen(self, port: int) -> int:
        app = web.Application()
        app.router.add_get("/", self._agents.converse)
        app.router.add_post("/wpush/v2/{token}", self._desk.receive)
        self._runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return int(self._runner.addresses[0][1])

    async def _stop(self) -> None:
        for agent in list(self._agents.known.values()):
            await self._agents.hang_up(agent)
        await self._runner.cleanup()


def main() -> None:
    """Runs until Ctrl-C; prints one line per message."""
    parser = argparse.ArgumentParser(description="A push service on loopback.")
    parser.add_argument("--port", type=int, default=0)
    with PushService(parser.parse_args().port) as service, contextlib.suppress(KeyboardInterrupt):
        print(f"browsers: {service.browser_url}  senders: {service.origin}", flush=True)
        count = 0
        while True:
            message = service.messages.wait_for(timeout=10**6, since=count)
            count += 1
            print(f"{message.at:%H:%M:%S} {message.status} {message.reason} {message!r}", flush=True)


if __name__ == "__main__":
    main()
