"""Sending one Web Push: encrypted, signed, to a checked address, with every way it can end given a name."""

import hashlib
import logging
import threading
from base64 import urlsafe_b64encode
from datetime import datetime
from pathlib import Path

import requests
import urllib3
from http_ece import ECEException  # type: ignore[import-untyped]
from pywebpush import WebPusher, WebPushException

from pwa.adapters.answers import read
from pwa.adapters.breaker import Breaker
from pwa.adapters.endpoints import HostRules, Lookup, RefusedAddress, Target, check, label, look_up, resolve, target
from pwa.adapters.identity import Identity
from pwa.adapters.transport import new_session
from pwa.domain.delivery import Answer
from pwa.domain.errors import Invalid

TIMEOUTS = (3.0, 10.0)  # seconds to connect, to read

log = logging.getLogger(__name__)
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)  # its debug lines hold whole endpoints


class Sender:
    """Sends to push services; one HTTP session per thread, one signature per service for some hours.

    VapidKeyMissing or VapidKeyUnusable at once when the key is not there. `timeouts` are seconds (connect, read).
    """

    def __init__(
        self,
        key_file: Path,
        subject: str,
        rules: HostRules,
        proxy: str | None = None,
        *,
        lookup: Lookup = look_up,
        timeouts: tuple[float, float] = TIMEOUTS,
        breaker: Breaker | None = None,
    ) -> None:
        self._identity = Identity(key_file, subject)
        self._rules, self._proxy, self._lookup, self._timeouts = rules, proxy, lookup, timeouts
        self._breaker = breaker or Breaker()
        self._thread = threading.local()

    def send(
        self,
        endpoint: str,
        p256dh: str,
        auth: str,
        payload: bytes,
        *,
        topic: str | None,
        ttl: int,
        urgency: str = "high",
        key_id: str | None = None,
        now: datetime,
    ) -> Answer:
        """Send `payload` (not empty) to one subscription; `ttl` in seconds, `topic` from `topic_for`.

        `key_id` names the key that the subscription was made for.

        Never raises for what the network, the service or the subscription does: the answer says it.
        """
        headers = {"TTL": str(ttl), "Urgency": urgency} | ({"Topic": topic} if topic else {})
        try:
            check(endpoint, p256dh, auth, self._rules)
            body = _encrypt(endpoint, p256dh, auth, payload)
        except Invalid as refused:
            return _said(endpoint, Answer(problem=refused.code))
        place = target(endpoint, self._rules)
        if wait := self._breaker.pause(place.host):
            return _said(endpoint, Answer(problem="paused", retry_after=wait))
        headers |= self._identity.signed_headers(place.origin, now, key_id)
        return _said(endpoint, self._attempt(endpoint, place, body, headers, now))

    def close(self) -> None:
        """Close this thread's connections; those of other threads close when the threads end."""
        session: requests.Session | None = self._thread.__dict__.pop("session", None)
        if session:
            session.close()

    def _attempt(self, endpoint: str, place: Target, body: bytes, headers: dict[str, str], now: datetime) -> Answer:
        answer = self._answer(endpoint, body, headers, now)
        self._breaker.record(place.host, reached=answer.status is not None and answer.status < 500)
        if answer.status in (401, 403):
            self._identity.forget(place.origin)
        return answer

    def _answer(self, endpoint: str, body: bytes, headers: dict[str, str], now: datetime) -> Answer:
        try:
            return self._post(endpoint, body, headers, now)
        except RefusedAddress:
            return Answer(problem="refused_address")
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            return Answer(problem=_problem(error))

    def _post(self, endpoint: str, body: bytes, headers: dict[str, str], now: datetime) -> Answer:
        fixed = {"Content-Type": "application/octet-stream", "Content-Encoding": "aes128gcm"}
        with self._session().post(
            endpoint,
            data=body,
            headers={**headers, **fixed},
            timeout=self._timeouts,
            allow_redirects=False,
            stream=True,
        ) as response:
            return read(response, now)

    def _session(self) -> requests.Session:
        if not hasattr(self._thread, "session"):
            self._thread.session = new_session(self._address, self._proxy)
        session: requests.Session = self._thread.session
        return session

    def _address(self, endpoint: str) -> str:
        return resolve(endpoint, self._rules, self._lookup)


def topic_for(seed: str) -> str:
    """A topic of 32 base64url characters (Apple refuses odd lengths): the same for the same seed, telling nothing."""
    return urlsafe_b64encode(hashlib.sha256(seed.encode()).digest()[:24]).decode("ascii")


def _encrypt(endpoint: str, p256dh: str, auth: str, payload: bytes) -> bytes:
    keys = {"p256dh": p256dh.rstrip("="), "auth": auth.rstrip("=")}
    try:
        return bytes(WebPusher({"endpoint": endpoint, "keys": keys}).encode(payload)["body"])
    except (ValueError, IndexError, TypeError, WebPushException, ECEException):
        raise Invalid(code="bad_keys") from None


def _problem(error: Exception) -> str:
    """One word for what the network did; the error's own text is dropped, because it holds the endpoint."""
    for kind, word in _PROBLEMS.items():
        if isinstance(error, kind):
            return word
    return "network"


_PROBLEMS: dict[type[Exception], str] = {
    requests.exceptions.ProxyError: "proxy",
    requests.exceptions.SSLError: "tls",
    requests.exceptions.Timeout: "timeout",
}


def _said(endpoint: str, answer: Answer) -> Answer:
    """The same answer, journalled loudly unless it is a success."""
    if answer.status is None or answer.status >= 300:
        loud = logging.ERROR if answer.status in (400, 401, 403) else logging.WARNING
        log.log(loud, "push to %s: %s %s", label(endpoint), answer.status or answer.problem, answer.reason or "")
    return answer
