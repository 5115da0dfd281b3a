"""A stage for the browser's modules: the static files and pages made by the test, under the application's policy."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

STATIC = Path(__file__).parents[2] / "static"
TYPES = {"js": "text/javascript", "json": "application/json", "css": "text/css", "svg": "image/svg+xml"}
POLICY = "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'"
SHELL = {
    "version": "1",
    "language": "fr",
    "offline": [["/test", "/hors-ligne/test"], ["/", "/hors-ligne"]],
    "assets": ["/static/js/clock.js", "/missing.css"],
    "icon": "/icon.png",
    "badge": "/badge.png",
    "parts": ["/static/js/sw-kept.js", "/static/js/sw-pages.js", "/static/js/sw-push.js"],
    "policy": POLICY,
    "key": "/key",
    "renew": "/renew",
    "untaken": {"title": "Pas prise", "body": "Réessayez."},
    "fallback": {"title": "Alerte", "body": "Ouvrez la page.", "url": "/board"},
}


@dataclass(frozen=True)
class Request:
    """What a page asked: `body` is text."""

    method: str
    path: str
    query: str
    body: str
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """What the stage answers; a dictionary becomes JSON, a text a page."""

    body: str | dict[str, Any] = ""
    status: int = 200
    type: str = ""
    location: str = ""

    @property
    def content_type(self) -> str:
        if self.type:
            return self.type
        problem = "problem+json" if self.status >= 400 else "json"
        return f"application/{problem}" if isinstance(self.body, dict) else "text/html; charset=utf-8"

    @property
    def payload(self) -> bytes:
        return (json.dumps(self.body) if isinstance(self.body, dict) else self.body).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no event."""


NOTHING = Answer(status=204)
Route = Callable[[Request], Answer]


def held(answer: Answer, until: threading.Event) -> Route:
    """A route that answers once the test says so."""

    def late(_: Request) -> Answer:
        until.wait(30)
        return answer

    return late


def page(body: str, *scripts: str, html: str = "", attributes: str = "") -> Answer:
    """A page as base.html makes it, with the modules of those names."""
    entries = "".join(f'<script type="module" src="/static/js/{name}.js"></script>' for name in scripts)
    return Answer(
        f'<!doctype html><html lang="fr" {html}><head><title>Essai</title><meta name="csrf-token" content="jeton">'
        f"{entries}</head><body {attributes}>{body}"
        '<div id="announce" role="status"></div><div id="alarm" role="alert"></div>'
        '<div id="toasts" popover="manual" data-failed="Sans réseau"></div>'
        '<template id="toast"><div><p data-text></p><form method="post" data-act hidden><button></button></form>'
        "<button data-closes>x</button></div></template></body></html>"
    )


class Stage:
    """`routes` maps a path to an answer or to a function of the request; `requests` keeps what was asked, in order."""

    def __init__(self) -> None:
        self.routes: dict[str, Answer | Route] = {
            "/sw.js": self.service_worker,
            "/hors-ligne": Answer("<h1>Hors ligne</h1>"),
            "/hors-ligne/test": Answer("<h1>Test hors ligne</h1>"),
        }
        self.shell = dict(SHELL)
        self.requests: list[Request] = []
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def service_worker(self, _: Request) -> Answer:
        code = (STATIC / "sw.js").read_text()
        return Answer(f"const SHELL = {json.dumps(self.shell)};\n{code}", type="text/javascript")

    def answer(self, request: Request) -> Answer:
        route = self.routes.get(request.path)
        if route is None:
            return _static(request.path)
        return route(request) if callable(route) else route

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stage = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, _, query = self.path.partition("?")
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                request = Request(self.command, path, query, body, dict(self.headers.items()))
                stage.requests.append(request)
                self._send(stage.answer(request))

            do_POST = do_GET

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.content_type)
                self.send_header("Content-Security-Policy", POLICY)
                self.send_header("Cache-Control", "no-cache")
                if answer.location:
                    self.send_header("Location", answer.location)
                self.send_header("Content-Length", str(0 if answer.status == 204 else len(answer.payload)))
                self.end_headers()
                self.wfile.write(b"" if answer.status == 204 else answer.payload)

            def log_message(self, format: str, *args: object) -> None:
                """Silent."""

        return Handler


def _static(path: str) -> Answer:
    file = STATIC / path.removeprefix("/static/")
    if not path.startswith("/static/") or not file.is_file():
        return Answer("", 404)
    return Answer(file.read_text(), type=TYPES[file.suffix[1:]])
