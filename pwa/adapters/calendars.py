"""Calendars that other programs follow: whole days as iCalendar (RFC 5545). icalendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Espace surveillant//Calendrier//FR"
REFRESHED = timedelta(hours=12)
"""How often a program should look again."""


@dataclass(frozen=True)
class Days:
    """What lasts from a day to another, both included; `uid` stays its own whatever changes."""

    uid: str
    name: str
    starts_on: date
    ends_on: date


def feed(name: str, entries: Iterable[Days], now: datetime) -> bytes:
    """Return the calendar of that name."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED, parameters={"value": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Days, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("summary", entry.name)
    event.add("dtstart", entry.starts_on)
    event.add("dtend", entry.ends_on + timedelta(days=1))  # the first day that is no longer in it
    event.add("transp", "TRANSPARENT")
    return event
