"""WebDriver BiDi: commands and events of a browser over one WebSocket."""

import contextlib
import itertools
import json
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


class BidiError(Exception):
    """The browser refused a command: its error code and its words."""


class Bidi:
    """A session; `on_event` is called from the reading thread with (method, params)."""

    def __init__(self, url: str, on_event: Callable[[str, dict[str, Any]], None]) -> None:
        self._open = contextlib.ExitStack()
        self._socket = self._open.enter_context(connect(url, max_size=None, proxy=None, close_timeout=2))
        self._on_event = on_event
        self._numbers = itertools.count(1)
        self._answers: dict[int, Future[dict[str, Any]]] = {}
        self._reader = threading.Thread(target=self._read, name="bidi", daemon=True)
        self._reader.start()

    def send(self, method: str, timeout: float = 20.0, **params: Any) -> dict[str, Any]:
        """The result of a command; BidiError when refused, TimeoutError after `timeout` seconds."""
        number = next(self._numbers)
        answer = self._answers[number] = Future()
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        try:
            return answer.result(timeout)
        finally:
            self._answers.pop(number, None)

    def close(self) -> None:
        self._open.close()
        self._reader.join(5)

    def _read(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            for frame in self._socket:
                self._hear(json.loads(frame))
        for answer in list(self._answers.values()):
            if not answer.done():
                answer.set_exception(BidiError("the browser is gone"))

    def _hear(self, said: dict[str, Any]) -> None:
        answer = self._answers.get(said.get("id") or 0)
        if said.get("type") == "event":
            self._on_event(said["method"], said["params"])
        elif answer and said.get("type") == "success":
            answer.set_result(said["result"])
        elif answer:
            answer.set_exception(BidiError(f"{said.get('error')}: {said.get('message')}"))
