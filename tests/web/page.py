"""A page as its reader meets it: things are found by the names people see or hear."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

FIELDS = ("input", "select", "textarea")
INLINE = ("a", "abbr", "b", "bdi", "code", "em", "i", "small", "span", "strong", "time")
"""What does not part two words."""


@dataclass(frozen=True)
class Form:
    """A form ready to be sent: its address, its method, and what its fields hold."""

    action: str
    method: str
    data: dict[str, Any] = field(default_factory=dict)


class Page:
    """One HTML document, or a fragment of one; parsing is strict, so that invalid HTML raises `ParseError`."""

    def __init__(self, text: str, url: str = "/", status: int = 200, *, whole: bool = True) -> None:
        self.text, self.url, self.status = text, url, status
        self.root = _parse(text, whole=whole)
        self._parents = {child: parent for parent in self.all() for child in parent}

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element, or those of these tags, in the order of the document."""
        return (one for one in self.root.iter() if isinstance(one.tag, str) and (not tags or one.tag in tags))

    def by_id(self, name: str) -> Element:
        """The element of that id."""
        return next(one for one in self.all() if one.get("id") == name)

    def has(self, words: str) -> bool:
        """Whether a reader finds these words somewhere."""
        return words in told(self.root)

    def parent(self, element: Element) -> Element | None:
        """What holds it; nothing holds the root."""
        return self._parents.get(element)

    def inside(self, element: Element, tag: str) -> Element | None:
        """The nearest ancestor of that tag."""
        parent = self._parents.get(element)
        while parent is not None and parent.tag != tag:
            parent = self._parents.get(parent)
        return parent

    @property
    def heading(self) -> str:
        return told(next(self.all("h1")))

    @property
    def title(self) -> str:
        return told(next(self.all("title")))

    @property
    def csrf_token(self) -> str:
        """The token that scripts send along, empty on a page that needs none."""
        return next((one.get("content", "") for one in self.all("meta") if one.get("name") == "csrf-token"), "")

    def names(self, *tags: str) -> list[str]:
        """The accessible names of all elements of these tags."""
        return [self.name_of(one) for one in self.all(*tags)]

    def named(self, tag: str, name: str) -> Element:
        """The first element of that tag and that accessible name."""
        found = next((one for one in self.all(tag) if self.name_of(one) == name), None)
        assert found is not None, f"{self.url}: no {tag} « {name} » among {self.names(tag)}"
        return found

    def name_of(self, element: Element) -> str:
        """What a screen reader calls an element."""
        if label := element.get("aria-label"):
            return " ".join(label.split())
        if labelled := element.get("aria-labelledby"):
            return " ".join(told(self.by_id(one)) for one in labelled.split())
        return self._label_of(element) if element.tag in FIELDS else told(element)

    def form(self, button: str, values: Mapping[str, Any] | None = None) -> Form:
        """The form of a button, its fields filled by their labels."""
        element = self.inside(self.named("button", button), "form")
        assert element is not None, f"{self.url}: « {button} » sends nothing"
        data = dict(_held(element))
        for name, value in (values or {}).items():
            data[self._field(element, name).get("name", "")] = value
        return Form(
            element.get("action") or self._opened(element) or self.url, element.get("method", "get").upper(), data
        )

    def _opened(self, form: Element) -> str | None:
        """Where the form of a dialog goes when its first button opens it."""
        dialog = self.inside(form, "dialog")
        openers = (
            [] if dialog is None else [one for one in self.all("button") if one.get("data-opens") == dialog.get("id")]
        )
        return openers[0].get("data-to") if openers else None

    def _field(self, form: Element, name: str) -> Element:
        fields = [one for one in form.iter() if one.tag in FIELDS]
        found = [one for one in fields if self.name_of(one) == name]
        assert found, f"{self.url}: no field « {name} » among {[self.name_of(one) for one in fields]}"
        return found[0]

    def _label_of(self, element: Element) -> str:
        around = self.inside(element, "label")
        labels = [one for one in self.all("label") if one.get("for") and one.get("for") == element.get("id")]
        return " ".join(told(one) for one in (*labels, *([] if around is None else [around])))


def told(element: Element) -> str:
    """The words of an element as they are told: no hidden part, single spaces."""
    return _words(element, lambda one: one.get("aria-hidden") != "true")


def seen(element: Element) -> str:
    """The words of an element as they are seen: those for a reader alone are left out, single spaces."""
    return _words(element, lambda one: "visually-hidden" not in (one.get("class") or "").split())


def _words(element: Element, counts: Callable[[Element], bool]) -> str:
    return re.sub(r"\s+", " ", "".join(_pieces(element, counts))).strip()


def _pieces(element: Element, counts: Callable[[Element], bool]) -> Iterator[str]:
    if element.get("hidden") is None and isinstance(element.tag, str) and counts(element):
        edge = "" if element.tag in INLINE else " "
        yield edge + (element.text or "")
        for child in element:
            yield from _pieces(child, counts)
            yield child.tail or ""
        yield edge


def _held(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser would send of a form that nobody has touched."""
    for one in form.iter():
        name = one.get("name")
        if not name or one.get("disabled") is not None:
            continue
        if one.tag == "select":
            options = list(one.iter("option"))
            chosen = next((option for option in options if option.get("selected") is not None), options[0])
            yield name, chosen.get("value", "")
        elif one.tag == "textarea":
            yield name, one.text or ""
        elif one.tag == "input" and (one.get("type") not in ("checkbox", "radio", "file") or "checked" in one.attrib):
            yield name, one.get("value", "")


def _parse(text: str, *, whole: bool) -> Element:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(text) if whole else parser.parseFragment(text, container="div")
    return root
