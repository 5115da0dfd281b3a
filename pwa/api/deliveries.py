"""Deliveries: what a phone tells of a message (its token is the right to tell), and how far one got."""

from flask import Response, jsonify
from flask_login import current_user, login_required

from pwa.api.blueprint import blueprint
from pwa.clock import utcnow
from pwa.models.database import database
from pwa.operations import claims, receipts


@blueprint.get("/deliveries/<token>")
@login_required
def delivery(token: str) -> Response:
    """Tell how far a message to one of this person's phones got."""
    found = receipts.find_own(database.session(), current_user, token)
    return jsonify(state=found.state, shown=found.shown_at is not None)


@blueprint.post("/deliveries/<token>/shown")
def shown(token: str) -> tuple[str, int]:
    """Record that the service worker showed the notification."""
    receipts.mark_shown(database.session(), token, utcnow())
    return "", 204


@blueprint.post("/deliveries/<token>/claim")
def claim(token: str) -> Response:
    """Take the alert that a message is about, from its notification: « J'y vais »."""
    alert = claims.claim_by_token(database.session(), token, utcnow())
    return jsonify(version=alert.version)


@blueprint.post("/deliveries/<token>/opened")
def opened(token: str) -> tuple[str, int]:
    """Record that the person tapped it."""
    receipts.mark_opened(database.session(), token, utcnow())
    return "", 204
