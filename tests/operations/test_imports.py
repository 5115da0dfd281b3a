"""A file is read, shown, and only then written: everything, or nothing at all."""

import csv
from collections.abc import Callable

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pwa.adapters.spreadsheets import MOST_BYTES
from pwa.domain.errors import Illegal, Missing, Refused
from pwa.domain.roster_columns import Column
from pwa.domain.roster_values import Report
from pwa.models.tables import Account, Candidate, Centre, CertificationSession, Membership, Upload
from pwa.operations import imports, sessions
from pwa.operations.import_conflicts import UNKNOWN_NUMBER
from tests.acting import act
from tests.cast import DATA, SESSIONS, THE_DAY_BEFORE, planned
from tests.room import NOW, Room, after

Send = Callable[[bytes], Upload]
FILE = SESSIONS.read_bytes()


@pytest.fixture
def send(db: Session, centre: Centre, staff: Account) -> Send:
    return lambda content: act(db, imports.upload, centre, staff, content, THE_DAY_BEFORE)


def preview(db: Session, kept: Upload, centre: Centre) -> Report:
    return imports.preview(db, kept, centre, THE_DAY_BEFORE)


def confirm(db: Session, kept: Upload, centre: Centre, staff: Account) -> list[CertificationSession]:
    return act(db, imports.confirm, kept, centre, staff, THE_DAY_BEFORE)


def rows() -> list[list[str]]:
    """The cells of the file, its header first."""
    return list(csv.reader(FILE.decode("utf-8-sig").splitlines(), delimiter=";"))


def with_number(number: int) -> bytes:
    """The second session's candidates, for the session of that number."""
    header, *lines = rows()
    afternoon = [[str(number), *[""] * 6, *cells[7:]] for cells in lines if cells[2] == "CDI"]
    return "\n".join(";".join(cells) for cells in (header, *afternoon)).encode()


def nothing_written(db: Session) -> bool:
    return not db.scalars(select(CertificationSession)).all() and not people(db)


def people(db: Session) -> list[Candidate]:
    return list(db.scalars(select(Candidate).order_by(Candidate.id)))


def test_a_preview_writes_nothing(db: Session, send: Send, centre: Centre) -> None:
    report = preview(db, send(FILE), centre)
    assert [len(planned.candidates) for planned in report.sessions] == [24, 12]
    assert report.findings == ()
    assert nothing_written(db)


def test_both_sessions_are_written(db: Session, send: Send, centre: Centre, staff: Account) -> None:
    morning, afternoon = confirm(db, send(FILE), centre, staff)
    assert (morning.room, morning.starts_at, morning.notes) == ("Salle B204", NOW, "")
    assert (afternoon.room, afternoon.starts_at, afternoon.notes) == ("CDI", after(hours=5.5), "Prévoir les casques")
    assert afternoon.invigilators == "Hélène Pasquier"


def test_all_thirty_six_candidates_are_written_with_their_exact_names(
    db: Session, send: Send, centre: Centre, staff: Account
) -> None:
    confirm(db, send(FILE), centre, staff)
    assert [(person.last_name, person.first_name) for person in people(db)] == [(row[7], row[8]) for row in rows()[1:]]
    assert len(people(db)) == 36


def test_every_field_is_written(db: Session, send: Send, centre: Centre, staff: Account) -> None:
    confirm(db, send(FILE), centre, staff)
    written = {person.external_id: person for person in people(db)}
    for person in (person for session in planned() for person in session.candidates):
        row = written[person.external_id]
        names = set(person.__dataclass_fields__) & set(Candidate.__table__.columns.keys())
        assert {name: getattr(row, name) for name in names} == {name: getattr(person, name) for name in names}


def test_the_file_is_forgotten_once_written(db: Session, send: Send, centre: Centre, staff: Account) -> None:
    confirm(db, send(FILE), centre, staff)
    assert db.scalars(select(Upload)).all() == []


def test_a_file_with_errors_writes_nothing(db: Session, send: Send, centre: Centre, staff: Account) -> None:
    kept = send((DATA / "sessions-with-errors.csv").read_bytes())
    assert len(preview(db, kept, centre).findings) >= 10
    with pytest.raises(Illegal) as refused:
        confirm(db, kept, centre, staff)
    assert refused.value.code == "import_with_errors"
    assert nothing_written(db)


def test_what_is_no_table_is_refused_at_once(db: Session, send: Send) -> None:
    with pytest.raises(Refused):
        send(b"\x89PNG\r\n\x1a\n\0\0\0")
    assert db.scalars(select(Upload)).all() == []


def test_a_file_imported_twice_is_refused(db: Session, send: Send, centre: Centre, staff: Account) -> None:
    confirm(db, send(FILE), centre, staff)
    again = send(FILE)
    findings = preview(db, again, centre).findings
    assert [(finding.line, finding.code) for finding in findings] == [
        (2, "SESSION_ALREADY_EXISTS"),
        (26, "SESSION_ALREADY_EXISTS"),
    ]
    with pytest.raises(Illegal):
        confirm(db, again, centre, staff)
    assert len(people(db)) == 36


