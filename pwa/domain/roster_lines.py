"""One line of the file: its cells become a session and a candidate, and each bad cell becomes a finding."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import TypeVar

from pwa.domain import roster_fields as fields
from pwa.domain.errors import Invalid
from pwa.domain.roster_birthplace import BirthPlace, birth_country
from pwa.domain.roster_columns import CANDIDATE_COLUMNS, SESSION_COLUMNS, Column
from pwa.domain.roster_values import EnrolledCandidate, Finding, PlannedSession
from pwa.domain.words import N_

T = TypeVar("T")


class Line:
    """A line's cells by column, and what was found wrong in them: one finding a cell at most."""

    def __init__(self, number: int, cells: Sequence[str], titles: Sequence[str], places: Mapping[Column, int]) -> None:
        self.number = number
        self._titles = titles
        self._places = places
        self._cells = [*cells, *[""] * (len(titles) - len(cells))]
        self._faults: dict[Column, Finding] = {}

    def text(self, column: Column) -> str:
        """Return what the cell says, trimmed."""
        return self._cells[self._places[column]].strip()

    def is_empty(self, columns: Sequence[Column]) -> bool:
        """Tell whether none of these cells says anything."""
        return not any(self.text(column) for column in columns)

    def is_sound(self, columns: Sequence[Column]) -> bool:
        """Tell whether nothing wrong was found in these cells so far."""
        return not any(column in self._faults for column in columns)

    def take(self, column: Column, check: Callable[[str], T], blank: T) -> T:
        """Return the cell's value; when `check` refuses it, keep the finding and return `blank`."""
        try:
            return check(self.text(column))
        except Invalid as fault:
            self.refuse(column, fault)
            return blank

    def refuse(self, column: Column, fault: Invalid) -> None:
        """Keep what is wrong in a cell, unless something already is."""
        title = self._titles[self._places[column]].strip()
        self._faults.setdefault(column, Finding(self.number, title, fault.code, self.text(column), fault.sentence))

    def findings(self) -> list[Finding]:
        """Return what was found, from left to right."""
        return [self._faults[column] for column in sorted(self._faults, key=self._places.__getitem__)]


def read_session(line: Line, now: datetime) -> PlannedSession | None:
    """Return the session a line is about, None when something in its cells is wrong."""
    session = _existing_session(line) if line.text(Column.NUMBER) else _new_session(line, now)
    return session if line.is_sound(SESSION_COLUMNS) else None


def read_candidate(line: Line, today: date) -> EnrolledCandidate | None:
    """Return the candidate of a line, blank where a cell was refused; None when the line has no candidate."""
    if line.is_empty(CANDIDATE_COLUMNS):
        return None
    insee, postal_code, city, country = _birth_place(line)
    return EnrolledCandidate(
        last_name=line.take(Column.LAST_NAME, fields.last_name, ""),
        first_name=line.take(Column.FIRST_NAME, fields.first_name, ""),
        birth_date=line.take(Column.BIRTH_DATE, lambda text: fields.birth_date(text, today), date.min),
        sex=line.take(Column.SEX, fields.sex, ""),
        birth_insee=insee,
        birth_postal_code=postal_code,
        birth_city=city,
        birth_country=country,
        external_id=line.take(Column.EXTERNAL_ID, fields.optional_text, ""),
        recipient_email=line.take(Column.RECIPIENT_EMAIL, fields.recipient_email, ""),
        convocation_email=line.take(Column.CONVOCATION_EMAIL, fields.convocation_email, ""),
        extra_time=line.take(Column.EXTRA_TIME, fields.extra_time, None),
        line=line.number,
    )


def _existing_session(line: Line) -> PlannedSession:
    number = line.take(Column.NUMBER, fields.session_number, 0)
    if not line.is_empty(SESSION_COLUMNS[1:]):
        sentence = N_("Gardez le numéro et laissez vides les autres cases de la session, ou videz le numéro.")
        line.refuse(Column.NUMBER, Invalid(sentence, "INFORMATION_NOT_ALLOWED_WITH_SESSION_ID"))
    return PlannedSession(number, "", "", None, "", "", line=line.number)


def _new_session(line: Line, now: datetime) -> PlannedSession:
    return PlannedSession(
        number=None,
        site=line.take(Column.SITE, fields.site, ""),
        room=line.take(Column.ROOM, fields.room, ""),
        starts_at=_starts_at(line, now),
        invigilators=line.take(Column.INVIGILATORS, fields.invigilators, ""),
        notes=line.take(Column.NOTES, fields.notes, ""),
        line=line.number,
    )


def _starts_at(line: Line, now: datetime) -> datetime:
    """Return the start; a start in the past is a fault of the date, or of the time when it is today."""
    starts_at = datetime.combine(
        line.take(Column.DATE, fields.session_date, date.min), line.take(Column.TIME, fields.session_time, time.min)
    )
    if not line.is_sound((Column.DATE, Column.TIME)):
        return starts_at
    guilty = Column.TIME if starts_at.date() == now.date() else Column.DATE
    return line.take(guilty, lambda _: fields.to_come(starts_at, now), starts_at)


def _birth_place(line: Line) -> tuple[str, str, str, str]:
    """Return INSEE code, postal code, commune and country; without a country the others cannot be judged."""
    country = line.take(Column.BIRTH_COUNTRY, birth_country, "")
    written = (line.text(Column.BIRTH_INSEE), line.text(Column.BIRTH_POSTAL_CODE), line.text(Column.BIRTH_CITY))
    place = BirthPlace(*written, country)
    if not country:
        return *written, country
    return (
        line.take(Column.BIRTH_INSEE, lambda _: place.checked_insee(), ""),
        line.take(Column.BIRTH_POSTAL_CODE, lambda _: place.checked_postal_code(), ""),
        line.take(Column.BIRTH_CITY, lambda _: place.checked_city(), ""),
        country,
    )
