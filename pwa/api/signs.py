"""Signs: what the candidate's own screen shows, for the invigilator to compare."""

from flask import Response, jsonify
from flask_login import current_user, login_required

from pwa.adapters.spoken import say
from pwa.api.blueprint import blueprint
from pwa.clock import utcnow
from pwa.models.database import database
from pwa.operations import rights, signs
from pwa.services import services


@blueprint.get("/sign")
@login_required
def sign() -> Response:
    """Give the candidate's sign of this half minute."""
    candidate = rights.current_candidate(database.session(), current_user)
    shown = signs.show(services().signer.sign_secret, candidate, utcnow())
    return jsonify(shown | {"name": say(shown["name"])})
