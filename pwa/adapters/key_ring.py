"""The ring of VAPID keys: the one phones subscribe with now, and those it replaced, beside it, until phones follow."""

import contextlib
import hashlib
import os
import threading
from base64 import urlsafe_b64decode
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid.utils import b64urlencode

from pwa.adapters.vapid import VapidKeyUnusable, draft_key, load_key

ID_LENGTH = 16


@dataclass(frozen=True)
class Key:
    """A key and its name; `public` is what browsers subscribe with: the uncompressed point, base64url, no padding."""

    id: str
    public: str
    private: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)


class KeyRing:
    """Reads the keys at their first use, and again when the file of the current one changes. Safe from any thread.

    VapidKeyMissing or VapidKeyUnusable while there never was a usable key; a file that goes away later changes
    nothing for who has read it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._current: Key | None = None
        self._keys: dict[str, Key] = {}
        self._lock = threading.Lock()

    @property
    def current(self) -> Key:
        """The key that phones subscribe with."""
        with self._lock:
            return self._read()

    def find(self, key_id: str | None) -> Key:
        """The key of that name, the current one when there is none such."""
        with self._lock:
            current = self._read()
            return self._keys.get(key_id or "", current)

    def id_of(self, public: str | None) -> str | None:
        """The name of the key that a browser says it subscribed with; the current one's when it says nothing."""
        with self._lock:
            current = self._read()
            if not public:
                return current.id
            named = key_id(public)
            return named if named in self._keys else None

    def _read(self) -> Key:
        seen = self._stamp()
        if self._current is None:
            return self._load(seen)
        if seen and seen != self._seen:
            with contextlib.suppress(VapidKeyUnusable):  # somebody is writing it: the one we have goes on
                return self._load(seen)
        return self._current

    def _load(self, seen: tuple[int, int] | None) -> Key:
        current, former = _load(self._path), [_load(path) for path in formers(self._path)]
        self._keys = {key.id: key for key in (*former, current)}
        self._current, self._seen = current, seen
        return current

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino


def rotate(path: Path) -> tuple[Key, Key]:
    """Put a new key in the place of the current one, which is kept beside it: the former and the new one.

    At no moment is there no current key; VapidKeyMissing rather than a first key.
    """
    former = _load(path)
    kept, draft = path.with_name(f"{path.stem}-{former.id}{path.suffix}"), draft_key(path)
    if not kept.exists():
        os.link(path, kept)
    kept.chmod(0o600)
    os.replace(draft, path)
    return former, _load(path)


def formers(path: Path) -> list[Path]:
    """The files of the keys that were current before."""
    pattern = f"{path.stem}-{'[A-Za-z0-9_-]' * ID_LENGTH}{path.suffix}"
    return sorted(path.parent.glob(pattern))


def key_id(public: str) -> str:
    """The name of a public key, however its base64 is written; empty when it is none."""
    text = public.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        point = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return ""
    return str(b64urlencode(hashlib.sha256(point).digest()))[:ID_LENGTH]


def _load(path: Path) -> Key:
    private = load_key(path)
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    public = str(b64urlencode(point))
    return Key(key_id(public), public, private)
