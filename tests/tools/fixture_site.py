"""A few pages on loopback for the tools' own tests: a dictionary served over HTTP."""

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from tests.tools.record import Record

TYPES = {"js": "text/javascript", "json": "application/json", "png": "image/png"}


class FixtureSite:
    """`pages` maps paths to bodies; `requests` records “METHOD path”."""

    def __init__(self, pages: Mapping[str, str | bytes]) -> None:
        self.pages = pages
        self.requests: Record[str] = Record("request")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.requests.add(f"GET {self.path}")
                page = site.pages.get(self.path.partition("?")[0])
                self.send_response(404 if page is None else 200)
                self.send_header("Content-Type", TYPES.get(self.path.rpartition(".")[2], "text/html; charset=utf-8"))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(page.encode() if isinstance(page, str) else page or b"")

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                site.requests.add(f"POST {self.path} {body.decode()}".strip())
                self.send_response(204)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                """Silent."""

        return Handler
