"""The cast: everybody different, every part played, and a file that the site takes."""

from datetime import date, datetime

import pytest

from pwa.adapters.spreadsheets import read_table
from pwa.domain.cast import Role
from pwa.domain.roster import read_rows
from tests.rehearsal.cast import HARMLESS, SMALLEST, cast, enrolment, quiet_cast


@pytest.mark.parametrize("candidates", [SMALLEST, 24, 500])
def test_every_part_is_played_by_somebody_else(candidates: int) -> None:
    parts = cast(candidates, 60)
    assert len(parts) == candidates
    assert len({(part.first_name, part.last_name, part.email) for part in parts}) == candidates
    assert {part.role for part in parts} == set(Role) - {Role.MISSES}
    assert {part.role for part in quiet_cast(candidates)} == set(HARMLESS)
    assert 0 < sum(part.asks for part in parts) < candidates


def test_the_file_enrols_the_whole_cast() -> None:
    parts = cast(24, 720)
    assert sum(part.role is Role.CLOSES for part in parts) == 3
    report = read_rows(read_table(enrolment(parts, date(2030, 11, 20))), datetime(2030, 11, 19, 12))  # noqa: DTZ001
    assert report.findings == ()
    enrolled = [(one.first_name, one.last_name) for session in report.sessions for one in session.candidates]
    assert sorted(enrolled) == sorted((part.first_name, part.last_name) for part in parts)
