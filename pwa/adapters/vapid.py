"""The file of a VAPID key: who we are to the push services (RFC 8292). Losing it silences every phone."""

import os
import secrets
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
from py_vapid.utils import b64urlencode


class VapidKeyUnusable(Exception):
    """The key file cannot be used; the text is one sentence (French) for the person who runs the site."""


class VapidKeyMissing(VapidKeyUnusable):
    """There is no key file. Nothing makes one in its place: the phones would no longer believe us."""


def make_key(path: Path) -> None:
    """Write a new P-256 key (PEM, mode 0600), whole or not at all; FileExistsError rather than replace one."""
    draft = draft_key(path)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise FileExistsError(
            f"La clé VAPID {path} existe déjà : la remplacer rendrait muets tous les téléphones."
        ) from None
    finally:
        draft.unlink(missing_ok=True)


def draft_key(path: Path) -> Path:
    """Write a new key beside `path`, whole and for its owner alone; whoever asked puts it in its place."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    _write(draft, ec.generate_private_key(ec.SECP256R1()))
    return draft


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


def _write(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
