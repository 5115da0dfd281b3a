"""Headers: what caches may keep, which cookie is set and with which flags."""

import re

import pytest
from flask import Flask, request
from werkzeug.test import TestResponse

from tests.web.client import Client
from tests.web.fixtures import MakeApp

PUBLIC = "https://surveillance.example.org"


def the_cookie(answer: TestResponse) -> str:
    """The only cookie that an answer sets."""
    (cookie,) = answer.headers.getlist("Set-Cookie")
    return cookie


def test_a_missing_file_is_a_page_that_nothing_keeps(client: Client) -> None:
    answer = client.ask("GET", "/static/js/nothing.js")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_may_load_nothing_from_elsewhere(client: Client) -> None:
    policy = dict(part.split(" ", 1) for part in client.ask("GET", "/").headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "script-src" not in policy


def test_a_page_travels_compressed(app: Flask) -> None:
    answer = app.test_client().get("/aide", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_the_cookie_belongs_to_the_host_alone_over_https(make_app: MakeApp) -> None:
    app = make_app(PUBLIC_URL=PUBLIC, HASH_FAST="0")
    cookie = the_cookie(app.test_client().get("/connexion", base_url=PUBLIC))
    assert re.match(r"__Host-surveillant=[^;]+;", cookie)
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


def test_the_cookie_works_without_https_on_this_machine(client: Client) -> None:
    cookie = the_cookie(client.ask("GET", "/connexion"))
    assert cookie.startswith("surveillant=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Secure" not in cookie


def test_a_form_from_another_site_is_refused_over_https(make_app: MakeApp) -> None:
    http = make_app(PUBLIC_URL=PUBLIC, HASH_FAST="0").test_client()
    token = re.findall(r'csrf-token" content="([^"]+)"', http.get("/connexion", base_url=PUBLIC).text)[0]
    sent = {"csrf_token": token}
    ours = http.post("/deconnexion", base_url=PUBLIC, data=sent, headers={"Referer": f"{PUBLIC}/"})
    theirs = http.post("/deconnexion", base_url=PUBLIC, data=sent, headers={"Referer": "https://ailleurs.example/"})
    assert (ours.status_code, theirs.status_code) == (302, 400)


@pytest.mark.parametrize(
    ("proxies", "seen"), [("0", "http localhost 127.0.0.1"), ("1", "https surveillance.example.org 203.0.113.7")]
)
def test_a_proxy_is_believed_only_when_one_is_said_to_be_there(make_app: MakeApp, proxies: str, seen: str) -> None:
    app = make_app(TRUSTED_PROXIES=proxies)
    app.add_url_rule("/seen", "seen", lambda: f"{request.scheme} {request.host} {request.remote_addr}")
    forwarded = {
        "X-Forwarded-For": "198.51.100.1, 203.0.113.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "surveillance.example.org",
    }
    assert app.test_client().get("/seen", headers=forwarded).text == seen
