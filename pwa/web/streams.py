"""Streams: server-sent events that carry a session's version and nothing else, and hold no database handle."""

from collections.abc import Iterator
from contextlib import ExitStack
from time import monotonic

from flask import Response, abort

from pwa.adapters.feed import Feed, Full
from pwa.services import services

SIGN_EVERY = 5.0
"""Seconds between two signs of life of a stream on which nothing happens: the page shows how fresh it is."""
LIFE = 600.0
"""Seconds after which a stream ends and the page opens another."""


def stream_of(number: int, seen: int) -> Response:
    """Return the event stream of a session, from version `seen` on."""
    feed, listening = services().feed, ExitStack()
    try:
        listening.enter_context(feed.listening(number))
    except Full:
        abort(503)
    response = Response(_events(feed, number, seen), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(listening.close)
    return response


def _events(feed: Feed, number: int, seen: int) -> Iterator[str]:
    ends = monotonic() + LIFE
    yield f"retry: 2000\ndata: {seen}\n\n"
    while monotonic() < ends:
        seen = feed.wait(number, seen, SIGN_EVERY)
        yield f"data: {seen}\n\n"
