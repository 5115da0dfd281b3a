"""A sender of Web Push made of pywebpush and a key of its own: for the tools' own tests only."""

import json
import time
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from py_vapid.jwt import sign
from pywebpush import webpush

from tests.tools import base64url

SUBJECT = "mailto:tests@example.org"


class Sender:
    """Holds a fresh VAPID key; `key` is what a page subscribes with."""

    def __init__(self) -> None:
        self._vapid = Vapid02()
        self._vapid.generate_keys()
        point = self._vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.key = base64url.encode(point)

    def send(self, info: dict[str, Any], payload: Any, ttl: int = 60, **headers: str) -> int:
        """The push service's status; pywebpush.WebPushException when it is not a success."""
        claims: dict[str, str | int] = {"sub": SUBJECT}
        answer = webpush(info, json.dumps(payload), self._vapid, claims, ttl=ttl, headers=dict(headers), timeout=5)
        return int(answer.status_code)

    def headers(self, endpoint: str, **claims: str | int) -> dict[str, str]:
        """Right headers for an empty message, with `claims` in place of the right ones."""
        parts = urlsplit(endpoint)
        right = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + 600, "sub": SUBJECT}
        token = sign(right | claims, self._vapid.private_key)
        return {"Authorization": f"vapid t={token},k={self.key}", "TTL": "60", "Content-Encoding": "aes128gcm"}
