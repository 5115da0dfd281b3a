"""A list of sessions and candidates, as schools have it in a spreadsheet: read in one pass, every fault told.

The header is the one of Pix Certif's mass import. Nothing is written here: the report says what would be.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from pwa.domain import names, roster_doubts
from pwa.domain.atlas import Atlas
from pwa.domain.errors import Invalid
from pwa.domain.roster_columns import CANDIDATE_COLUMNS, Column, Header
from pwa.domain.roster_lines import Line, read_candidate, read_session
from pwa.domain.roster_mapping import FRANCE
from pwa.domain.roster_values import EnrolledCandidate, Finding, PlannedSession, Report
from pwa.domain.words import N_, Sentence

__all__ = ["EnrolledCandidate", "Finding", "PlannedSession", "Report", "numbered", "read_rows"]

_SESSION_WORDS = (Column.NUMBER, Column.SITE, Column.ROOM)
_IDENTITY = (Column.LAST_NAME, Column.FIRST_NAME, Column.BIRTH_DATE)
_ALL_BUT_INVIGILATORS = tuple(column for column in Column if column is not Column.INVIGILATORS)

TWICE = N_("Ce candidat est déjà à la ligne %(line)s : supprimez l'une des deux lignes.")

SEAT_TWICE = N_("Ce poste est déjà celui de la ligne %(line)s : donnez-en un autre, ou laissez vide.")
ANOTHER_CERTIFICATION = N_("La ligne %(line)s, de la même session, nomme une autre certification : écrivez la même.")

NumberedRow = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class _Entry:
    """A line once it is read: the session when it is sound, the candidate when there is one."""

    line: Line
    session: PlannedSession | None
    candidate: EnrolledCandidate | None


@dataclass(frozen=True)
class _Known:
    """A line about somebody known for sure."""

    line: Line
    candidate: EnrolledCandidate


def read_rows(
    rows: Sequence[Sequence[str]],
    now: datetime,
    atlas: Atlas | None = None,
    target: int | None = None,
    chosen: Mapping[Column, int] | None = None,
) -> Report:
    """Return what a table would create; `now` is naive, on the site's own clock, like the dates of the table.

    With a `target`, every line goes to the session of that number; `chosen` says where the columns are when the titles
    do not.
    """
    written = numbered(rows)
    if not written:
        return _nothing(1, N_("Le fichier est vide : ajoutez la ligne des titres et les candidats."))
    header = Header(*written[0], chosen, target is None)
    if findings := header.findings():
        return Report(findings=findings)
    if not written[1:]:
        return _nothing(header.line + 1, N_("Ajoutez au moins une ligne sous les titres."))
    return _Reader(header, now, atlas, target).read(written[1:])


def numbered(rows: Sequence[Sequence[str]]) -> list[NumberedRow]:
    """Return the rows that say something, with the number a spreadsheet shows; the titles come first."""
    return [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]


def _nothing(line: int, sentence: str) -> Report:
    return Report(findings=(Finding(line, "", "CSV_DATA_REQUIRED", "", sentence),))


@dataclass(frozen=True)
class _Reader:
    """What every line is read with."""

    header: Header
    now: datetime
    atlas: Atlas | None
    target: int | None

    def read(self, rows: Sequence[NumberedRow]) -> Report:
        """Return what the lines under the titles say."""
        shifted = list(_shifted(self.header, rows))
        skipped = {finding.line for finding in shifted}
        titles, places = self.header.titles, self.header.places()
        country = FRANCE if self.header.chosen and Column.BIRTH_COUNTRY not in places else ""
        lines = [Line(number, row, titles, places, country) for number, row in rows if number not in skipped]
        entries = [self._entry(line) for line in lines]
        sessions = [session for group in _grouped(entries) if (session := self._planned(group))]
        findings = chain(shifted, *(line.findings() for line in lines))
        doubts = chain(self.header.doubts(), *(line.doubts for line in lines))
        return Report(tuple(sessions), _in_order(findings), _in_order(doubts))

    def _entry(self, line: Line) -> _Entry:
        session = read_session(line, self.now, self.target)
        candidate = read_candidate(line, self.now.date(), self.atlas)
        if candidate:
            day = session.starts_at if session and session.starts_at else self.now
            roster_doubts.of_candidate(line, candidate, day.date())
        return _Entry(line, session, candidate)

    def _planned(self, group: Sequence[_Entry]) -> PlannedSession | None:
        """Return the session of a group, with those of its candidates that are sound."""
        _refuse_duplicates(group)
        _refuse_two_certifications(group)
        roster_doubts.of_namesakes([(entry.line, entry.candidate) for entry in _known(group)])
        session = _gathered(group)
        if session:
            first = next(entry.line for entry in group if entry.line.number == session.line)
            empty = not any(entry.candidate for entry in group)
            roster_doubts.of_session(first, session, self.now, empty=empty)
        return session


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.line))


def _shifted(header: Header, rows: Sequence[NumberedRow]) -> Iterator[Finding]:
    """Yield the lines that go past the titles: their cells have shifted, none of them can be trusted."""
    sentence = N_(
        "Cette ligne a plus de cases que de titres : entourez de guillemets le texte qui contient le séparateur."
    )
    for number, row in rows:
        beyond = next((cell.strip() for cell in row[len(header.titles) :] if cell.strip()), None)
        if beyond:
            yield Finding(number, "", "CSV_LINE_TOO_LONG", beyond, sentence)


def _grouped(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Gather the lines of each session, in the order of the file."""
    groups: dict[tuple[str, ...], list[_Entry]] = {}
    for entry in entries:
        groups.setdefault(_session_key(entry), []).append(entry)
    return list(groups.values())


