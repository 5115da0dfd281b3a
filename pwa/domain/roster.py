"""A list of sessions and candidates, as schools have it in a spreadsheet: read in one pass, every fault told.

The header is the one of Pix Certif's mass import. Nothing is written here: the report says what would be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from pwa.domain import names
from pwa.domain.errors import Invalid
from pwa.domain.roster_columns import CANDIDATE_COLUMNS, Column, Header
from pwa.domain.roster_lines import Line, read_candidate, read_session
from pwa.domain.roster_values import EnrolledCandidate, Finding, PlannedSession, Report
from pwa.domain.words import N_, Sentence

__all__ = ["EnrolledCandidate", "Finding", "PlannedSession", "Report", "read_rows"]

_SESSION_WORDS = (Column.NUMBER, Column.SITE, Column.ROOM)
_IDENTITY = (Column.LAST_NAME, Column.FIRST_NAME, Column.BIRTH_DATE)
_ALL_BUT_INVIGILATORS = tuple(column for column in Column if column is not Column.INVIGILATORS)

TWICE = N_("Ce candidat est déjà à la ligne %(line)s : supprimez l'une des deux lignes.")

NumberedRow = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class _Entry:
    """A line once it is read: the session when it is sound, the candidate when there is one."""

    line: Line
    session: PlannedSession | None
    candidate: EnrolledCandidate | None


def read_rows(rows: Sequence[Sequence[str]], now: datetime) -> Report:
    """Return what a table would create; `now` is naive, on the site's own clock, like the dates of the table."""
    written = [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    if not written:
        return _nothing(1, N_("Le fichier est vide : ajoutez la ligne des titres et les candidats."))
    header = Header(*written[0])
    if findings := header.findings():
        return Report(findings=findings)
    if not written[1:]:
        return _nothing(header.line + 1, N_("Ajoutez au moins une ligne sous les titres."))
    return _read_under(header, written[1:], now)


def _nothing(line: int, sentence: str) -> Report:
    return Report(findings=(Finding(line, "", "CSV_DATA_REQUIRED", "", sentence),))


def _read_under(header: Header, rows: Sequence[NumberedRow], now: datetime) -> Report:
    shifted = list(_shifted(header, rows))
    skipped = {finding.line for finding in shifted}
    places = header.places()
    lines = [Line(number, row, header.titles, places) for number, row in rows if number not in skipped]
    entries = [_Entry(line, read_session(line, now), read_candidate(line, now.date())) for line in lines]
    sessions = [session for group in _grouped(entries) if (session := _planned(group))]
    findings = chain(shifted, *(line.findings() for line in lines))
    return Report(tuple(sessions), tuple(sorted(findings, key=lambda finding: finding.line)))


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


def _planned(group: Sequence[_Entry]) -> PlannedSession | None:
    """Return the session of a group, with those of its candidates that are sound."""
    _refuse_duplicates(group)
    sessions = [entry.session for entry in group if entry.session]
    if not sessions:
        return None
    return replace(
        sessions[0],
        invigilators=", ".join(_distinct([name for session in sessions for name in session.invigilators.split(",")])),
        notes="\n".join(_distinct([session.notes for session in sessions])),
        candidates=tuple(_sound_candidates(group)),
    )


def _refuse_duplicates(group: Sequence[_Entry]) -> None:
    """Refuse, in one session, the second line about a person, unless it only names another invigilator."""
    seen: dict[object, Line] = {}
    for entry in group:
        if entry.candidate and entry.line.is_sound(_IDENTITY):
            first = seen.setdefault(entry.candidate.identity, entry.line)
            if first is not entry.line and not _differ_by_invigilator(first, entry.line):
                entry.line.refuse(Column.LAST_NAME, _duplicate(first))


def _differ_by_invigilator(first: Line, second: Line) -> bool:
    same = all(first.text(column) == second.text(column) for column in _ALL_BUT_INVIGILATORS)
    return same and first.text(Column.INVIGILATORS) != second.text(Column.INVIGILATORS)


def _duplicate(first: Line) -> Invalid:
    sentence = Sentence(TWICE, line=first.number)
    return Invalid(sentence, "DUPLICATE_CANDIDATE_IN_SESSION")


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
