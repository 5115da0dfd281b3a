"""The API's blueprint, and how what is sent to it is read."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, request

from pwa.domain.errors import Invalid
from pwa.domain.words import N_

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

UNREADABLE = N_("Cette demande n'a pas pu être lue. Rechargez la page, puis recommencez.")
LONGEST_INTEGER = 2**31
LATEST_MOMENT = 2**47  # milliseconds: a clock that runs wild, still a date


@dataclass(frozen=True)
class Body:
    """A JSON object that was sent; whatever is not of the expected type raises `Invalid`."""

    values: dict[str, Any]

    def text(self, name: str, longest: int = 64) -> str:
        """Return a text of one line that must be there and not be empty."""
        value = self.writing(name, longest)
        if not value or not value.isprintable():
            raise Invalid(UNREADABLE)
        return value

    def text_or_none(self, name: str, longest: int = 64) -> str | None:
        """Return a text, None when there is none."""
        return self.text(name, longest) if self.values.get(name) else None

    def writing(self, name: str, longest: int) -> str:
        """Return what a person wrote, any character of it, empty when there is none."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > longest:
            raise Invalid(UNREADABLE)
        return value

    def integer(self, name: str) -> int:
        """Return a whole number from 0 on."""
        value = self.values.get(name)
        if type(value) is not int or not 0 <= value < LONGEST_INTEGER:
            raise Invalid(UNREADABLE)
        return value

    def seconds(self, name: str) -> float:
        """Return a duration, 0 when there is none."""
        value = self.values.get(name, 0)
        if type(value) not in (int, float) or not 0 <= value < LONGEST_INTEGER:
            raise Invalid(UNREADABLE)
        return float(value)

    def claimed(self, name: str) -> int | None:
        """Return a whole number that only explains, None when it is missing or makes no sense: nothing is refused."""
        value = self.values.get(name)
        return value if type(value) is int and 0 <= value < LONGEST_INTEGER else None

    def length(self, name: str) -> int:
        """Return how many things are in a list, 0 when there is none."""
        value = self.values.get(name)
        return len(value) if isinstance(value, list) else 0

    def moment_or_none(self, name: str) -> datetime | None:
        """Return a moment told in milliseconds since 1970, None when there is none."""
        value = self.values.get(name)
        if value is None:
            return None
        if type(value) not in (int, float) or not 0 <= value < LATEST_MOMENT:
            raise Invalid(UNREADABLE)
        return datetime.fromtimestamp(value / 1000, UTC)

    def flag(self, name: str) -> bool:
        """Return a yes or no, yes when nothing is said."""
        return self.values.get(name, True) is not False

    def integers(self, name: str) -> tuple[int, ...]:
        """Return a list of whole numbers, empty when there is none."""
        values = self.values.get(name, [])
        if not isinstance(values, list) or any(type(value) is not int for value in values):
            raise Invalid(UNREADABLE)
        return tuple(values)

    def child(self, name: str) -> "Body":
        """Return an object inside this one."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise Invalid(UNREADABLE)
        return Body(value)


def body() -> Body:
    """Return what was sent: beacons do not always say that it is JSON."""
    try:
        values = request.get_json(force=True, silent=True)
    except RecursionError:
        values = None
    if not isinstance(values, dict):
        raise Invalid(UNREADABLE)
    return Body(values)
