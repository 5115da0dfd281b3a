"""Addresses: a number in one is a number that a row can have; any other leads nowhere."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """A number from 0 to what a database's integer holds."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)


def register(app: Flask) -> None:
    """Make every `<int:…>` of the routes to come such a number."""
    app.url_map.converters["int"] = RowNumber
