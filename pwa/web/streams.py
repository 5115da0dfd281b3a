"""Streams: server-sent events that carry the version of one session or several, and hold no database handle."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from time import monotonic

from flask import Response, abort

from pwa.adapters.feed import Feed, Full
from pwa.services import services

SIGN_EVERY = 5.0
"""Seconds between two signs of life of a stream on which nothing happens: the page shows how fresh it is."""
LIFE = 600.0
"""Seconds after which a stream ends and the page opens another."""


def stream_of(numbers: Sequence[int], seen: int) -> Response:
    """Return the event stream of these sessions, from version `seen` on."""
    feed, listening = services().feed, ExitStack()
    try:
        listening.enter_context(feed.listening(*numbers))
    except Full:
        abort(503)
    response = Response(_events(feed, numbers, seen), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(listening.close)
    return response


def _events(feed: Feed, numbers: Sequence[int], seen: int) -> Iterator[str]:
    ends = monotonic() + LIFE
    yield f"retry: 2000\ndata: {seen}\n\n"
    while monotonic() < ends:
        seen = feed.wait(numbers, seen, SIGN_EVERY)
        yield f"data: {seen}\n\n"
