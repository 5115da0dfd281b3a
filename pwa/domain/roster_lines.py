"""One line of the file: its cells become a session and a candidate, and each bad cell becomes a finding."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import TypeVar

from pwa.domain import roster_fields as fields
from pwa.domain.atlas import Atlas
from pwa.domain.errors import Invalid
from pwa.domain.roster_birthplace import BirthPlace, birth_country
from pwa.domain.roster_columns import CANDIDATE_COLUMNS, SESSION_COLUMNS, Column
from pwa.domain.roster_values import EnrolledCandidate, Finding, PlannedSession
from pwa.domain.words import N_, Sentence
from pwa.domain.writing import one_line, several_lines

T = TypeVar("T")

ZERO = N_("Lu %(code)s : le tableur avait effacé le premier zéro.")
_PLACE = (Column.BIRTH_INSEE, Column.BIRTH_POSTAL_CODE, Column.BIRTH_CITY)


class Line:
    """A line's cells by column, and what was found wrong in them: one finding a cell at most.

    `country` is that of birth when no column says it.
    """

    def __init__(
        self,
        number: int,
        cells: Sequence[str],
        titles: Sequence[str],
        places: Mapping[Column, int],
        country: str = "",
    ) -> None:
        self.number, self.country = number, country
        self._titles = titles
        self._places = places
        notes = places.get(Column.NOTES)
        written = [several_lines(cell) if place == notes else one_line(cell) for place, cell in enumerate(cells)]
        self._cells = [*written, *[""] * (len(titles) - len(cells))]
        self._faults: dict[Column, Finding] = {}
        self.doubts: list[Finding] = []

    def text(self, column: Column) -> str:
        """Return what the cell says; "" when the file has no such column."""
        return self._cells[self._places[column]] if column in self._places else ""

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
        self._faults.setdefault(column, self._finding(column, fault.code, fault.sentence))

    def doubt(self, column: Column, code: str, sentence: str) -> None:
        """Keep what is to be read again in a cell, and keeps nothing from being written."""
        self.doubts.append(self._finding(column, code, sentence))

    def _finding(self, column: Column, code: str, sentence: str) -> Finding:
        title = self._titles[self._places[column]].strip() if column in self._places else column.value
        return Finding(self.number, title, code, self.text(column), sentence)

    def findings(self) -> list[Finding]:
        """Return what was found, from left to right."""
        return [self._faults[column] for column in sorted(self._faults, key=self._place)]

    def _place(self, column: Column) -> int:
        return self._places.get(column, len(self._titles))


def read_session(line: Line, now: datetime, target: int | None = None) -> PlannedSession | None:
    """Return the session a line is about (`target` when it was chosen), None when something in its cells is wrong."""
    if target is not None:
        return _chosen_session(line, target)
    session = _existing_session(line) if line.text(Column.NUMBER) else _new_session(line, now)
    return session if line.is_sound(SESSION_COLUMNS) else None


def read_candidate(line: Line, today: date, atlas: Atlas | None = None) -> EnrolledCandidate | None:
    """Return the candidate of a line, blank where a cell was refused; None when the line has no candidate.

    Without an `atlas`, places are judged by the shape of their codes alone.
    """
    if line.is_empty(CANDIDATE_COLUMNS):
        return None
    insee, postal_code, city, country = _birth_place(line, atlas)
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
        class_name=line.take(Column.CLASS_NAME, fields.class_name, ""),
        seat=line.take(Column.SEAT, fields.seat, None),
        line=line.number,
    )


def _chosen_session(line: Line, target: int) -> PlannedSession | None:
    """Return the session that was chosen for the whole file, None when the line names its own."""
    told = next((column for column in SESSION_COLUMNS if line.text(column)), None)
    if told:
        sentence = N_(
            "Ce fichier nomme ses sessions : videz ces colonnes, ou importez-le depuis la liste des sessions."
        )
        line.refuse(told, Invalid(sentence, "INFORMATION_NOT_ALLOWED_WITH_SESSION_ID"))
        return None
    return PlannedSession(target, "", "", None, "", "", line=line.number)


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
        certification=line.take(Column.CERTIFICATION, fields.certification, "pix"),
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


def _birth_place(line: Line, atlas: Atlas | None) -> tuple[str, str, str, str]:
    """Return INSEE code, postal code, commune and country; without a country the others cannot be judged."""
    country = line.take(Column.BIRTH_COUNTRY, lambda text: birth_country(text or line.country, atlas), "")
    insee, postal_code, city = (line.text(column) for column in _PLACE)
    if not country:
        return insee, postal_code, city, country
    place = BirthPlace(insee, postal_code, city, country, atlas)
    return (
        _with_zero(line, Column.BIRTH_INSEE, place.checked_insee),
        _with_zero(line, Column.BIRTH_POSTAL_CODE, place.checked_postal_code),
        line.take(Column.BIRTH_CITY, lambda _: place.checked_city(), ""),
        country,
    )


def _with_zero(line: Line, column: Column, check: Callable[[], str]) -> str:
    """Return a code, telling when a spreadsheet had taken its first zero away."""
    code = line.take(column, lambda _: check(), "")
    if len(code) > len(line.text(column)):
        line.doubt(column, "LEADING_ZERO_RESTORED", Sentence(ZERO, code=code))
    return code
