"""Phones: subscribe, try out, forget."""

from flask import Response, jsonify, url_for
from flask_login import current_user, login_required

from pwa.adapters import endpoints
from pwa.api.blueprint import blueprint, body
from pwa.clock import utcnow
from pwa.models.database import database
from pwa.operations import devices as verbs
from pwa.operations import outbox, rights
from pwa.services import services


@blueprint.post("/devices")
@login_required
def devices() -> Response:
    """Keep this browser's subscription; sent again at each opening, it changes nothing."""
    said = body()
    keys = said.child("keys")
    endpoint, p256dh, auth = said.text("endpoint", 1024), keys.text("p256dh", 128), keys.text("auth", 64)
    endpoints.check(endpoint, p256dh, auth, services().rules)
    name = said.text_or_none("name", 200) or ""
    device = verbs.register(
        database.session(), current_user, endpoint=endpoint, p256dh=p256dh, auth=auth, name=name, now=utcnow()
    )
    return jsonify(id=device.id)


@blueprint.post("/devices/test")
@login_required
def test_device() -> Response:
    """Send a trial notification by the same road as an alert; `delivery` tells how far it got.

    One that a `session` asks for leads to its duty page.
    """
    db, said = database.session(), body()
    device, number = verbs.own(db, current_user, said.text("endpoint", 1024)), said.claimed("session")
    session = rights.watched_session(db, current_user, number) if number else None
    delivery = outbox.try_out(db, device, utcnow(), session.id if session else None)
    return jsonify(delivery=url_for("api.delivery", token=delivery.token))


@blueprint.post("/devices/forget")
@login_required
def forget_device() -> tuple[str, int]:
    """Drop this browser's subscription."""
    verbs.forget(database.session(), current_user, body().text("endpoint", 1024), utcnow())
    return "", 204
