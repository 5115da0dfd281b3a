"""Phones: subscribe, try out, forget."""

from flask import Response, jsonify, url_for
from flask_login import current_user, login_required

from pwa.adapters import endpoints
from pwa.adapters.spoken import language
from pwa.api.blueprint import Body, blueprint, body
from pwa.clock import utcnow
from pwa.domain.errors import Missing
from pwa.models.database import database
from pwa.operations import accounts, outbox, rights
from pwa.operations import devices as verbs
from pwa.services import services


@blueprint.post("/devices")
@login_required
def devices() -> Response:
    """Keep this browser's subscription; sent again at each opening, it changes nothing."""
    said = body()
    keys = said.child("keys")
    endpoint, p256dh, auth = said.text("endpoint", 1024), keys.text("p256dh", 128), keys.text("auth", 64)
    endpoints.check(endpoint, p256dh, auth, services().rules)
    device = verbs.register(
        database.session(),
        current_user,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        name=said.text_or_none("name", 200) or "",
        now=utcnow(),
        replaces=said.text_or_none("replaces", 1024),
        key_id=_key_id(said),
    )
    accounts.speak_first(current_user, language())
    return jsonify(id=device.id)


@blueprint.get("/push-key")
def push_key() -> Response:
    """Give the key that browsers subscribe with, to a service worker that subscribes by itself."""
    return jsonify(key=services().vapid_key)


@blueprint.post("/devices/renewed")
def renew_device() -> tuple[str, int]:
    """Keep the subscription that a browser made by itself; the former one's address and secret are its right to."""
    said = body()
    replaces, secret = said.text_or_none("replaces", 1024), said.text_or_none("auth")
    if not replaces or not secret:
        raise Missing
    db = database.session()
    verbs.check_right(db, replaces, secret)
    keys = said.child("keys")
    endpoint, p256dh, auth = said.text("endpoint", 1024), keys.text("p256dh", 128), keys.text("auth", 64)
    endpoints.check(endpoint, p256dh, auth, services().rules)
    verbs.renew(
        db,
        replaces=replaces,
        secret=secret,
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
        now=utcnow(),
        key_id=_key_id(said),
    )
    return "", 204


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
    verbs.forget(database.session(), current_user, body().text("endpoint", 1024))
    return "", 204


def _key_id(said: Body) -> str | None:
    """Which of our keys the browser subscribed with."""
    return services().keys.id_of(said.text_or_none("key", 128)) if services().vapid_key else None
