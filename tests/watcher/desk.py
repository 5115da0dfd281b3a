"""A push service's desk in place of the sender: what was sent, and the answers it was told to give."""

import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime

from pwa.domain.delivery import Answer

ACCEPTED = Answer(201)


@dataclass(frozen=True)
class Sent:
    """One sending as the sender was asked to make it."""

    endpoint: str
    payload: bytes
    topic: str | None
    ttl: int


@dataclass
class Desk:
    """Answers 201 unless `answers` holds others; what is sent to an endpoint in `held` waits for its event."""

    sent: list[Sent] = field(default_factory=list)
    answers: deque[Answer | Exception] = field(default_factory=deque)
    held: dict[str, threading.Event] = field(default_factory=dict)
    at_once: int = 0
    most_at_once: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def send(
        self,
        endpoint: str,
        p256dh: str,
        auth: str,
        payload: bytes,
        *,
        topic: str | None,
        ttl: int,
        key_id: str | None,
        now: datetime,
    ) -> Answer:
        with self._guard:
            self.sent.append(Sent(endpoint, payload, topic, ttl))
            answer = self.answers.popleft() if self.answers else ACCEPTED
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        if endpoint in self.held:
            self.held[endpoint].wait(10)
        with self._guard:
            self.at_once -= 1
        if isinstance(answer, Exception):
            raise answer
        return answer
