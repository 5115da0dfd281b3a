"""The event stream: it carries a version, rings when it grows, and holds nothing."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy.pool import QueuePool
from werkzeug.test import TestResponse

from pwa.models.database import database
from pwa.models.tables import Account, Candidate
from pwa.web import streams
from tests.room import Room
from tests.tools.waiting import eventually
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn


@pytest.fixture
def client(sign_in: SignIn, invigilator: Account, room: Room) -> Client:
    """The invigilator's browser."""
    return sign_in(invigilator)


def listen(client: Client, room: Room, headers: dict[str, str] | None = None) -> TestResponse:
    path = f"/sessions/{room.session.number}/surveiller/flux"
    return client.ask("GET", path, accept="text/event-stream", headers=headers, buffered=False)


def events(answer: TestResponse) -> Iterator[str]:
    assert (answer.status_code, answer.mimetype) == (200, "text/event-stream")
    return (piece.decode() if isinstance(piece, bytes) else piece for piece in answer.response)


def test_a_stream_begins_with_the_version_and_rings_when_it_grows(
    client: Client, room: Room, candidate: Candidate, clock: Clock
) -> None:
    version = room.board(clock.now).version
    with closing(listen(client, room)) as answer:
        heard = events(answer)
        assert next(heard) == f"retry: 2000\ndata: {version}\n\n"
        room.confirm(candidate, clock.now)
        assert next(heard) == f"data: {version + 1}\n\n"


def test_a_quiet_stream_gives_signs_of_life_and_ends(
    client: Client, room: Room, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "SIGN_EVERY", 0.01)
    monkeypatch.setattr(streams, "LIFE", 0.1)
    version = room.board(clock.now).version
    with closing(listen(client, room)) as answer:
        _first, *signs = events(answer)
    assert signs
    assert set(signs) == {f"data: {version}\n\n"}


def test_a_full_house_answers_503_until_somebody_leaves(
    app: Flask, client: Client, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.extensions["pwa"].feed, "_limit", 1)
    with closing(listen(client, room)):
        assert listen(client, room).status_code == 503
    with closing(listen(client, room)) as answer:
        assert next(events(answer)).startswith("retry")


def test_half_of_the_threads_are_kept_for_pages(app: Flask) -> None:
    services = app.extensions["pwa"]
    assert services.feed._limit == services.settings.threads // 2


def test_a_stream_holds_no_database_handle(app: Flask, client: Client, room: Room) -> None:
    with app.app_context():
        pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    with closing(listen(client, room)) as answer:
        next(events(answer))
        room.db.rollback()
        eventually(lambda: pool.checkedout() == 0, 2.0, "all handles given back")


def test_a_stream_is_neither_kept_nor_gathered_on_its_way(client: Client, room: Room) -> None:
    with closing(listen(client, room, {"Accept-Encoding": "br, gzip"})) as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
        assert answer.headers["X-Accel-Buffering"] == "no"
        assert "Content-Encoding" not in answer.headers


def test_who_does_not_watch_hears_nothing(sign_in: SignIn, room: Room, stranger: Account) -> None:
    assert listen(sign_in(stranger), room).status_code == 404
