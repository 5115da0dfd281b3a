"""The record of a session, provisional until it is finalised: a page, files and papers, of it or of one candidate."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, make_response, render_template
from flask_login import login_required

from pwa.adapters import csv_files
from pwa.adapters.noted_heads import NotedHeads
from pwa.clock import utcnow
from pwa.domain.errors import Missing
from pwa.domain.journal_chain import Head
from pwa.models.database import database
from pwa.models.tables import CertificationSession
from pwa.operations import candidate_journal, journal_checks, journal_export, rights, summary
from pwa.operations.candidate_journal import Entry
from pwa.operations.journal_checks import Check
from pwa.operations.summary import PersonLine, Summary
from pwa.papers import record_words
from pwa.papers.late import late
from pwa.services import services
from pwa.web.sign_in import person

blueprint = Blueprint("record", __name__)

candidate_record = late("record", "candidate_record")
session_record = late("record", "session_record")


@dataclass(frozen=True)
class Recorded:
    """A session, what it amounts to, and its journal's state: by itself, and against what was noted of its end."""

    session: CertificationSession
    summary: Summary
    now: datetime

    @property
    def checked(self) -> Check:
        return journal_checks.check(database.session(), self.session.id, _noted().get(self.session.id))

    def line(self, candidate_id: int) -> PersonLine:
        """Return one of its candidates."""
        line = next((one for one in self.summary.people if one.candidate.id == candidate_id), None)
        if line is None:
            raise Missing
        return line

    def entries(self, candidate_id: int) -> tuple[Entry, ...]:
        """Return all that was done about one, newest first."""
        return candidate_journal.of_candidate(database.session(), self.session.id, candidate_id)


@blueprint.get("/centre/sessions/<int:number>/compte-rendu")
@login_required
def show(number: int) -> str:
    """Show what happened in a session."""
    found = _recorded(number)
    checked = found.checked
    return render_template(
        "centre/record.html",
        session=found.session,
        summary=found.summary,
        checked=checked,
        journal_state=record_words.journal_state(checked),
    )


@blueprint.get("/centre/sessions/<int:number>/compte-rendu.csv")
@login_required
def session_csv(number: int) -> Response:
    """Return a row a candidate."""
    found = _recorded(number)
    content = csv_files.write(record_words.table(found.session, found.summary))
    return _file(content, "text/csv; charset=utf-8", f"session-{number}.csv")


@blueprint.get("/centre/sessions/<int:number>/compte-rendu.pdf")
@login_required
def session_pdf(number: int) -> Response:
    """Return the record on paper."""
    found = _recorded(number)
    content = session_record(found.session, found.summary, found.checked, found.now)
    return _file(content, "application/pdf", f"session-{number}.pdf")


@blueprint.get("/centre/sessions/<int:number>/journal.jsonl")
@login_required
def journal(number: int) -> Response:
    """Return the journal, to be checked elsewhere."""
    found = _recorded(number)
    text = journal_export.write(database.session(), number, services().signer, found.now)
    return _file(text.encode(), "application/jsonl; charset=utf-8", f"journal-{number}.jsonl")


@blueprint.get("/centre/sessions/<int:number>/compte-rendu/<int:candidate_id>")
@login_required
def candidate(number: int, candidate_id: int) -> str:
    """Show what happened to one candidate."""
    found = _recorded(number)
    line = found.line(candidate_id)
    return render_template(
        "centre/candidate_record.html",
        session=found.session,
        line=line,
        facts=record_words.candidate_facts(found.session, line),
        reports=record_words.reports(line),
        questions=record_words.questions(line),
        notes=record_words.notes(line, found.session.zone),
        entries=found.entries(candidate_id),
    )


@blueprint.get("/centre/sessions/<int:number>/compte-rendu/<int:candidate_id>.csv")
@login_required
def candidate_csv(number: int, candidate_id: int) -> Response:
    """Return a row a line of their journal."""
    found = _recorded(number)
    found.line(candidate_id)
    content = csv_files.write(record_words.journal_table(found.session, found.entries(candidate_id)))
    return _file(content, "text/csv; charset=utf-8", f"session-{number}-candidat-{candidate_id}.csv")


@blueprint.get("/centre/sessions/<int:number>/compte-rendu/<int:candidate_id>.pdf")
@login_required
def candidate_pdf(number: int, candidate_id: int) -> Response:
    """Return their record on paper."""
    found = _recorded(number)
    entries = found.entries(candidate_id)
    content = candidate_record(found.session, found.line(candidate_id), entries, found.now)
    return _file(content, "application/pdf", f"session-{number}-candidat-{candidate_id}.pdf")


def _recorded(number: int) -> Recorded:
    db, now = database.session(), utcnow()
    session = rights.staffed_session(db, person(), number)
    return Recorded(session, summary.read(db, session, now), now)


def _noted() -> dict[int, Head]:
    return NotedHeads(services().settings.data_dir, services().signer).read()


def _file(content: bytes, kind: str, name: str) -> Response:
    response = make_response(content)
    response.headers["Content-Type"] = kind
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
