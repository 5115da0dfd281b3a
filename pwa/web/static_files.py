"""Static files: compressed once, as small as can be, and sent with few headers: a board asks for fifty of them."""

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request
from werkzeug.security import safe_join
from werkzeug.wrappers import Response as BaseResponse

from pwa.settings import ROOT
from pwa.web.styles import STYLES

STATIC = ROOT / "static"
TEXTS = ("text/", "image/svg+xml", "application/json")
TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'",  # for the workers
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def register(app: Flask) -> None:
    """Send the files under the name that Flask gives them, and the style sheets beside them."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=send)
    app.add_url_rule(f"/static/<any({', '.join(STYLES)}):style>.css", endpoint="style", view_func=send_style)


def send(filename: str) -> BaseResponse:
    """Send a file in the best encoding that the asker takes; 304 when they have it, 404 when there is none."""
    path = Path(safe_join(str(STATIC), filename) or STATIC)
    if not path.is_file():
        abort(404)
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return _send((path,), kind)


def send_style(style: str) -> BaseResponse:
    """Send a style sheet, whole, as a file is."""
    return _send(tuple(STATIC / "css" / f"{part}.css" for part in STYLES[style]), "text/css")


def _send(paths: tuple[Path, ...], kind: str) -> BaseResponse:
    coding = _coding() if kind.startswith(TEXTS) else ""
    body, tag = _encoded(paths, tuple(path.stat().st_mtime_ns for path in paths), coding)
    response = Response(body, mimetype=kind, headers=HEADERS)
    if coding:
        response.headers["Content-Encoding"] = coding
    if kind.startswith(TEXTS):
        response.vary.add("Accept-Encoding")
    response.set_etag(tag)
    return response.make_conditional(request)


def _coding() -> str:
    accepted = request.accept_encodings
    return next((coding for coding in ("br", "gzip") if accepted.quality(coding)), "")


@cache
def _encoded(paths: tuple[Path, ...], _stamps: tuple[int, ...], coding: str) -> tuple[bytes, str]:
    """Return what travels, and the tag that changes with it."""
    body = b"".join(path.read_bytes() for path in paths)
    tag = f"{hashlib.sha256(body).hexdigest()[:12]}{coding}"
    if coding == "br":
        return brotli.compress(body), tag
    return (gzip.compress(body, mtime=0) if coding else body), tag
