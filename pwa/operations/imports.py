"""Imports: a file of sessions and candidates is read, shown, and only then written."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pwa.adapters.places import official
from pwa.adapters.spreadsheets import read_back, read_table, write_table
from pwa.domain import roster
from pwa.domain.errors import Illegal, Missing
from pwa.domain.roster_columns import Column
from pwa.domain.roster_values import PlannedSession, Report
from pwa.domain.words import N_
from pwa.models.base import begin_writing
from pwa.models.tables import Account, Centre, CertificationSession, Membership, Upload
from pwa.operations import centres, column_mappings, import_conflicts, sessions
from pwa.operations.import_conflicts import UNKNOWN_NUMBER

KEPT_FOR = timedelta(hours=1)
NOT_CLEAN = N_("Ce fichier contient des erreurs : corrigez-les, puis importez-le de nouveau.")
GONE = N_("Ce fichier n'est plus là. Envoyez-le de nouveau.")
NO_TITLES = N_("Ce fichier n'a pas de ligne de titres. Envoyez celui qui contient vos candidats.")


def upload(db: Session, centre: Centre, account: Account, content: bytes, now: datetime) -> Upload:
    """Keep what a file says, as a CSV, until it is confirmed; raises when it is not a table at all.

    The writers' turn is taken once it is read: nobody waits for a large file.
    """
    table = write_table(read_table(content))
    begin_writing(db)
    kept = Upload(centre_id=centre.id, account_id=account.id, content=table, created_at=now)
    db.add(kept)
    db.flush()
    return kept


def own(db: Session, account: Account, upload_id: int, now: datetime) -> tuple[Upload, Centre]:
    """Return a file that this person sent less than an hour ago, and the centre it is for: theirs still."""
    query = select(Upload, Centre).join(Centre, Centre.id == Upload.centre_id)
    query = query.join(Membership, Membership.centre_id == Centre.id)
    mine = query.where(
        Upload.id == upload_id,
        Upload.account_id == account.id,
        Upload.created_at > now - KEPT_FOR,
        Membership.account_id == account.id,
    )
    row = db.execute(mine).one_or_none()
    if row is None:
        raise Missing(GONE)
    return row[0], row[1]


def preview(
    db: Session, kept: Upload, centre: Centre, now: datetime, target: CertificationSession | None = None
) -> Report:
    """Return what the file would write and everything that is wrong in it; nothing is written.

    With a `target`, all its candidates are for that session.
    """
    return _met(db, centre, _read(db, kept, centre, now, target))


def confirm(
    db: Session,
    kept: Upload,
    centre: Centre,
    account: Account,
    now: datetime,
    target: CertificationSession | None = None,
) -> list[CertificationSession]:
    """Write everything, or nothing when something is wrong; the file is then forgotten."""
    read, upload_id = _read(db, kept, centre, now, target), kept.id
    begin_writing(db)
    centres.hold(db, centre)
    if db.scalars(select(Upload.id).where(Upload.id == upload_id)).one_or_none() is None:
        raise Missing(GONE)
    report = _met(db, centre, read)
    if report.findings:
        raise Illegal(NOT_CLEAN, "import_with_errors")
    written = [_write(db, centre, planned, account, now) for planned in report.sessions]
    db.execute(delete(Upload).where(Upload.id == upload_id))
    return written


def titles(kept: Upload) -> tuple[Sequence[str], Sequence[str]]:
    """Return the titles of a file's columns and, for each, what its first line says."""
    written = roster.numbered(read_back(kept.content))
    if not written:
        raise Missing(NO_TITLES)
    found, first = written[0][1], written[1][1] if len(written) > 1 else []
    return found, [*first, *[""] * len(found)][: len(found)]


def map_columns(db: Session, kept: Upload, centre: Centre, chosen: Mapping[Column, int], now: datetime) -> None:
    """Say, for this file and those that come with the same titles, which column says what."""
    column_mappings.keep(db, centre, titles(kept)[0], chosen, now)


def is_mapped(db: Session, kept: Upload, centre: Centre) -> bool:
    """Tell whether somebody said what the columns of such a file are."""
    return bool(kept.content) and column_mappings.find(db, centre, titles(kept)[0]) is not None


def forget_old(db: Session, now: datetime) -> None:
    """Erase the files that nobody confirmed within the hour."""
    old = delete(Upload).where(Upload.created_at <= now - KEPT_FOR)
    db.execute(old.execution_options(synchronize_session=False))


def _read(db: Session, kept: Upload, centre: Centre, now: datetime, target: CertificationSession | None) -> Report:
    """Return what the file says by itself."""
    rows = read_back(kept.content)
    written = roster.numbered(rows)
    chosen = column_mappings.find(db, centre, written[0][1]) if written else None
    local = now.astimezone(ZoneInfo(centre.zone)).replace(tzinfo=None)
    return roster.read_rows(rows, local, official(), target.number if target else None, chosen)


def _met(db: Session, centre: Centre, report: Report) -> Report:
    """Return the same with what it meets in what the centre holds."""
    faults = (finding for planned in report.sessions for finding in import_conflicts.faults(db, centre, planned))
    doubts = import_conflicts.doubts(db, centre, report.sessions)
    return Report(report.sessions, tuple(sorted((*report.findings, *faults))), tuple(sorted((*report.doubts, *doubts))))


def _write(
    db: Session, centre: Centre, planned: PlannedSession, account: Account, now: datetime
) -> CertificationSession:
    session = import_conflicts.existing(db, centre, planned) or _create(db, centre, planned, account, now)
    sessions.enrol(db, session, planned.candidates, account, now)
    return session


def _create(
    db: Session, centre: Centre, planned: PlannedSession, account: Account, now: datetime
) -> CertificationSession:
    plan = import_conflicts.plan(planned)
    if plan is None:
        raise Illegal(UNKNOWN_NUMBER, "unknown_session")
    return sessions.create(db, centre, plan, account, now)
