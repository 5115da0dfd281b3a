"""Following: all the rooms of the day on one page, kept up to date by the same door as a board."""

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, render_template, request
from flask_login import login_required

from pwa.clock import utcnow
from pwa.models.database import database
from pwa.models.tables import CertificationSession
from pwa.operations import following, rights
from pwa.operations.following import Day
from pwa.web.sign_in import person
from pwa.web.streams import stream_of

blueprint = Blueprint("following", __name__)

PIECES = ("troubles", "attention", "rooms")
"""What the page replaces by itself, each by the id of its one element."""


@blueprint.get("/centre/suivi")
@login_required
def index() -> str:
    """Show the rooms of the day of the person's centres."""
    return render_template("centre/following.html", day=_day(_rooms()), pieces=PIECES)


@blueprint.get("/centre/suivi/changements")
@login_required
def changes() -> Response:
    """Give the page's pieces, and the version they bring it to, lower once a room has gone; 204 when it has it."""
    rooms = _rooms()
    if following.version(rooms) == request.args.get("since", -1, type=int):
        return Response(status=204)
    return _pieces(_day(rooms))


@blueprint.get("/centre/suivi/flux")
@login_required
def stream() -> Response:
    """Ring the page whenever one of its rooms changes; 503 when too many pages listen already."""
    rooms = _rooms()
    numbers, seen = [session.number for session in rooms], following.version(rooms)
    database.session.remove()
    return stream_of(numbers, seen)


@blueprint.get("/centre/suivi/pouls")
@login_required
def take_pulse() -> Response:
    """Give the page's pieces again: signs of life and phones change no version, and a room may be new."""
    return _pieces(_day(_rooms()))


def _rooms() -> Sequence[CertificationSession]:
    db = database.session()
    rights.staffed_centres(db, person())
    return following.sessions(db, person(), utcnow())


def _day(rooms: Sequence[CertificationSession]) -> Day:
    return following.read(database.session(), rooms, utcnow())


def _pieces(day: Day) -> Response:
    fragments = {name: render_template(f"centre/_following_{name}.html", day=day) for name in PIECES}
    return jsonify(version=day.version, now=day.now.isoformat(), fragments=fragments)
