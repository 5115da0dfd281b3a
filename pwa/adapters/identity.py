"""Who we say we are to the push services: signatures by the key that each phone subscribed with (RFC 8292)."""

import threading
from datetime import datetime, timedelta
from pathlib import Path

from py_vapid import Vapid02

from pwa.adapters.key_ring import Key, KeyRing

LIFE = timedelta(hours=12)  # the services refuse more than 24 h
KEPT = timedelta(hours=6)


class Identity:
    """Signs for one sender; a signature serves a push service for six hours. Safe from any thread."""

    def __init__(self, key_file: Path, subject: str) -> None:
        self._ring, self._subject = KeyRing(key_file), subject
        self._signed: dict[tuple[str, str], tuple[datetime, dict[str, str]]] = {}
        self._lock = threading.Lock()
        self._ring.current  # noqa: B018 — a missing key is an error at the start

    def signed_headers(self, origin: str, now: datetime, key_id: str | None = None) -> dict[str, str]:
        """The Authorization header for `origin` (scheme, host, port if unusual), in a dict of the caller's own.

        `key_id` names the key of the phone's subscription; the current key signs when it is not known.
        """
        key = self._ring.find(key_id)
        with self._lock:
            made_at, headers = self._signed.get((key.id, origin), (None, {}))
            if made_at is None or not made_at <= now < made_at + KEPT:
                headers = self._sign(key, origin, now)
                self._signed[key.id, origin] = (now, headers)
            return dict(headers)

    def forget(self, origin: str) -> None:
        """Sign anew next time: the service refused this signature."""
        with self._lock:
            for place in [place for place in self._signed if place[1] == origin]:
                del self._signed[place]

    def _sign(self, key: Key, origin: str, now: datetime) -> dict[str, str]:
        claims = {"aud": origin, "exp": int((now + LIFE).timestamp()), "sub": self._subject}
        return {"Authorization": str(Vapid02(key.private).sign(claims)["Authorization"])}
