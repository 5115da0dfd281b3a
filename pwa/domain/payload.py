"""What a push carries: one JSON for every browser, declarative for Safari, read by the service worker elsewhere."""

import json
from bisect import bisect_right
from typing import Any
from unicodedata import category

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
    title, body = cut(_plain(title), TITLE_BYTES), _plain(body)

    def with_room(room: int) -> bytes:
        return _encoded(title, cut(body, room), url, tag, shown, opened, lang, silent)

    room = bisect_right(range(MAX_BYTES), MAX_BYTES, key=lambda room: len(with_room(room))) - 1
    if room < 0:
        raise ValueError("The addresses of this notification leave no room for its text.")
    return with_room(room)


def minimal(title: str, url: str, tag: str, shown: str, opened: str, lang: str = "fr", silent: bool = False) -> bytes:
    """The smallest payload that still says something and leads somewhere, for a service that found ours too large."""
    return compose(cut(title, SHORT_TITLE_BYTES), "", url, tag, shown, opened, lang, silent)


def _plain(text: str) -> str:
    """Without the control characters, which no screen shows and JSON writes six times longer; lines stay."""
    return "".join(" " if category(letter) == "Cc" and letter != "\n" else letter for letter in text)


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
