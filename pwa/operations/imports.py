"""Imports: a file of sessions and candidates is read, shown, and only then written."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pwa.adapters.spreadsheets import read_table, write_table
from pwa.domain import names, roster
from pwa.domain.errors import Illegal, Missing
from pwa.domain.roster_values import Finding, PlannedSession, Report
from pwa.domain.words import N_, Sentence
from pwa.models.tables import Account, Candidate, Centre, CertificationSession, Upload
from pwa.operations import centres, sessions
from pwa.operations.sessions import ALREADY_THERE, Plan

KEPT_FOR = timedelta(hours=1)
UNKNOWN_NUMBER = N_("Aucune session de votre centre ne porte ce numéro. Vérifiez-le, ou laissez la case vide.")
STARTED = N_("La session %(number)s a débuté : on ne peut plus y inscrire de candidats par un fichier.")
ENROLLED = N_("%(name)s est déjà inscrit dans la session %(number)s. Retirez cette ligne.")
NOT_CLEAN = N_("Ce fichier contient des erreurs : corrigez-les, puis importez-le de nouveau.")


def upload(db: Session, centre: Centre, account: Account, content: bytes, now: datetime) -> Upload:
    """Keep what a file says, as a CSV, until it is confirmed; raises when it is not a table at all."""
    table = write_table(read_table(content))
    kept = Upload(centre_id=centre.id, account_id=account.id, content=table, created_at=now)
    db.add(kept)
    db.flush()
    return kept


def own(db: Session, account: Account, upload_id: int, now: datetime) -> tuple[Upload, Centre]:
    """Return a file that this person sent less than an hour ago, and the centre it is for."""
    query = select(Upload, Centre).join(Centre, Centre.id == Upload.centre_id)
    mine = query.where(Upload.id == upload_id, Upload.account_id == account.id, Upload.created_at > now - KEPT_FOR)
    row = db.execute(mine).one_or_none()
    if row is None:
        raise Missing(N_("Ce fichier n'est plus là. Envoyez-le de nouveau."))
    return row[0], row[1]


def preview(db: Session, kept: Upload, centre: Centre, now: datetime) -> Report:
    """Return what the file would write and everything that is wrong in it; nothing is written."""
    local = now.astimezone(ZoneInfo(centre.zone)).replace(tzinfo=None)
    report = roster.read_rows(read_table(kept.content), local)
    found = [finding for planned in report.sessions for finding in _conflicts(db, centre, planned)]
    return Report(report.sessions, tuple(sorted((*report.findings, *found))))


def confirm(db: Session, kept: Upload, centre: Centre, account: Account, now: datetime) -> list[CertificationSession]:
    """Write everything, or nothing when something is wrong; the file is then forgotten."""
    centres.hold(db, centre)
    report = preview(db, kept, centre, now)
    if report.findings:
        raise Illegal(NOT_CLEAN, "import_with_errors")
    written = [_write(db, centre, planned, account, now) for planned in report.sessions]
    db.delete(kept)
    return written


def forget_old(db: Session, now: datetime) -> None:
    """Erase the files that nobody confirmed within the hour."""
    old = delete(Upload).where(Upload.created_at <= now - KEPT_FOR)
    db.execute(old.execution_options(synchronize_session=False))


def _write(
    db: Session, centre: Centre, planned: PlannedSession, account: Account, now: datetime
) -> CertificationSession:
    session = _existing(db, centre, planned) or sessions.create(db, centre, _plan(planned), account, now)
    sessions.enrol(db, session, planned.candidates, account, now)
    return session


def _plan(planned: PlannedSession) -> Plan:
    if planned.starts_at is None:
        raise Illegal(UNKNOWN_NUMBER, "unknown_session")
    return Plan(planned.site, planned.room, planned.starts_at, planned.invigilators, planned.notes)


def _existing(db: Session, centre: Centre, planned: PlannedSession) -> CertificationSession | None:
    query = select(CertificationSession).where(
        CertificationSession.id == planned.number, CertificationSession.centre_id == centre.id
    )
    return db.scalars(query).one_or_none() if planned.number else None


def _conflicts(db: Session, centre: Centre, planned: PlannedSession) -> list[Finding]:
    """Return what keeps a planned session from being written beside what the centre holds already."""
    if planned.number is None:
        if planned.starts_at and sessions.find(db, centre, _plan(planned)):
            return [Finding(planned.line, "", "SESSION_ALREADY_EXISTS", planned.room, ALREADY_THERE)]
        return []
    session = _existing(db, centre, planned)
    if session is None:
        return [Finding(planned.line, "", "SESSION_ID_NOT_EXISTING", str(planned.number), UNKNOWN_NUMBER)]
    if session.started_at:
        sentence = Sentence(STARTED, number=session.number)
        code = "CANDIDATE_NOT_ALLOWED_FOR_STARTED_SESSION"
        return [Finding(planned.line, "", code, str(session.number), sentence)]
    return _already_enrolled(db, session, planned)


def _already_enrolled(db: Session, session: CertificationSession, planned: PlannedSession) -> list[Finding]:
    query = select(Candidate.identity, Candidate.birth_date).where(Candidate.session_id == session.id)
    enrolled = {(identity, birth_date) for identity, birth_date in db.execute(query)}
    return [
        Finding(
            person.line,
            "",
            "DUPLICATE_CANDIDATE",
            name := names.full_name(person.first_name, person.last_name),
            Sentence(ENROLLED, name=name, number=session.number),
        )
        for person in planned.candidates
        if (names.identity_key(person.last_name, person.first_name), person.birth_date) in enrolled
    ]
