"""Static files: small, kept by whoever has them, and nothing but files."""

import gzip
from collections.abc import Callable

import brotli
import pytest
from flask import Flask

from pwa.web.static_files import STATIC
from tests.web.client import Client

STYLE = "/static/css/app.css"
BODY = (STATIC / "css" / "app.css").read_bytes()


@pytest.mark.parametrize(("accepted", "coding", "read"), [
    ("br, gzip", "br", brotli.decompress),
    ("gzip", "gzip", gzip.decompress),
    ("", None, bytes),
    ("br;q=0", None, bytes),
])  # fmt: skip
def test_a_text_travels_in_the_best_encoding_taken(
    client: Client, accepted: str, coding: str | None, read: Callable[[bytes], bytes]
) -> None:
    answer = client.ask("GET", STYLE, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == coding
    assert read(answer.data) == BODY
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert answer.mimetype == "text/css"


def test_a_picture_travels_as_it_is(client: Client) -> None:
    answer = client.ask("GET", "/static/icons/icon-192.png", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == (STATIC / "icons" / "icon-192.png").read_bytes()


def test_each_encoding_is_known_again_by_its_own_tag(client: Client) -> None:
    tags = {}
    for coding in ("br", "gzip"):
        asked = {"Accept-Encoding": coding}
        tags[coding] = client.ask("GET", STYLE, headers=asked).headers["ETag"]
        again = client.ask("GET", STYLE, headers={**asked, "If-None-Match": tags[coding]})
        assert (again.status_code, again.data) == (304, b"")
    assert tags["br"] != tags["gzip"]


NO_FILES = ["", "js", "nothing.js", "../pwa/app.py", "%2e%2e/pwa/app.py"]


@pytest.mark.parametrize("path", NO_FILES)
def test_nothing_but_files_is_sent(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/static/{path}").status_code == 404


def test_a_worker_may_ask_nobody_else(client: Client) -> None:
    assert (
        client.ask("GET", "/static/js/heartbeat-worker.js").headers["Content-Security-Policy"] == "default-src 'self'"
    )
