"""What a screen reader reads of a page, line after line: Chromium's own accessibility tree, put in a reader's words."""

import re
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

Node = dict[str, Any]

WHOLE = {
    "heading": "titre",
    "button": "bouton",
    "DisclosureTriangle": "bouton",
    "link": "lien",
    "searchbox": "recherche",
    "textbox": "édition",
    "spinbutton": "nombre",
    "combobox": "liste déroulante",
    "checkbox": "case à cocher",
    "radio": "bouton radio",
    "progressbar": "progression",
}
"""Read by their name alone: what they hold is their name."""
AROUND = {
    "main": "principal",
    "banner": "bannière",
    "navigation": "navigation",
    "region": "région",
    "group": "groupe",
    "form": "formulaire",
    "dialog": "dialogue",
    "list": "liste",
    "grid": "grille",
    "row": "ligne",
}
"""Said when they are entered; then what they hold."""
STATES = {
    ("expanded", True): "ouvert",
    ("expanded", False): "réduit",
    ("pressed", "true"): "enfoncé",
    ("checked", "true"): "coché",
    ("modal", True): "modal",
    ("disabled", True): "indisponible",
}
TIMES = (
    (r"\d{1,2} h \d\d", "‹heure›"),
    (r"\d+ (?:min|s)\b|\d+:\d\d", "‹durée›"),
    (r"\d+ sur 10 entendus?", "‹nombre› sur 10 entendus"),
)


def read(page: Page) -> list[str]:
    """Every line, indented by what it is in; hours and durations, which pass, are told as such."""
    session = page.context.new_cdp_session(page)
    try:
        nodes: list[Node] = session.send("Accessibility.getFullAXTree")["nodes"]
    finally:
        session.detach()
    by_id = {node["nodeId"]: node for node in nodes}
    return [_told(line) for line in _lines(nodes[0], by_id, 0) if line.strip()]


def _lines(node: Node, by_id: dict[str, Node], depth: int) -> Iterator[str]:
    role, name = node.get("role", {}).get("value", ""), " ".join(node.get("name", {}).get("value", "").split())
    pad = "  " * depth
    if node.get("ignored"):
        yield from _children(node, by_id, depth)
    elif role in WHOLE:
        yield f"{pad}{WHOLE[role]} « {name} »{_states(node)}"
    elif role in AROUND and (name or role in ("main", "list", "row")):
        title = f" « {name} »" if name and role != "row" else ""
        yield f"{pad}{AROUND[role]}{title}{_states(node)}"
        yield from _children(node, by_id, depth + 1)
    elif role == "StaticText":
        yield f"{pad}{name}"
    elif role != "ListMarker":
        yield from _joined(node, by_id, depth)


def _children(node: Node, by_id: dict[str, Node], depth: int) -> Iterator[str]:
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _lines(by_id[child], by_id, depth)


def _joined(node: Node, by_id: dict[str, Node], depth: int) -> Iterator[str]:
    """A paragraph, an item, a term: what is text alone is read in one breath."""
    lines = list(_children(node, by_id, depth))
    pad = "  " * depth
    is_text = node.get("role", {}).get("value") in (
        "paragraph",
        "term",
        "definition",
        "LabelText",
        "time",
        "status",
        "alert",
    )
    if is_text and lines and not any("« " in line or line.startswith(pad + " ") for line in lines):
        yield pad + " ".join(line.strip() for line in lines)
    else:
        yield from lines


def _states(node: Node) -> str:
    said = (
        [node.get("value", {}).get("value", "")]
        if node["role"]["value"] in ("combobox", "textbox", "searchbox")
        else []
    )
    for one in node.get("properties", ()):
        name, value = one["name"], one["value"].get("value")
        said.append(f"niveau {value}" if name == "level" else STATES.get((name, value), ""))
    return "".join(f", {state}" for state in said if state)


def _told(line: str) -> str:
    line = line.replace("\u00a0", " ").replace("\u202f", " ")
    for pattern, word in TIMES:
        line = re.sub(pattern, word, line)
    return line