def _session_key(entry: _Entry) -> tuple[str, ...]:
    """Return what the lines of one session share; a faulty line goes by what is written in it."""
    if entry.session and entry.session.number:
        return (str(entry.session.number),)
    start = entry.session and entry.session.starts_at
    when = [start.isoformat()] if start else [entry.line.text(Column.DATE), entry.line.text(Column.TIME)]
    shared = [entry.line.text(column) for column in _SESSION_WORDS]
    return tuple(" ".join(text.split()).casefold() for text in shared + when)


def _gathered(group: Sequence[_Entry]) -> PlannedSession | None:
    sessions = [entry.session for entry in group if entry.session]
    if not sessions:
        return None
    return replace(
        sessions[0],
        invigilators=", ".join(_distinct([name for session in sessions for name in session.invigilators.split(",")])),
        notes="\n".join(_distinct([session.notes for session in sessions])),
        candidates=tuple(_sound_candidates(group)),
    )


def _known(group: Sequence[_Entry]) -> list[_Known]:
    """Return the lines whose person is known for sure."""
    sound = [entry for entry in group if entry.line.is_sound(_IDENTITY)]
    return [_Known(entry.line, entry.candidate) for entry in sound if entry.candidate]


def _refuse_duplicates(group: Sequence[_Entry]) -> None:
    """Refuse, in one session, the second line about a person or with a seat, unless only the invigilator differs."""
    seen: dict[object, Line] = {}
    seats: dict[str, Line] = {}
    for entry in _known(group):
        first = seen.setdefault(entry.candidate.identity, entry.line)
        if first is not entry.line and not _differ_by_invigilator(first, entry.line):
            entry.line.refuse(Column.LAST_NAME, _duplicate(first))
        elif first is entry.line and (seat := entry.candidate.seat):
            holder = seats.setdefault(seat, entry.line)
            if holder is not entry.line:
                entry.line.refuse(Column.SEAT, _taken(holder))


def _refuse_two_certifications(group: Sequence[_Entry]) -> None:
    """Refuse the lines of a session that name another certification than its first."""
    sessions = [(entry.line, entry.session.certification) for entry in group if entry.session]
    for line, certification in sessions:
        if certification != sessions[0][1]:
            sentence = Sentence(ANOTHER_CERTIFICATION, line=sessions[0][0].number)
            line.refuse(Column.CERTIFICATION, Invalid(sentence, "SESSION_CERTIFICATION_DIFFERS"))


def _differ_by_invigilator(first: Line, second: Line) -> bool:
    same = all(first.text(column) == second.text(column) for column in _ALL_BUT_INVIGILATORS)
    return same and first.text(Column.INVIGILATORS) != second.text(Column.INVIGILATORS)


def _duplicate(first: Line) -> Invalid:
    sentence = Sentence(TWICE, line=first.number)
    return Invalid(sentence, "DUPLICATE_CANDIDATE_IN_SESSION")


def _taken(holder: Line) -> Invalid:
    return Invalid(Sentence(SEAT_TWICE, line=holder.number), "SEAT_TWICE_IN_SESSION")


def _sound_candidates(group: Sequence[_Entry]) -> list[EnrolledCandidate]:
    """Return each candidate once: the lines left with the same person only name another invigilator."""
    sound = [entry for entry in group if entry.session and entry.line.is_sound(CANDIDATE_COLUMNS)]
    candidates: dict[object, EnrolledCandidate] = {}
    for entry in sound:
        if entry.candidate:
            candidates.setdefault(entry.candidate.identity, entry.candidate)
    return list(candidates.values())


def _distinct(texts: Sequence[str]) -> list[str]:
    """Return the texts that say something, once each, as they were first spelt."""
    spelt: dict[str, str] = {}
    for text in texts:
        if text.strip():
            spelt.setdefault(names.fold(text), text.strip())
    return list(spelt.values())
