"""The VAPID key: who we are to the push services (RFC 8292). Losing it silences every phone."""

import os
import secrets
import threading
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

LIFE = timedelta(hours=12)  # the services refuse more than 24 h
KEPT = timedelta(hours=6)


class VapidKeyUnusable(Exception):
    """The key file cannot be used; the text is one sentence (French) for the person who runs the site."""


class VapidKeyMissing(VapidKeyUnusable):
    """There is no key file. Nothing makes one in its place: the phones would no longer believe us."""


def make_key(path: Path) -> None:
    """Write a new P-256 key (PEM, mode 0600), whole or not at all; FileExistsError rather than replace one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write(draft, ec.generate_private_key(ec.SECP256R1()))
        os.link(draft, path)
    except FileExistsError:
        raise FileExistsError(
            f"La clé VAPID {path} existe déjà : la remplacer rendrait muets tous les téléphones."
        ) from None
    finally:
        draft.unlink(missing_ok=True)


def public_key(path: Path) -> str:
    """The key browsers subscribe with: the uncompressed point, base64url without padding."""
    point = load_key(path).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))


def load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    """The private key; VapidKeyMissing or VapidKeyUnusable, never a new one."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError:
        raise VapidKeyMissing(
            f"La clé VAPID {path} est introuvable : restaurez-la d'une sauvegarde, "
            "sinon chaque téléphone devra s'abonner de nouveau."
        ) from None
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        raise VapidKeyUnusable(f"La clé VAPID {path} ne peut pas être lue : il faut un fichier PEM lisible.") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise VapidKeyUnusable(f"La clé VAPID {path} n'est pas une clé P-256.")
    return key


class Identity:
    """Signs for one sender; a signature serves a push service for six hours. Safe from any thread."""

    def __init__(self, key_file: Path, subject: str) -> None:
        self._vapid = Vapid02(load_key(key_file))
        self._subject = subject
        self._signed: dict[str, tuple[datetime, dict[str, str]]] = {}
        self._lock = threading.Lock()

    def signed_headers(self, origin: str, now: datetime) -> dict[str, str]:
        """The Authorization header for `origin` (scheme, host, port if unusual), in a dict of the caller's own."""
        with self._lock:
            made_at, headers = self._signed.get(origin, (None, {}))
            if made_at is None or not made_at <= now < made_at + KEPT:
                headers = self._sign(origin, now)
                self._signed[origin] = (now, headers)
            return dict(headers)

    def forget(self, origin: str) -> None:
        """Sign anew next time: the service refused this signature."""
        with self._lock:
            self._signed.pop(origin, None)

    def _sign(self, origin: str, now: datetime) -> dict[str, str]:
        claims = {"aud": origin, "exp": int((now + LIFE).timestamp()), "sub": self._subject}
        return {"Authorization": str(self._vapid.sign(claims)["Authorization"])}


def _write(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
