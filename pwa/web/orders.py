"""Orders that pages send again: around every act in a session, a key gives one deed and one answer."""

from flask import Flask, Response, g, jsonify, request
from flask_login import current_user

from pwa.clock import utcnow
from pwa.domain.orders import Order, read_given, read_seen
from pwa.models.database import database
from pwa.operations import orders, rights
from pwa.web.sign_in import person

KEY, GIVEN = "Idempotency-Key", "X-Given-At"


def read_order() -> Order:
    """Return what came with the order: what its page showed, and when it was given, if that was not now."""
    return Order(request.form.get("seen", type=read_seen), read_given(request.headers.get(GIVEN, ""), utcnow()))


def register(app: Flask) -> None:
    """Inside the request's transaction: what is done and its answer are kept together, or neither is."""
    app.before_request(_recall)
    app.after_request(_keep)


def _recall() -> Response | None:
    """Give the answer again, to whoever still watches the session; else take the key, and let the view do it."""
    key, number = request.headers.get(KEY), (request.view_args or {}).get("number")
    if key is None or number is None or request.method != "POST" or not current_user.is_authenticated:
        return None
    db = database.session()
    rights.watched_session(db, person(), number)
    answer = orders.recall(db, person().id, key, request.path, utcnow())
    if answer is not None:
        return jsonify(answer)
    g.order = (person().id, key)
    return None


def _keep(response: Response) -> Response:
    if "order" in g and g.writing:
        account_id, key = g.order
        is_done = response.status_code == 200 and response.is_json
        orders.keep(database.session(), account_id, key, response.get_json() if is_done else None)
    return response
