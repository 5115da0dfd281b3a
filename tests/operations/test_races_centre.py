"""Staff who click twice: one file is written once, one session made once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pwa.models.tables import Account, Candidate, Centre
from pwa.operations import imports, sessions
from tests.acting import act
from tests.cast import SESSIONS, THE_DAY_BEFORE
from tests.crossing import code_of, cross
from tests.operations.test_sessions import PLAN
from tests.room import NOW


def test_one_file_confirmed_twice(db: Session, centre: Centre, staff: Account) -> None:
    kept = act(db, imports.upload, centre, staff, SESSIONS.read_bytes(), THE_DAY_BEFORE)
    upload_id, staff_id = kept.id, staff.id

    def confirms_file(db: Session) -> object:
        account = db.get_one(Account, staff_id)
        return imports.confirm(db, *imports.own(db, account, upload_id, THE_DAY_BEFORE), account, THE_DAY_BEFORE)

    assert code_of(cross(db, confirms_file, confirms_file)) in ("import_with_errors", "missing")
    assert len(db.scalars(select(Candidate)).all()) == 36


def test_one_session_created_twice(db: Session, centre: Centre, staff: Account) -> None:
    centre_id, staff_id = centre.id, staff.id

    def creates(db: Session) -> object:
        return sessions.create(db, db.get_one(Centre, centre_id), PLAN, db.get_one(Account, staff_id), NOW)

    assert code_of(cross(db, creates, creates)) == "session_exists"
