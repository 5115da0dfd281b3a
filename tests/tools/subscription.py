"""A push subscription held without a browser: for process tests and rehearsals."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any, cast

import http_ece  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.tools import base64url
from tests.tools.push_message import Message


@dataclass(frozen=True)
class Subscription:
    """The keys a browser would keep; `info` is what its page would send to our server."""

    endpoint: str
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16), repr=False)
    private_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False
    )

    @property
    def p256dh(self) -> bytes:
        return self.private_key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def info(self) -> dict[str, Any]:
        """`{endpoint, keys: {p256dh, auth}}`, as PushSubscription.toJSON gives it."""
        keys = {"p256dh": base64url.encode(self.p256dh), "auth": base64url.encode(self.auth)}
        return {"endpoint": self.endpoint, "keys": keys}

    def read(self, message: Message) -> bytes:
        """The plain payload of a message sent to this subscription; raises when it was not encrypted for it."""
        return cast(bytes, http_ece.decrypt(message.body, private_key=self.private_key, auth_secret=self.auth))

    def payload(self, message: Message) -> dict[str, Any]:
        return cast(dict[str, Any], json.loads(self.read(message)))
