"""One message handed to the push service, and its checks by RFC 8030."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.tools import vapid

LARGEST_BODY = 4096
URGENCIES = ("very-low", "low", "normal", "high")


@dataclass(frozen=True)
class Message:
    """What a sender posted, and what the service made of it.

    `at` is the time of reception (UTC), `monotonic` the same on the machine's monotonic clock, in seconds;
    `status` and `reason` are the service's answer (an injected one if there was); header names are in lower case.
    """

    endpoint: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    status: int = 201
    reason: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    monotonic: float = field(default_factory=time.monotonic)

    @property
    def accepted(self) -> bool:
        return self.status == 201

    @property
    def ttl(self) -> int:
        return int(self.headers.get("ttl", "0"))

    @property
    def topic(self) -> str | None:
        return self.headers.get("topic")

    @property
    def urgency(self) -> str:
        return self.headers.get("urgency", "normal")


@dataclass(frozen=True)
class Verdict:
    """The service's answer to a message: a status, why, and the claims read on the way."""

    status: int
    reason: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict)


def judge(headers: Mapping[str, str], body: bytes, origin: str, key: bytes | None) -> Verdict:
    """201, or the first thing wrong; `key` is the one the subscription was made for, if any."""
    if fault := _fault(headers, body):
        return fault
    try:
        card = vapid.read(headers.get("authorization"))
        vapid.check(card, origin, key, time.time())
    except vapid.VapidRefused as refused:
        return Verdict(refused.status, str(refused))
    return Verdict(201, claims=card.claims)


def _fault(headers: Mapping[str, str], body: bytes) -> Verdict | None:
    if not headers.get("ttl", "").isdigit():
        return Verdict(400, "TTL is missing or not a number")
    if len(body) > LARGEST_BODY:
        return Verdict(413, f"{len(body)} bytes, more than {LARGEST_BODY}")
    if body and headers.get("content-encoding") != "aes128gcm":
        return Verdict(400, "the body is not aes128gcm")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,32}", headers.get("topic", "none")):
        return Verdict(400, "BadWebPushTopic")
    if headers.get("urgency", "normal") not in URGENCIES:
        return Verdict(400, "unknown Urgency")
    return None
