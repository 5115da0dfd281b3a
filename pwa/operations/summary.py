"""What a session amounts to: who was there and who was not, time lost and given, what was written and reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import finalisation, names, question_reports
from pwa.domain.attempts import State, state
from pwa.domain.facts import Ending
from pwa.domain.finalisation import Why
from pwa.models.tables import Attempt, Candidate, CertificationSession, QuestionReport, TimeGrant
from pwa.operations import final_reports, ledger, namesakes, notes, times
from pwa.operations.facts import facts_of
from pwa.operations.final_reports import ReportLine
from pwa.operations.notes import NoteLine


@dataclass(frozen=True)
class QuestionLine:
    """A problem that a candidate reported: on which question, when, and what became of it (`reason`, a code)."""

    number: int
    reported_at: datetime
    outcome: str
    reason: str | None

    @property
    def reason_label(self) -> str | None:
        """The words of the reason."""
        return question_reports.LABELS[question_reports.Reason(self.reason)] if self.reason else None


@dataclass(frozen=True)
class PersonLine:
    """One candidate, by a `name` that is nobody else's; times in seconds, `why` when their test was not completed."""

    candidate: Candidate
    name: str
    state: str
    state_label: str
    absent: bool
    attempt: Attempt | None
    lost: int
    granted: int
    why: str | None
    questions: tuple[QuestionLine, ...]
    reports: tuple[ReportLine, ...]
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True)
class Summary:
    """A session's people in the order of names."""

    people: tuple[PersonLine, ...]

    @property
    def absent(self) -> list[PersonLine]:
        """Those who were marked absent."""
        return [line for line in self.people if line.absent]

    @property
    def missing(self) -> list[PersonLine]:
        """Those of whom nothing is known: they neither entered nor were marked absent."""
        return [line for line in self.people if not line.attempt and not line.absent]

    @property
    def present(self) -> list[PersonLine]:
        return [line for line in self.people if line.attempt]

    @property
    def completed(self) -> int:
        return sum(line.state == Ending.COMPLETED.value for line in self.people)

    @property
    def hindered(self) -> list[PersonLine]:
        """Those who lost time, or were given some."""
        return [line for line in self.people if line.lost or line.granted]

    @property
    def puzzled(self) -> list[PersonLine]:
        """Those who reported a question."""
        return [line for line in self.people if line.questions]

    @property
    def noted(self) -> list[PersonLine]:
        """Those about whom an invigilator wrote."""
        return [line for line in self.people if line.notes]

    @property
    def reported(self) -> list[PersonLine]:
        """Those of whom the centre reports something."""
        return [line for line in self.people if line.reports]


def read(db: Session, session: CertificationSession, now: datetime) -> Summary:
    """Return what a session amounts to at `now`."""
    query = select(Candidate, Attempt).outerjoin(Attempt, Attempt.candidate_id == Candidate.id)
    rows = db.execute(query.where(Candidate.session_id == session.id)).all()
    lost = {one: held.seconds for one, held in ledger.read(db, session).of.items()}
    granted, questions = _granted(db, session.id), _questions(db, session.id)
    reports, written = final_reports.of_session(db, session.id), notes.of_session(db, session.id)
    called = namesakes.told_apart([candidate for candidate, _ in rows])
    lines = (
        PersonLine(
            candidate=candidate,
            name=called[candidate.id],
            state=(standing := state(facts_of(candidate, attempt, None), now)).value,
            state_label=times.label(standing, attempt),
            absent=standing is State.ABSENT,
            attempt=attempt,
            lost=lost.get(candidate.id, 0),
            granted=granted.get(candidate.id, 0),
            why=finalisation.LABELS[Why(attempt.unfinished_why)] if attempt and attempt.unfinished_why else None,
            questions=tuple(questions.get(candidate.id, ())),
            reports=tuple(one for one in reports if one.candidate_id == candidate.id),
            notes=written.get(candidate.id, ())[::-1],
        )
        for candidate, attempt in rows
    )
    return Summary(_in_order(lines))


def _in_order(lines: Iterable[PersonLine]) -> tuple[PersonLine, ...]:
    def place(line: PersonLine) -> tuple[object, ...]:
        one = line.candidate
        return (names.sort_key(one.last_name, one.first_name), one.birth_date, one.id)

    return tuple(sorted(lines, key=place))


def _granted(db: Session, number: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for candidate_id, seconds in db.execute(
        select(TimeGrant.candidate_id, TimeGrant.seconds).where(TimeGrant.session_id == number)
    ):
        found[candidate_id] = found.get(candidate_id, 0) + seconds
    return found


def _questions(db: Session, number: int) -> dict[int, list[QuestionLine]]:
    query = select(QuestionReport).where(QuestionReport.session_id == number).order_by(QuestionReport.reported_at)
    found: dict[int, list[QuestionLine]] = {}
    for row in db.scalars(query.order_by(QuestionReport.id)):
        outcome = question_reports.OUTCOMES[question_reports.State(row.state)]
        found.setdefault(row.candidate_id, []).append(QuestionLine(row.number, row.reported_at, outcome, row.reason))
    return found
