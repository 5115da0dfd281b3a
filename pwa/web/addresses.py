"""Addresses: a number in one is a number that a row can have; any other leads nowhere."""

import re

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1
OWN = re.compile(r"/(?!/)[\w/.-]*", re.ASCII)
"""A path of ours as we write them: browsers drop tabs and turn backslashes, so nothing else is let through."""


class RowNumber(IntegerConverter):
    """A number from 0 to what a database's integer holds."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


def register(app: Flask) -> None:
    """Make every `<int:…>` of the routes to come such a number."""
    app.url_map.converters["int"] = RowNumber


def is_own(target: str) -> bool:
    """Tell whether a person may be sent to that address: one of ours only."""
    return OWN.fullmatch(target) is not None
