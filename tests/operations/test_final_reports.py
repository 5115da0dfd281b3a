"""Staff report things of candidates, take them back, and no more once the session is finalised."""

import pytest
from sqlalchemy.orm import Session

from pwa.domain.errors import Illegal, Missing
from pwa.domain.final_reports import Code
from pwa.domain.finalisation import Why
from pwa.models.tables import Account, Candidate, FinalReport
from pwa.operations import final_reports
from tests.acting import act
from tests.room import NOW, Room, after


def add(
    room: Room, candidate: Candidate, staff: Account, code: Code = Code.FRAUD, text: str = "Antisèche"
) -> FinalReport:
    return act(room.db, final_reports.add, room.session.id, candidate.id, code, text, staff, after(60))


def test_what_is_reported_is_listed_and_journalled(room: Room, candidate: Candidate, staff: Account) -> None:
    report = add(room, candidate, staff)
    assert [(line.full_name, line.code, line.text) for line in final_reports.of_session(room.db, room.session.id)] == [
        ("Léa ABADIE", "C6", "Antisèche")
    ]
    assert (report.written_by_id, report.written_at, room.journal()[-1]) == (staff.id, after(60), "report_added")


def test_the_same_thing_twice_is_one_report(room: Room, candidate: Candidate, staff: Account) -> None:
    assert add(room, candidate, staff).id == add(room, candidate, staff).id
    add(room, candidate, staff, Code.TECHNICAL)
    assert len(final_reports.of_session(room.db, room.session.id)) == 2


def test_a_report_is_taken_back(room: Room, candidate: Candidate, staff: Account) -> None:
    act(room.db, final_reports.remove, room.session.id, add(room, candidate, staff).id, staff, after(70))
    assert final_reports.of_session(room.db, room.session.id) == []
    assert room.journal()[-1] == "report_removed"


def test_another_session_s_report_or_candidate_is_nobody_s(
    db: Session, room: Room, candidate: Candidate, elsewhere: Candidate, staff: Account
) -> None:
    report = add(room, candidate, staff)
    with pytest.raises(Missing):
        act(db, final_reports.remove, elsewhere.session_id, report.id, staff, NOW)
    db.rollback()
    with pytest.raises(Missing):
        add(room, elsewhere, staff)


def test_a_finalised_session_takes_no_more(room: Room, candidate: Candidate, staff: Account) -> None:
    report = add(room, candidate, staff)
    room.start(candidate, NOW)
    room.close(after(hours=1), {candidate.id: Why.LATE})
    with pytest.raises(Illegal):
        add(room, candidate, staff, Code.TECHNICAL)
    room.db.rollback()
    with pytest.raises(Illegal):
        act(room.db, final_reports.remove, room.session.id, report.id, staff, after(hours=2))
