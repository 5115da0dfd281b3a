"""The one client of the web tests: it goes where a person goes, and checks every answer on the way."""

import json
from collections.abc import Mapping
from typing import Any, cast

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.test import TestResponse

from pwa.settings import ROOT
from tests.web.page import Page
from tests.web.rules import faults, fragment_faults

HTML, JSON = "text/html", "application/json"
PROBLEM = {"type", "title", "status", "detail", "code"}
LEAKS = ("Traceback", "sqlalchemy", "werkzeug.", ".py&#34;", '.py"', ".py:")


class Client:
    """A person's browser, without its scripts; `trail` is every address it was at."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.trail: list[str] = []
        self._http = app.test_client()
        self._token = ""

    def see(self, path: str, status: int = 200) -> Page:
        """Open a page, wherever it sends."""
        return self._arrive(self.ask("GET", path), status)

    def send(self, page: Page, button: str, values: Mapping[str, Any] | None = None, status: int = 200) -> Page:
        """Fill a form by its labels, press its button, and see where it leads."""
        form = page.form(button, values)
        return self._arrive(self.ask(form.method, form.action, data=form.data), status)

    def tap(self, page: Page, button: str, status: int = 200) -> dict[str, Any]:
        """Press a button as the board's script does: the answer is JSON."""
        form = page.form(button)
        answer = self.ask(form.method, form.action, data=form.data, accept=JSON)
        assert answer.status_code == status, answer.text
        return cast(dict[str, Any], answer.json)

    def post(self, path: str, body: object, status: int = 200) -> dict[str, Any]:
        """Post JSON as a page's script does, with the page's token; {} when there is nothing to say."""
        if not self._token:
            self.see("/aide")
        answer = self.ask("POST", path, json=body, accept=JSON, headers={"X-CSRFToken": self._token})
        assert answer.status_code == status, answer.text
        return cast(dict[str, Any], answer.json if answer.data else {})

    def read(self, path: str, status: int = 200) -> dict[str, Any]:
        """Get JSON as a page's script does; {} when there is nothing to say."""
        answer = self.ask("GET", path, accept=JSON)
        assert answer.status_code == status, answer.text
        return cast(dict[str, Any], answer.json if answer.data else {})

    def ask(
        self, method: str, path: str, *, accept: str = HTML, headers: Mapping[str, str] | None = None, **more: Any
    ) -> TestResponse:
        """Send one request; its answer is checked, whatever it is."""
        self.trail.append(path)
        self.app.extensions.get("let_go", lambda: None)()
        how = {"buffered": True, **more, "headers": {"Accept": accept, **(headers or {})}}
        answer = self._http.open(path, method=method, **how)
        answer.request.environ["wsgi.input"].close()  # a file, when what was sent is large
        self._check(answer, path)
        return answer

    def fragment(self, text: str) -> Page:
        """Check a piece of a page that came by itself."""
        piece = Page(text, whole=False)
        assert not (wrong := fragment_faults(piece, self.resolves)), wrong
        return piece

    def cookie(self, name: str) -> str | None:
        """What a cookie holds."""
        found = self._http.get_cookie(name)
        return found.value if found else None

    def resolves(self, path: str, method: str) -> bool:
        """Whether an address answers to a method in this application; a file of the site must exist."""
        try:
            endpoint, values = self.app.url_map.bind("localhost").match(path, method=method)
        except (NotFound, MethodNotAllowed):
            return False
        return endpoint != "static" or (ROOT / "static" / str(values["filename"])).is_file()

    def _arrive(self, answer: TestResponse, status: int) -> Page:
        hops = 0
        while answer.status_code in (302, 303):
            hops += 1
            assert hops < 5, self.trail
            answer = self.ask("GET", answer.headers["Location"])
        assert answer.status_code == status, f"{answer.status} at {self.trail[-1]}"
        page = Page(answer.text, self.trail[-1], answer.status_code)
        self._token = page.csrf_token or self._token
        return page

    def _check(self, answer: TestResponse, path: str) -> None:
        check_headers(answer)
        if answer.status_code in (301, 302, 303, 307, 308):
            place = answer.headers["Location"]
            assert self.resolves(place.partition("?")[0], "GET"), place
        elif answer.mimetype == HTML and answer.data:
            assert not (wrong := faults(Page(answer.text, path), self.resolves)), wrong
        elif answer.status_code >= 400 and answer.request.method != "HEAD" and path != "/up":
            check_problem(answer)
        if answer.status_code >= 400:
            assert not any(leak in answer.text for leak in LEAKS), answer.text


def check_headers(answer: TestResponse) -> None:
    """Check what every answer says of itself."""
    headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    if answer.mimetype in (HTML, JSON, "application/problem+json"):
        assert headers["Cache-Control"] == "no-store" or "ETag" in headers


def check_problem(answer: TestResponse) -> None:
    """Check that a refusal is a problem as RFC 9457 has it, with a sentence for the person."""
    assert answer.mimetype == "application/problem+json", f"{answer.status}: {answer.text[:500]}"
    problem = json.loads(answer.text)
    assert problem.keys() == PROBLEM
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert problem["detail"].endswith((".", "?"))
