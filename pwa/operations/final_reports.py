"""Reports on candidates: staff add and take back what they report at finalisation, until the session is finalised."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.domain import final_reports as rules
from pwa.domain import finalisation
from pwa.domain.errors import Illegal, Missing
from pwa.domain.final_reports import Code
from pwa.models.tables import Account, Candidate, CertificationSession, FinalReport
from pwa.operations import changes, namesakes, sessions
from pwa.operations.changes import Change


@dataclass(frozen=True)
class ReportLine:
    """One report: on whom, what, and in which words."""

    id: int
    candidate_id: int
    full_name: str
    code: str
    label: str
    text: str


def add(
    db: Session, number: int, candidate_id: int, code: Code, text: str, account: Account, now: datetime
) -> FinalReport:
    """Report something of a candidate; the same thing said twice is one report."""
    rules.check(code, text)
    change = _begin(db, number, account, now)
    candidate = change.case(candidate_id).candidate
    same = select(FinalReport).where(
        FinalReport.candidate_id == candidate_id, FinalReport.code == code.value, FinalReport.text == text
    )
    if found := db.scalars(same).first():
        return found
    report = FinalReport(
        session_id=number,
        candidate_id=candidate_id,
        code=code.value,
        text=text,
        written_by_id=account.id,
        written_at=now,
    )
    db.add(report)
    db.flush()
    change.journal("report_added", candidate, report=report.id, code=code.value)
    return report


def remove(db: Session, number: int, report_id: int, account: Account, now: datetime) -> None:
    """Take a report back."""
    change = _begin(db, number, account, now)
    query = select(FinalReport).where(FinalReport.id == report_id, FinalReport.session_id == number)
    report = db.scalars(query).one_or_none()
    if report is None:
        raise Missing
    change.journal("report_removed", change.case(report.candidate_id).candidate, report=report.id, code=report.code)
    db.delete(report)


def of_session(db: Session, number: int) -> list[ReportLine]:
    """Return the reports of a session, in the order in which they were written."""
    query = select(FinalReport, Candidate).join(Candidate, Candidate.id == FinalReport.candidate_id)
    rows = db.execute(query.where(FinalReport.session_id == number).order_by(FinalReport.id)).all()
    called = namesakes.told_apart(sessions.candidates(db, db.get_one(CertificationSession, number))) if rows else {}
    return [_line(report, called[candidate.id]) for report, candidate in rows]


def _begin(db: Session, number: int, account: Account, now: datetime) -> Change:
    change = changes.begin(db, number, changes.by_account(account.id), now)
    if db.get_one(CertificationSession, number).finalised_at:
        raise Illegal(finalisation.ALREADY, "already_finalised")
    return change


def _line(report: FinalReport, name: str) -> ReportLine:
    label = rules.LABELS[Code(report.code)]
    return ReportLine(report.id, report.candidate_id, name, report.code, label, report.text)
