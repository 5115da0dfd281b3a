"""The showing: a session that plays by itself, for who has no account; made once, kept in memory."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from threading import BoundedSemaphore, Lock
from typing import Any

from flask import Blueprint, Response, current_app, g, get_template_attribute, render_template, url_for
from flask_babel import force_locale
from werkzeug.exceptions import ServiceUnavailable

from pwa.adapters.spoken import language
from pwa.operations import showings
from pwa.operations.coach import Mark
from pwa.operations.showings import Picture
from pwa.web.fragments import fragments, pulse_fragments

blueprint = Blueprint("showing", __name__)

BEGINS = datetime(2030, 11, 20, 8, 0, tzinfo=UTC)
"""When the session that is shown begins: nine in the morning in Paris."""
ROOM = "B204"
WAIT = 4
"""Visitors who may wait for a showing that is being made; the other threads are for the rooms."""
SOON = 5
"""Seconds after which the others may come again."""
SEEN = ("attention", "counters", "strip", "pulse", "vitals")
"""The pieces of a board that are in front of the visitor, besides the rows."""
DOORS = re.compile(r' (?:action|data-to)="[^"]*"|<input type="hidden"[^>]*>')
POSTS = re.compile(r'(<form\b[^>]*?) method="post"')
LINKS = re.compile(r'(<a\b[^>]*?) href="[^"]*"')


@dataclass(frozen=True)
class Reel:
    """A showing in one language: the board it begins with and its frames, as JSON; what is said, step by step."""

    film: str
    steps: tuple[str, ...]
    seconds: int


class Reels:
    """The session that is shown, played once, and its reels by language; who comes meanwhile waits, or comes again."""

    def __init__(self) -> None:
        self._lock, self._seats = Lock(), BoundedSemaphore(WAIT)
        self._pictures: list[Picture] = []
        self._made: dict[str, Reel] = {}

    def of(self, spoken: str) -> Reel:
        """Return the showing in that language; raises `ServiceUnavailable` while it is made and enough wait for it."""
        if spoken in self._made:
            return self._made[spoken]
        if not self._seats.acquire(blocking=False):
            raise ServiceUnavailable(retry_after=SOON)
        try:
            return self._made_once(spoken)
        finally:
            self._seats.release()

    def _made_once(self, spoken: str) -> Reel:
        with self._lock:
            self._pictures = self._pictures or list(showings.play(BEGINS, ROOM))
            if spoken not in self._made:
                self._made[spoken] = _make(self._pictures, spoken)
            return self._made[spoken]


reels = Reels()


@blueprint.get("/seance-en-2-minutes")
def index() -> str:
    """Show the page on which the session plays."""
    return render_template("showing/index.html", reel=reels.of(language()))


@blueprint.get("/seance-en-2-minutes/film")
def film() -> Response:
    """Give what it plays: the board at the beginning, then the pieces that change, moment by moment."""
    return Response(reels.of(language()).film, mimetype="application/json")


def _make(pictures: list[Picture], spoken: str) -> Reel:
    """Draw the pictures in a request of nobody: what is made holds nothing of the visitor who happens to wait."""
    with current_app.app_context(), current_app.test_request_context(url_for(".index")), force_locale(spoken):
        g.csrf_token = ""  # nothing is sent from here
        frames = list(_frames(pictures))
        start = _sealed(render_template("showing/_stage.html", board=pictures[0].board, pulse=pictures[0].pulse))
    says = tuple(frame["says"] for frame in frames)
    seconds = sum(frame["lasts"] for frame in frames)
    return Reel(json.dumps({"stage": start, "frames": frames}), says, seconds)


def _frames(pictures: list[Picture]) -> Iterator[dict[str, Any]]:
    """Yield each moment; its pieces are those that differ from the moment before."""
    said = get_template_attribute("showing/_words.html", "sentence")
    version = pictures[0].board.version
    for picture in pictures:
        yield {
            "at": picture.at.isoformat(),
            "lasts": picture.moment.lasts,
            "says": unescape(said(Mark(picture.moment.says, picture.name))).strip(),
            "touches": picture.touches,
            "opens": picture.opens,
            "ticks": picture.moment.ticks,
            "fragments": {name: _sealed(html) for name, html in _pieces(picture, version)},
        }
        version = picture.board.version


def _pieces(picture: Picture, since: int) -> Iterator[tuple[str, str]]:
    """Yield the board's own fragments, those that are in front of the visitor."""
    if picture.board.version > since:
        changed = fragments(picture.board, since, ("candidate",)) | pulse_fragments(picture.pulse)
        yield from ((name, html) for name, html in changed.items() if name in SEEN or name.startswith("candidate-"))
    if picture.opens:
        yield "files", render_template("showing/_files.html", board=picture.board, opens=picture.opens)


def _sealed(html: str) -> str:
    """Return a piece of a board that leads nowhere: its forms post nothing, its links have no address."""
    return LINKS.sub(r"\1", POSTS.sub(r'\1 method="get"', DOORS.sub("", html)))
