"""The page of the parts: there for those who build the site, on their machine."""

import re

import pytest

from pwa.settings import ROOT, SettingsError
from pwa.web.parts import COLOURS
from tests.web.client import Client
from tests.web.fixtures import MakeApp


def test_the_parts_are_shown_in_development(make_app: MakeApp) -> None:
    page = Client(make_app(DEVELOPMENT="1")).see("/_parts")
    assert page.heading == "Pièces"
    assert page.has("edge-line")
    assert page.has("wifi-off")


def test_the_parts_are_nowhere_else(client: Client) -> None:
    client.see("/_parts", 404)


def test_development_is_refused_for_a_site_that_others_reach(make_app: MakeApp) -> None:
    with pytest.raises(SettingsError, match="DEVELOPMENT montre des pages de travail"):
        make_app(DEVELOPMENT="1", PUBLIC_URL="https://surveillance.example.org", HASH_FAST="0")


STYLE = (ROOT / "static" / "css" / "app.css").read_text(encoding="utf-8")
TOKENS = set(re.findall(r"^ +--([a-z-]+):", STYLE.partition("@media (prefers-color-scheme: dark)")[0], re.MULTILINE))


def test_every_colour_has_a_swatch() -> None:
    sheet = (ROOT / "static" / "css" / "parts.css").read_text(encoding="utf-8")
    assert all(f".swatch-{colour} {{ --colour: var(--{colour}); }}" in sheet for colour in COLOURS)
    assert set(COLOURS) <= TOKENS


@pytest.mark.parametrize("token", sorted(TOKENS))
def test_every_token_is_explained(token: str) -> None:
    assert f"`--{token}`" in (ROOT / "docs" / "design.md").read_text(encoding="utf-8")


def test_no_colour_is_written_outside_the_tokens() -> None:
    """But for the icon's own, which is the same in every scheme."""
    sheets = [
        STYLE.partition("@layer base")[2],
        *(
            path.read_text()
            for path in (ROOT / "static" / "css").glob("*.css")
            if path.name not in ("app.css", "parts.css")
        ),
    ]
    written = {colour for sheet in sheets for colour in re.findall(r"#[0-9a-f]{3,8}\b(?=[;, )])", sheet)}
    assert written <= {"#22315f", "#93a5d8", "#ffb454"}
