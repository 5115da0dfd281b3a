"""What every page owes its readers; each rule names the faults it finds."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

from tests.web import nesting
from tests.web.page import FIELDS, Page, told

Resolves = Callable[[str, str], bool]
"""Whether an address answers to a method here."""

ADDRESSES = ("href", "src", "action", "data-sw", "data-devices", "data-changes", "data-stream", "data-poll",
             "data-test", "data-forget", "data-hello", "data-beat", "data-goodbye", "data-answer", "data-worker",
             "data-end", "data-waiting", "data-pulse", "data-duty",
             "data-report", "data-look")  # fmt: skip
POSTED = (
    "data-devices",
    "data-test",
    "data-forget",
    "data-hello",
    "data-beat",
    "data-goodbye",
    "data-answer",
    "data-duty",
    "data-report",
    "data-look",
)
SENT_BY_SCRIPT = ("answer", "report-form")
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "data-opens")
NUMBER = re.compile(r"tel:\+?\d{9,15}")
"""What a telephone dials."""
SILENT_INPUTS = ("hidden", "submit", "button", "image")


def faults(page: Page, resolves: Resolves) -> list[str]:
    """Return all that is wrong in a whole page."""
    found = [*_document(page), *_pieces(page, resolves)]
    return [f"{page.url}: {fault}" for fault in found]


def fragment_faults(fragment: Page, resolves: Resolves) -> list[str]:
    """Return what is wrong in a piece of a page, which may refer to ids of the page around it."""
    own = (_inline(fragment), _names(fragment), _forms(fragment), _links(fragment, resolves), _ids(fragment))
    return [*chain.from_iterable(own), *nesting.faults(fragment)]


def _document(page: Page) -> Iterator[str]:
    if not next(page.all("html")).get("lang"):
        yield "no language"
    for tag in ("h1", "title", "main"):
        if (count := sum(1 for _ in page.all(tag))) != 1:
            yield f"{count} {tag}"
    if not page.title or not page.heading:
        yield "an empty title or h1"


def _pieces(page: Page, resolves: Resolves) -> Iterator[str]:
    yield from fragment_faults(page, resolves)
    yield from _references(page)


def _inline(page: Page) -> Iterator[str]:
    for one in page.all():
        if one.tag == "style" or "style" in one.attrib:
            yield f"inline style on {one.tag}"
        if one.tag == "script" and not one.get("src"):
            yield "inline script"
        if any(name.startswith("on") for name in one.attrib):
            yield f"inline handler on {one.tag}"


def _names(page: Page) -> Iterator[str]:
    """Whatever can be used has a name."""
    for one in page.all("a", "button", "dialog", "summary", *FIELDS):
        if one.get("type") not in SILENT_INPUTS and not page.name_of(one).strip():
            yield f"{one.tag} without a name: {dict(one.attrib)}"
    for one in page.all("img"):
        if one.get("alt") is None:
            yield f"image without alt: {one.get('src')}"


def _forms(page: Page) -> Iterator[str]:
    """A form says its method; one that posts carries its token, unless a script sends it with another."""
    for form in page.all("form"):
        method = form.get("method", "").lower()
        if method not in ("get", "post"):
            yield f"form without a method: {dict(form.attrib)}"
        tokens = [one for one in form.iter("input") if one.get("name") == "csrf_token" and one.get("value")]
        if method == "post" and form.get("id") not in SENT_BY_SCRIPT and len(tokens) != 1:
            yield f"{len(tokens)} tokens in the form {dict(form.attrib)}"


def _links(page: Page, resolves: Resolves) -> Iterator[str]:
    for one in page.all():
        for name in ADDRESSES:
            address = one.get(name)
            if address and not address.startswith("#") and not _leads_somewhere(page, one, name, address, resolves):
                yield f"{one.tag} {name} leads nowhere: {address}"


def _leads_somewhere(page: Page, one: Element, name: str, address: str, resolves: Resolves) -> bool:
    if name == "href" and NUMBER.fullmatch(address):
        return True
    target = urlsplit(urljoin(page.url, address))
    if target.scheme or target.netloc:
        return False  # nothing on a page comes from elsewhere, or goes there
    posts = name in POSTED or (one.tag == "form" and one.get("method") == "post")
    return resolves(target.path, "POST" if posts else "GET")


def _ids(page: Page) -> Iterator[str]:
    counted = Counter(identity for one in page.all() if (identity := one.get("id")))
    yield from (f"{count} elements of id {identity}" for identity, count in counted.items() if count > 1)


def _references(page: Page) -> Iterator[str]:
    known = {one.get("id") for one in page.all()}
    for one in page.all():
        wanted = [word for name in REFERENCES for word in one.get(name, "").split()]
        if (address := one.get("href", "")).startswith("#"):
            wanted.append(address[1:])
        yield from (f"{one.tag} « {told(one)} » refers to {word}" for word in wanted if word not in known)
