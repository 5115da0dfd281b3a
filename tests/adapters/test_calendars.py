"""The feed of a calendar: whole days, whatever letters their names have."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from pwa.adapters.calendars import Days, feed

NOW = datetime(2030, 11, 20, 7, 30, tzinfo=UTC)
NAME = "Session d'été ; terminales, « techno »\nDéjà vu"


def test_a_name_comes_through_whole_and_days_are_both_included() -> None:
    made = feed("Lycée", [Days("period-1@exemple.fr", NAME, date(2030, 12, 31), date(2030, 12, 31))], NOW)
    (event,) = Calendar.from_ical(made).walk("VEVENT")
    assert str(event["summary"]) == NAME
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2030, 12, 31), date(2031, 1, 1))
    assert b"\r\nDTSTART;VALUE=DATE:20301231\r\n" in made


def test_an_empty_calendar_is_one() -> None:
    assert feed("Lycée", [], NOW).startswith(b"BEGIN:VCALENDAR\r\n")
