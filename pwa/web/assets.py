"""Assets: what phones keep of the site, and the fingerprint that changes when any of it does."""

import hashlib
from functools import cache

from flask import url_for

from pwa.settings import ROOT
from pwa.web.styles import STYLES

STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
KEPT = ("js/*.js", "vendor/**/*.js", "icons/*.svg")
KEPT_PAGES = ("shell/offline*.html", "help/*.html")
KEPT_STYLES = tuple(style for style in STYLES if style not in ("parts", "drawing"))  # not those of a desk


@cache
def names() -> tuple[str, ...]:
    """Return the kept files' paths under static/, in order."""
    found = {path.relative_to(STATIC).as_posix() for pattern in KEPT for path in STATIC.glob(pattern)}
    return tuple(sorted(found))


@cache
def fingerprint() -> str:
    """Return 12 hexadecimal digits that change with any kept file, the service worker or a page kept for later."""
    digest = hashlib.sha256()
    for name in (*names(), "sw.js"):
        digest.update((STATIC / name).read_bytes())
    for path in sorted((STATIC / "css").glob("*.css")):
        digest.update(path.read_bytes())
    for path in sorted(path for pattern in KEPT_PAGES for path in TEMPLATES.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def assets() -> list[str]:
    """Return the addresses of the kept files and style sheets."""
    files = [url_for("static", filename=name) for name in names()]
    return files + [url_for("style", style=style) for style in KEPT_STYLES]
