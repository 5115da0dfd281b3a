"""A person's browser, as far as HTTP goes: cookies, pages, forms, and calls made by a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import aiohttp
import html5lib

PATIENCE = aiohttp.ClientTimeout(total=20)


class Broken(Exception):
    """The site did not answer as a person would expect: the rehearsal cannot go on."""


@dataclass(frozen=True)
class Page:
    """A page as it was received, after redirections."""

    path: str
    status: int
    text: str

    @cached_property
    def root(self) -> Element:
        parsed: Element = html5lib.parse(self.text, namespaceHTMLElements=False)
        return parsed

    def one(self, path: str) -> Element:
        """The first element at that path (ElementTree's); Broken when there is none."""
        found = self.root.find(path)
        if found is None:
            raise Broken(f"{self.path} ({self.status}) has no {path}")
        return found

    def data(self, element_id: str) -> dict[str, str]:
        """The data-* attributes of an element."""
        attributes = self.one(f".//*[@id='{element_id}']").attrib
        return {name.removeprefix("data-"): value for name, value in attributes.items() if name.startswith("data-")}

    @property
    def csrf(self) -> str:
        return self.one(".//meta[@name='csrf-token']").attrib["content"]

    def form(self, mark: str) -> Element:
        """The form that has a field of that name, or whose action ends so."""
        for form in self.root.iter("form"):
            if form.get("action", "").endswith(mark) or form.find(f".//*[@name='{mark}']") is not None:
                return form
        raise Broken(f"{self.path} ({self.status}) has no form with {mark}")


class Browser:
    """One person, with their own cookies; all of them share the machine's connections."""

    def __init__(self, origin: str, connector: aiohttp.BaseConnector) -> None:
        self._session = aiohttp.ClientSession(
            origin,
            connector=connector,
            connector_owner=False,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            timeout=PATIENCE,
        )
        self.origin = origin

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.close()

    async def open(self, path: str) -> Page:
        async with self._session.get(path) as answer:
            return await self._page(answer)

    async def submit(
        self, page: Page, mark: str, values: Mapping[str, str] | None = None, file: bytes | None = None
    ) -> Page:
        """Fill a form of the page (`Page.form` says which), send it, and follow where it leads."""
        form = page.form(mark)
        fields = {**_filled(form), **(values or {})}
        data: Any = fields
        if file is not None:
            data = aiohttp.FormData(fields, quote_fields=False)
            data.add_field("file", file, filename="sessions.csv", content_type="text/csv")
        action = urljoin(page.path, form.get("action") or page.path)
        async with self._session.post(action, data=data, headers={"Referer": self.origin + page.path}) as answer:
            after = await self._page(answer)
        if after.status >= 400:
            raise Broken(f"{action} answered {after.status}: {_complaint(after)}")
        return after

    async def call(self, path: str, body: Mapping[str, Any], csrf: str | None = None) -> tuple[int, dict[str, Any]]:
        """What a page sends by itself, in JSON; the status and the JSON of the answer."""
        headers = {"Accept": "application/json"} | ({"X-CSRFToken": csrf} if csrf else {})
        async with self._session.post(path, json=body, headers=headers) as answer:
            return answer.status, await _json(answer)

    async def act(self, path: str, csrf: str) -> tuple[int, dict[str, Any]]:
        """A button of the board: a form sent by fetch."""
        headers = {"Accept": "application/json"}
        async with self._session.post(path, data={"csrf_token": csrf}, headers=headers) as answer:
            return answer.status, await _json(answer)

    async def ask(self, path: str, **query: str) -> tuple[int, dict[str, Any]]:
        """A question that a page asks by itself."""
        async with self._session.get(path, params=query, headers={"Accept": "application/json"}) as answer:
            return answer.status, await _json(answer)

    def listen(self, path: str) -> Any:
        """An event stream: to be used with `async with`."""
        endless = aiohttp.ClientTimeout(total=None, sock_read=60)
        return self._session.get(path, headers={"Accept": "text/event-stream"}, timeout=endless)

    async def sign_up(self, first_name: str, last_name: str, email: str, password: str) -> None:
        who = {"first_name": first_name, "last_name": last_name, "email": email, "password": password}
        await self.submit(await self.open("/inscription"), "email", who)

    async def _page(self, answer: aiohttp.ClientResponse) -> Page:
        if answer.status >= 500:
            raise Broken(f"{answer.url.path} answered {answer.status}")
        return Page(answer.url.path, answer.status, await answer.text())


async def _json(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    if answer.content_type not in ("application/json", "application/problem+json"):
        return {}
    content: dict[str, Any] = await answer.json(content_type=None)
    return content


def _filled(form: Element) -> dict[str, str]:
    """What the form holds before anybody types: hidden fields and the choices selected."""
    fields = {
        field.attrib["name"]: field.get("value", "")
        for field in form.iter("input")
        if field.get("type") == "hidden" and "name" in field.attrib
    }
    for select in form.iter("select"):
        options = list(select.iter("option"))
        chosen = next((option for option in options if "selected" in option.attrib), options[0] if options else None)
        if chosen is not None and "name" in select.attrib:
            fields[select.attrib["name"]] = chosen.get("value", "")
    return fields


def _complaint(page: Page) -> str:
    """What the page says is wrong: its summary of errors, else its title."""
    for mark in (".//*[@role='alert']", ".//main"):
        found = page.root.find(mark)
        if found is not None:
            return " ".join(" ".join(found.itertext()).split())[:300]
    return page.text[:200]
