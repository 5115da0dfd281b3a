"""What the pages are made of: their blueprints, and what goes around every one of them."""

from flask import Flask

from pwa import transactions
from pwa.web import (
    account,
    addresses,
    administration,
    alert,
    candidate,
    centre,
    device,
    duty,
    errors,
    finalisation,
    headers,
    help_pages,
    invigilator,
    lost_time,
    minutes,
    orders,
    preferences,
    session_alerts,
    shell,
    templates,
)

MODULES = (
    shell, help_pages, account, centre, finalisation, session_alerts, administration,
    invigilator, duty, alert, preferences, minutes, lost_time, candidate, device,
)  # fmt: skip


def register(app: Flask) -> None:
    """Give an application its pages."""
    addresses.register(app)
    for module in MODULES:
        app.register_blueprint(module.blueprint)
    for surrounding in (errors, headers, templates, transactions, orders):
        surrounding.register(app)
