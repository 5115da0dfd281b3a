"""Messages of the centre, as a candidate's page asks for them and closes them."""

from flask import Response, jsonify
from flask_login import current_user, login_required

from pwa.adapters.spoken import say
from pwa.api.blueprint import blueprint, body
from pwa.clock import utcnow
from pwa.domain.words import Clock
from pwa.models.database import database
from pwa.operations import centre_messages, rights


@blueprint.get("/messages")
@login_required
def messages() -> Response:
    """Give what the centre wrote to this candidate and they have not closed, oldest first."""
    db = database.session()
    candidate = rights.current_candidate(db, current_user)
    zone = candidate.session.zone
    unread = centre_messages.unread(db, candidate)
    shown = [{"id": one.id, "text": one.text, "at": say(Clock(one.written_at, zone))} for one in unread]
    return jsonify(messages=shown)


@blueprint.post("/messages/read")
@login_required
def read_message() -> tuple[str, int]:
    """Keep that the candidate closed a message."""
    db = database.session()
    candidate = rights.current_candidate(db, current_user)
    centre_messages.read(db, candidate, body().integer("message"), utcnow())
    return "", 204
