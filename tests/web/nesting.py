"""What may stand in what: the rules of HTML's content models that a parser lets pass."""

from collections.abc import Iterator
from itertools import pairwise
from xml.etree.ElementTree import Element

from tests.web.page import Page

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
FLOW = HEADINGS | {
    *("address", "article", "aside", "blockquote", "details", "dialog", "div", "dl", "fieldset", "figure", "footer"),
    *("form", "header", "hr", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "ul"),
}
"""What stands among paragraphs, never among words."""
WORDS = HEADINGS | {
    *("abbr", "b", "bdi", "button", "cite", "code", "em", "i", "kbd", "label", "legend", "output", "p", "pre", "q"),
    *("small", "span", "strong", "sub", "summary", "sup", "time"),
}
"""What holds words alone."""
TITLES = ("legend", "summary")
"""Of which these may hold a heading."""
THROUGH = ("a", "ins", "del", "noscript")
"""What may hold all that its parent may."""
USED = ("a", "button", "details", "input", "label", "select", "textarea")
ALONE = ("a", "button", "summary")
"""What is used, and holds nothing else that is."""
LABELLED = ("button", "input", "meter", "output", "progress", "select", "textarea")
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "menu": {"li"},
    "select": {"option", "optgroup", "hr"},
    "optgroup": {"option"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
}
PARENTS = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "option": {"select", "optgroup", "datalist"},
    "legend": {"fieldset"},
    "summary": {"details"},
    "figcaption": {"figure"},
}
FIRST = {"legend": "fieldset", "summary": "details"}
ANYWHERE = {"script", "template"}


def faults(page: Page) -> Iterator[str]:
    """Name each thing that stands where it may not; a fragment's outermost elements have a parent unseen."""
    for one in page.all():
        yield from _among_words(page, one)
        yield from _used_twice(page, one)
        yield from _children(one)
        yield from _parents(page, one)
    yield from _labels(page)
    yield from _ids(page)


def _ancestors(page: Page, one: Element) -> Iterator[Element]:
    while (parent := page.parent(one)) is not None and parent.tag != "template":
        yield parent
        one = parent


def _among_words(page: Page, one: Element) -> Iterator[str]:
    if one.tag not in FLOW:
        return
    around = next((parent for parent in _ancestors(page, one) if parent.tag not in THROUGH), None)
    if around is not None and around.tag in WORDS and not (around.tag in TITLES and one.tag in HEADINGS):
        yield f"{_shown(one)} among the words of {_shown(around)}"


def _used_twice(page: Page, one: Element) -> Iterator[str]:
    is_used = one.tag in USED and one.get("type") != "hidden"
    if not is_used and one.get("tabindex") is None:
        return
    for parent in _ancestors(page, one):
        if parent.tag in ALONE or (parent.tag, one.tag) == ("label", "label"):
            yield f"{_shown(one)} within {_shown(parent)}"


def _children(one: Element) -> Iterator[str]:
    tags = [child.tag for child in one if isinstance(child.tag, str)]
    if (allowed := CHILDREN.get(str(one.tag))) is not None:
        yield from (f"{tag} in {_shown(one)}" for tag in tags if tag not in allowed | ANYWHERE)
    for child, around in FIRST.items():
        if one.tag == around and child in tags[1:]:
            yield f"{child} is not the first of {_shown(one)}"
    if one.tag == "details" and "summary" not in tags:
        yield f"no summary in {_shown(one)}"
    if one.tag == "dl":
        yield from _terms(one)


def _terms(one: Element) -> Iterator[str]:
    """Each term has what it means, in the list itself or in groups of it."""
    tags = [str(child.tag) for child in one if child.tag not in ANYWHERE]
    if tags and set(tags) == {"div"} and one.tag == "dl":
        for group in one:
            yield from _terms(group)
    elif set(tags) - {"dt", "dd"} or (tags and (tags[0], tags[-1]) != ("dt", "dd")):
        yield f"{' '.join(tags)} in {_shown(one)}"
    elif one.tag == "div" and ("dd", "dt") in pairwise(tags):
        yield f"two groups in one {_shown(one)}"


def _parents(page: Page, one: Element) -> Iterator[str]:
    wanted, parent = PARENTS.get(str(one.tag)), page.parent(one)
    if wanted is None or parent is None or parent.tag in ("DOCUMENT_FRAGMENT", "template"):
        return
    if parent.tag not in wanted:
        yield f"{_shown(one)} in {_shown(parent)}"


def _labels(page: Page) -> Iterator[str]:
    """A label is that of one field, which can be used."""
    by_id = {one.get("id"): one for one in page.all() if one.get("id")}
    for label in page.all("label"):
        inside = [one for one in label.iter() if one.tag in LABELLED and one.get("type") != "hidden"]
        named = by_id.get(label.get("for"))
        if len(inside) > 1 or (inside and named is not None and named is not inside[0]):
            yield f"a label of several fields: {_shown(label)}"
        if label.get("for") is None and not inside:
            yield f"a label of nothing: {_shown(label)}"
        if named is not None and (named.tag not in LABELLED or named.get("type") == "hidden"):
            yield f"a label of what is no field: {_shown(named)}"


def _ids(page: Page) -> Iterator[str]:
    for one in page.all():
        name = one.get("id")
        if name is not None and (not name or name.split() != [name]):
            yield f"« {name} » is no id, on {_shown(one)}"


def _shown(one: Element) -> str:
    named = "".join(f' {name}="{one.get(name)}"' for name in ("id", "class", "for") if one.get(name))
    return f"<{one.tag}{named}>"
