"""One transaction a request: opened as a writer when the view writes, committed once, here."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, current_app, g, request

from pwa.models.base import begin_writing
from pwa.models.database import database

View = TypeVar("View", bound=Callable[..., object])

SAFE = ("GET", "HEAD", "OPTIONS")


def writing(view: View) -> View:
    """Mark a GET view that writes."""
    view.writes = True  # type: ignore[attr-defined]
    return view


def opening_late(view: View) -> View:
    """Mark a view that opens its transaction itself, after something slow; it is committed here all the same."""
    view.opens_late = True  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    """Open and commit around every view."""
    app.before_request(_open)
    app.after_request(_commit)


def give_up() -> None:
    """Undo what the refused view did."""
    database.session.rollback()
    g.writing = False


def _open() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    g.writing = request.method not in SAFE or hasattr(view, "writes")
    if g.writing and not hasattr(view, "opens_late"):
        _read_the_body()
        begin_writing(database.session())


def _read_the_body() -> None:
    """Have the whole request here before the writers' turn is taken: a slow sender must keep nobody waiting."""
    if not request.form and not request.files:
        request.get_data(cache=True)


def _commit(response: Response) -> Response:
    if g.get("writing"):
        database.session.commit()
    return response
