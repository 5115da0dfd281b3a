"""What a push carries: one JSON for every browser, declarative for Safari, read by the service worker elsewhere."""

import json
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Any
from unicodedata import category

from pwa.domain.graphemes import cut

MAX_BYTES = 2000
TITLE_BYTES = 250
SHORT_TITLE_BYTES = 80
DECLARATIVE = 8030  # the number by which browsers know the format: RFC 8030

URGENT, PRESSING, CALM = (300, 120, 300, 120, 300), (200, 120, 200), (120,)
"""How a phone shakes: milliseconds of trembling and of rest, in turn."""


@dataclass(frozen=True)
class Notification:
    """What a notification says and does; every address is a path of ours.

    A tap opens `url`; `receipts` is the address of the delivery, under which the phone reports; `badge` counts the
    alerts that wait for this person; an older `version` never replaces a newer one of the same tag; `claim` is the
    label of the button that takes the alert, empty when there is nothing to take.
    """

    title: str
    body: str
    url: str
    tag: str
    receipts: str
    lang: str = "fr"
    silent: bool = False
    badge: int | None = None
    version: int = 0
    vibrate: tuple[int, ...] = ()
    claim: str = ""


def compose(notification: Notification) -> bytes:
    """The payload in at most 2,000 bytes.

    The title, then the body, give way when there is too much; ValueError when the addresses alone do not fit.
    """
    title, body = cut(_plain(notification.title), TITLE_BYTES), _plain(notification.body)

    def with_room(room: int) -> bytes:
        return _encoded(replace(notification, title=title, body=cut(body, room)))

    room = bisect_right(range(MAX_BYTES), MAX_BYTES, key=lambda room: len(with_room(room))) - 1
    if room < 0:
        raise ValueError("The addresses of this notification leave no room for its text.")
    return with_room(room)


def minimal(notification: Notification) -> bytes:
    """The smallest payload that still says something and leads somewhere, for a service that found ours too large."""
    short = cut(notification.title, SHORT_TITLE_BYTES)
    return compose(replace(notification, title=short, body="", vibrate=(), claim="", badge=None))


def vibration(severity: int) -> tuple[int, ...]:
    """How a phone shakes for an alert: 0 is the most severe."""
    if severity <= 1:
        return URGENT
    return PRESSING if severity <= 3 else CALM


def _plain(text: str) -> str:
    """Without the control characters, which no screen shows and JSON writes six times longer; lines stay."""
    return "".join(" " if category(letter) == "Cc" and letter != "\n" else letter for letter in text)


def _encoded(said: Notification) -> bytes:
    badge = {} if said.badge is None else {"app_badge": said.badge}
    notification: dict[str, Any] = {
        "title": said.title,
        "body": said.body,
        "lang": said.lang,
        "dir": "auto",
        "tag": said.tag,
        "navigate": said.url,
        "silent": said.silent,
        "mutable": True,
        **badge,
        "data": _data(said),
    }
    if said.claim:  # where there is no service worker to post the claim, the button opens the page
        notification["actions"] = [{"action": "claim", "title": said.claim, "navigate": said.url}]
    payload = {"web_push": DECLARATIVE, "mutable": True, **badge, "notification": notification}
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()


def _data(said: Notification) -> dict[str, Any]:
    """What the service worker needs besides what is shown; a silent notification never shakes the phone."""
    data: dict[str, Any] = {
        "url": said.url,
        "shown": f"{said.receipts}/shown",
        "opened": f"{said.receipts}/opened",
        "version": said.version,
    }
    if said.claim:
        data["claim"] = f"{said.receipts}/claim"
    if said.vibrate and not said.silent:
        data["vibrate"] = list(said.vibrate)
    return data
