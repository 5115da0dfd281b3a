"""What a list of candidates says once it is read: sessions, candidates, and what is wrong in it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from pwa.domain import names


@dataclass(frozen=True)
class EnrolledCandidate:
    """A person to enrol; texts as written, "" when not given."""

    last_name: str
    first_name: str
    birth_date: date
    sex: str  # "M" or "F"
    birth_insee: str  # "99" when born abroad
    birth_postal_code: str
    birth_city: str
    birth_country: str
    external_id: str = ""
    recipient_email: str = ""
    convocation_email: str = ""
    extra_time: int | None = None  # percent, 1 to 999
    class_name: str = ""
    seat: str | None = None
    line: int = field(default=0, compare=False)  # where it was read; 0 when it was typed in a form

    @property
    def whole_name(self) -> tuple[str, str]:
        """Last name, first name."""
        return self.last_name, self.first_name

    @property
    def identity(self) -> tuple[str, date]:
        """What makes two candidates of a session the same person."""
        return names.identity_key(*self.whole_name), self.birth_date


@dataclass(frozen=True)
class PlannedSession:
    """A session to create, or (when `number` is given) a session that exists and gets these candidates."""

    number: int | None
    site: str
    room: str
    starts_at: datetime | None  # the site's own time, naive; None when the session exists
    invigilators: str  # names, with commas between them
    notes: str
    certification: str = "pix"  # one that `timing.DURATIONS` knows
    candidates: tuple[EnrolledCandidate, ...] = ()
    line: int = field(default=0, compare=False)  # the first line that names it


@dataclass(frozen=True, order=True)
class Finding:
    """One fault, or one doubt, about one cell."""

    line: int  # as a spreadsheet shows it: 1 is the header
    column: str  # the header's text as the file writes it; "" when the whole line is meant
    code: str
    value: str
    sentence: str  # what to write instead, in French


@dataclass(frozen=True)
class Report:
    """What a file would do. Nothing may be written while `findings` holds anything; `doubts` only ask to be read."""

    sessions: tuple[PlannedSession, ...] = ()
    findings: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()

    @property
    def candidate_count(self) -> int:
        """How many candidates were read without a fault."""
        return sum(len(session.candidates) for session in self.sessions)
