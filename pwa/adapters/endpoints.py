"""Endpoints: addresses that browsers give us and our server calls, so an attacker's until proven otherwise."""

import binascii
import hashlib
import re
import socket
from base64 import urlsafe_b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from cryptography.hazmat.primitives.asymmetric import ec

from pwa.domain.errors import Invalid
from pwa.domain.words import N_

LONGEST = 1024
KNOWN_HOSTS = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    "*.push.services.mozilla.com",
    "web.push.apple.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:\*\.)?(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
_LOOPBACK = re.compile(r"http://127\.0\.0\.1:[1-9][0-9]{0,4}")
# The one way browsers write an endpoint: with nothing else allowed, no two libraries can read it differently.
_ENDPOINT = re.compile(
    rf"(?P<origin>(?P<scheme>https?)://(?P<host>(?:{_LABEL}\.)+{_LABEL})(?::(?P<port>[0-9]{{1,5}}))?)"
    r"/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]+"
)
_GLOBAL_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")

_UNEXPECTED = N_("L'adresse de notification donnée par ce navigateur n'est pas valable : essayez un autre navigateur.")
_UNKNOWN_SERVICE = N_(
    "Le service de notification de ce navigateur n'est pas reconnu : essayez un autre navigateur, "
    "ou demandez à l'administrateur de l'ajouter."
)
_BAD_KEYS = N_(
    "Les clés de notification de ce navigateur sont illisibles : désactivez les alertes, puis activez-les à nouveau."
)

Lookup = Callable[[str, int], Sequence[str]]


class RefusedAddress(Exception):
    """The name leads somewhere a push service is never found; the text is the host's name."""


@dataclass(frozen=True)
class HostRules:
    """The push services we speak to: exact names, endings (`.push.apple.com`), origins of tests on loopback."""

    names: frozenset[str]
    endings: tuple[str, ...]
    loopback: frozenset[str]

    @classmethod
    def from_settings(cls, extra: Sequence[str] = ()) -> "HostRules":
        """The known services and the administrator's: `host`, `*.host`, or exactly `http://127.0.0.1:port`."""
        for rule in extra:
            if not _NAME.fullmatch(rule) and not _LOOPBACK.fullmatch(rule):
                raise Invalid(f"« {rule} » n'est ni un nom d'hôte ni http://127.0.0.1:port.")
        hosts = [*KNOWN_HOSTS, *(rule for rule in extra if not _LOOPBACK.fullmatch(rule))]
        return cls(
            names=frozenset(host for host in hosts if not host.startswith("*")),
            endings=tuple(host[1:] for host in hosts if host.startswith("*")),
            loopback=frozenset(rule for rule in extra if _LOOPBACK.fullmatch(rule)),
        )

    def know(self, host: str) -> bool:
        return host in self.names or host.endswith(self.endings)


@dataclass(frozen=True)
class Target:
    """Where an endpoint leads: signatures name its `origin`; `loopback` is so by the administrator's rule only."""

    origin: str
    host: str
    port: int
    loopback: bool


def check(endpoint: str, p256dh: str, auth: str, rules: HostRules) -> None:
    """Refuse a subscription we could not or should not send to: Invalid, code `refused_endpoint` or `bad_keys`."""
    target(endpoint, rules)
    if not _is_point(_decoded(p256dh)) or len(_decoded(auth)) != 16:
        raise Invalid(_BAD_KEYS, "bad_keys")


def target(endpoint: str, rules: HostRules) -> Target:
    """Where an acceptable endpoint leads; Invalid (`refused_endpoint`) for any other."""
    match = _ENDPOINT.fullmatch(endpoint) if len(endpoint) <= LONGEST else None
    if match is None:
        raise Invalid(_UNEXPECTED, "refused_endpoint")
    origin, host = match["origin"], match["host"]
    if origin in rules.loopback:
        return Target(origin, host, int(match["port"]), loopback=True)
    if match["scheme"] != "https" or match["port"] not in (None, "443") or len(host) > 253:
        raise Invalid(_UNEXPECTED, "refused_endpoint")
    if not rules.know(host):
        raise Invalid(_UNKNOWN_SERVICE, "refused_endpoint")
    return Target(f"https://{host}", host, 443, loopback=False)


def look_up(host: str, port: int) -> Sequence[str]:
    """Every address of a host, the system's favourite first; OSError when there is none."""
    return [str(record[4][0]) for record in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def resolve(endpoint: str, rules: HostRules, lookup: Lookup = look_up) -> str:
    """The address to connect to, looked up once: RefusedAddress when any record is not a public one.

    IPv4 comes first: where both work it works as well, and where IPv6 is half configured it works at all.
    """
    place = target(endpoint, rules)
    if place.loopback:
        return place.host
    addresses = lookup(place.host, place.port)
    if not addresses or not all(is_public(address) for address in addresses):
        raise RefusedAddress(place.host)
    return next((address for address in addresses if ":" not in address), addresses[0])


def is_public(text: str) -> bool:
    """Whether an address is on the open Internet, and hides no other address inside."""
    address = ip_address(text)
    if isinstance(address, IPv6Address) and address in _NAT64:
        address = IPv4Address(int(address) & 0xFFFFFFFF)
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return isinstance(address, IPv4Address) or _is_plain_v6(address)


def label(endpoint: str) -> str:
    """What logs may say of an endpoint, which is a secret: its host and six digits of its hash."""
    match = _ENDPOINT.fullmatch(endpoint)
    digest = hashlib.sha256(endpoint.encode("utf-8", "replace")).hexdigest()
    return f"{match['host'] if match else '?'}#{digest[:6]}"


def _is_plain_v6(address: IPv6Address) -> bool:
    return address in _GLOBAL_V6 and address.sixtofour is None and address.teredo is None


def _decoded(text: str) -> bytes:
    """The bytes behind base64url; none when it is not that."""
    text = text.rstrip("=")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,200}", text):
        return b""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return b""


def _is_point(raw: bytes) -> bool:
    """Whether this is an uncompressed point of the curve P-256."""
    if len(raw) != 65 or raw[0] != 4:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        return False
    return True
