"""What a push carries: one JSON for every browser, declarative for Safari, read by the service worker elsewhere."""

import json
from typing import Any

from pwa.domain.graphemes import cut

MAX_BYTES = 2000
TITLE_BYTES = 250
SHORT_TITLE_BYTES = 80
DECLARATIVE = 8030  # the number by which browsers know the format: RFC 8030


def compose(
    title: str, body: str, url: str, tag: str, shown: str, opened: str, lang: str = "fr", silent: bool = False
) -> bytes:
    """The payload in at most 2,000 bytes; `url` opens at a tap, `shown` and `opened` are the addresses to report to.

    The title, then the body, give way when there is too much; ValueError when the addresses alone do not fit.
    """
    title, room = cut(title, TITLE_BYTES), MAX_BYTES
    while True:
        payload = _encoded(title, cut(body, room), url, tag, shown, opened, lang, silent)
        if len(payload) <= MAX_BYTES:
            return payload
        if room == 0:
            raise ValueError("The addresses of this notification leave no room for its text.")
        room = max(0, min(room, len(body.encode("utf-8", "replace"))) - (len(payload) - MAX_BYTES))


def minimal(title: str, url: str, tag: str, shown: str, opened: str, lang: str = "fr", silent: bool = False) -> bytes:
    """The smallest payload that still says something and leads somewhere, for a service that found ours too large."""
    return compose(cut(title, SHORT_TITLE_BYTES), "", url, tag, shown, opened, lang, silent)


def _encoded(title: str, body: str, url: str, tag: str, shown: str, opened: str, lang: str, silent: bool) -> bytes:
    notification: dict[str, Any] = {
        "title": title,
        "body": body,
        "lang": lang,
        "dir": "auto",
        "tag": tag,
        "navigate": url,
        "silent": silent,
        "mutable": True,
        "data": {"url": url, "shown": shown, "opened": opened},
    }
    payload = {"web_push": DECLARATIVE, "mutable": True, "notification": notification}
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
