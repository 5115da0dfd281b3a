"""Duty: a phone that has just been proved answers for a session."""

from flask import Response, jsonify
from flask_login import current_user, login_required

from pwa.api.blueprint import blueprint, body
from pwa.clock import utcnow
from pwa.models.database import database
from pwa.operations import duties, rights


@blueprint.post("/sessions/<int:number>/duty")
@login_required
def duty(number: int) -> Response:
    """Put this person on duty with this phone; `sound` and `vibration` tell what of it was tried."""
    db, said = database.session(), body()
    rights.watched_session(db, current_user, number)
    endpoint, moves = said.text("endpoint", 1024), said.values.get("vibration") is True
    sound = said.values.get("sound") is True
    change = duties.take(db, current_user, number, endpoint, utcnow(), sound=sound, moves=moves)
    return jsonify(version=change.version)
