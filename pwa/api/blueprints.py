"""What the API is made of, and which of it stands on a token instead of a cookie."""

from flask import Flask
from flask_wtf import CSRFProtect

from pwa.api import attempts, centre_messages, deliveries, devices, duties, signs, waiting
from pwa.api.blueprint import blueprint

MODULES = (attempts, centre_messages, deliveries, devices, duties, signs, waiting)
BY_TOKEN = (
    attempts.hello,
    attempts.beat,
    attempts.goodbye,
    attempts.answer,
    attempts.report,
    attempts.question,
    deliveries.claim,
    deliveries.shown,
    deliveries.opened,
    devices.renew_device,
    waiting.stop_waiting,
)


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Give an application its API; what carries a token of its own needs no other."""
    app.register_blueprint(blueprint)
    for view in BY_TOKEN:
        csrf.exempt(view)
