"""The sender's identity card of RFC 8292, as a push service checks it."""

import json
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from tests.tools import base64url

DAY = 86_400


class VapidRefused(Exception):
    """The card is missing (401) or wrong (403)."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Vapid:
    """A card whose signature holds: its claims, and the key (65 bytes) that signed it."""

    claims: dict[str, Any]
    key: bytes


def read(authorization: str | None) -> Vapid:
    """The card in an Authorization header; its signature is verified, its claims are not yet."""
    scheme, _, rest = (authorization or "").partition(" ")
    fields = dict(part.strip().partition("=")[::2] for part in rest.split(","))
    if scheme.lower() != "vapid" or not {"t", "k"} <= fields.keys():
        raise VapidRefused(401, "no VAPID authorization")
    try:
        return _verified(fields["t"], base64url.decode(fields["k"]))
    except (ValueError, TypeError, InvalidSignature) as error:
        raise VapidRefused(403, f"VAPID signature: {error!r}") from error


def _verified(token: str, key: bytes) -> Vapid:
    header, claims, signature = token.split(".")
    if json.loads(base64url.decode(header)).get("alg") != "ES256":
        raise ValueError("the algorithm is not ES256")
    raw = base64url.decode(signature)
    if len(raw) != 64:
        raise ValueError("the signature is not 64 bytes")
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    public.verify(der, f"{header}.{claims}".encode("ascii"), ec.ECDSA(SHA256()))
    return Vapid(json.loads(base64url.decode(claims)), key)


def check(card: Vapid, origin: str, key: bytes | None, now: float) -> None:
    """Refuses a card meant for another origin, stale, without a contact, or signed by another key than `key`."""
    expires, contact = card.claims.get("exp"), str(card.claims.get("sub", ""))
    if card.claims.get("aud") != origin:
        raise VapidRefused(403, f"aud is {card.claims.get('aud')!r}, not {origin!r}")
    if not isinstance(expires, int) or not now < expires <= now + DAY:
        raise VapidRefused(403, f"exp {expires!r} is not within the next 24 h")
    if not contact.startswith(("mailto:", "https://")) or " " in contact:
        raise VapidRefused(403, f"sub {contact!r} is no contact")
    if key is not None and key != card.key:
        raise VapidRefused(403, "not the key of this subscription")