def test_a_session_number_enrols_in_that_session(
    db: Session, send: Send, centre: Centre, staff: Account, session: CertificationSession
) -> None:
    (written,) = confirm(db, send(with_number(session.id)), centre, staff)
    assert written is session
    assert len(sessions.candidates(db, session)) == 36


@pytest.mark.parametrize("number", [99_999, 999_999_999])
def test_a_number_that_is_not_the_centre_s_is_refused(db: Session, send: Send, centre: Centre, number: int) -> None:
    (finding,) = preview(db, send(with_number(number)), centre).findings
    assert (finding.code, finding.sentence) == ("SESSION_ID_NOT_EXISTING", UNKNOWN_NUMBER)


def test_a_session_that_has_started_takes_no_file(
    db: Session, send: Send, centre: Centre, room: Room, candidate: Candidate
) -> None:
    room.start(candidate, NOW)
    (finding,) = preview(db, send(with_number(room.session.id)), centre).findings
    assert finding.code == "CANDIDATE_NOT_ALLOWED_FOR_STARTED_SESSION"


def test_who_is_enrolled_already_is_told_by_name(
    db: Session, send: Send, centre: Centre, staff: Account, session: CertificationSession
) -> None:
    confirm(db, send(with_number(session.id)), centre, staff)
    findings = preview(db, send(with_number(session.id)), centre).findings
    assert len(findings) == 12
    assert findings[0].code == "DUPLICATE_CANDIDATE"
    assert "Manon AUBERT" in findings[0].sentence


def test_a_file_belongs_to_who_sent_it(
    db: Session, send: Send, centre: Centre, staff: Account, stranger: Account
) -> None:
    kept = send(FILE)
    assert imports.own(db, staff, kept.id, after(hours=-24)) == (kept, centre)
    with pytest.raises(Missing):
        imports.own(db, stranger, kept.id, after(hours=-24))


def test_a_file_is_nobody_s_once_they_have_left_the_centre(
    db: Session, send: Send, centre: Centre, staff: Account
) -> None:
    kept = send(FILE)
    db.execute(delete(Membership).where(Membership.account_id == staff.id))
    with pytest.raises(Missing):
        imports.own(db, staff, kept.id, after(hours=-24))


def test_a_file_is_kept_an_hour(db: Session, send: Send, staff: Account) -> None:
    kept = send(FILE)
    act(db, imports.forget_old, after(hours=-23, seconds=-1))
    assert imports.own(db, staff, kept.id, after(hours=-23, seconds=-1))
    with pytest.raises(Missing):
        imports.own(db, staff, kept.id, after(hours=-23))
    act(db, imports.forget_old, after(hours=-23))
    assert db.scalars(select(Upload)).all() == []


def test_a_kept_file_may_weigh_more_than_the_one_that_was_sent(db: Session, send: Send, centre: Centre) -> None:
    """Letters of one byte each are kept on two."""
    header, *lines = rows()
    wide = [[*cells, *["é" * 31_000] * 4] for cells in lines]
    table = "\n".join(";".join(cells) for cells in ([*header, *"abcd"], *wide))
    content = table.replace("ễ", "e").replace("ị", "i").replace("Ễ", "E").encode("windows-1252", "replace")
    kept = send(content)
    assert len(content) < MOST_BYTES < len(kept.content)
    report = preview(db, kept, centre)
    assert report.findings == ()
    assert report.candidate_count == 36


def test_pix_certif_s_own_file_is_read_by_its_titles_whatever_was_once_chosen(
    db: Session, send: Send, centre: Centre
) -> None:
    kept, at = send(FILE), rows()[0].index
    chosen = {
        Column.LAST_NAME: at(Column.FIRST_NAME), Column.FIRST_NAME: at(Column.LAST_NAME),
        Column.BIRTH_DATE: at(Column.BIRTH_DATE), Column.SEX: at(Column.SEX),
    }  # fmt: skip
    act(db, imports.map_columns, kept, centre, chosen, THE_DAY_BEFORE)
    report = preview(db, kept, centre)
    assert report.findings == ()
    assert report.sessions == planned()


def test_a_session_that_is_archived_takes_no_file(
    db: Session, send: Send, centre: Centre, staff: Account, session: CertificationSession
) -> None:
    session.archived_at = THE_DAY_BEFORE
    db.commit()
    kept = send(with_number(session.id))
    (finding,) = preview(db, kept, centre).findings
    assert (finding.code, finding.value) == ("SESSION_ARCHIVED", str(session.id))
    assert "remettez-la dans la liste" in finding.sentence
    with pytest.raises(Illegal):
        confirm(db, kept, centre, staff)
    assert len(people(db)) == 24
