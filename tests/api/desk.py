"""A candidate's test page, played without a browser: what its scripts say to the API, and what they are answered."""

from dataclasses import dataclass
from typing import Any

from tests.web.client import Client


@dataclass
class Desk:
    """One window on one test; `client` carries no cookie that matters: the token speaks for the attempt."""

    client: Client
    token: str
    epoch: str = "window-1"
    seq: int = 0

    def hello(self, previous: str | None = None, status: int = 200, **more: Any) -> dict[str, Any]:
        return self._say("hello", {"previous": previous, **more}, status)

    def beat(self, status: int = 200, **more: Any) -> dict[str, Any]:
        self.seq += 1
        return self._say(
            "beat", {"seq": self.seq, "visible": True, "mono": 1.5, "wall": 2.5, "missed": 0, **more}, status
        )

    def goodbye(self) -> None:
        self._say("goodbye", {}, 204)

    def answer(self, number: int, status: int = 200, key: str | None = None, **reply: Any) -> dict[str, Any]:
        return self._say("answer", {"number": number, "key": key or f"key-{number}", **reply}, status)

    def report(self, number: int, status: int = 200) -> dict[str, Any]:
        return self._say("report", {"number": number}, status)

    def question(self, status: int = 200) -> dict[str, Any]:
        return self._say("question", {}, status)

    def _say(self, what: str, words: dict[str, Any], status: int) -> dict[str, Any]:
        return self.client.post(f"/api/v1/attempts/{what}", {"token": self.token, "epoch": self.epoch, **words}, status)
