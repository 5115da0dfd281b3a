"""A table becomes sessions and candidates, and every fault in it is told at once."""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from pwa.domain.roster import EnrolledCandidate, read_rows
from pwa.domain.roster_columns import Column
from tests.domain.roster_tables import LEA, NOW, Cells, only_finding, read, row

DATA = Path(__file__).parents[1] / "data"
TOM: Cells = {Column.LAST_NAME: "LEBLANC", Column.FIRST_NAME: "Tom", Column.SEX: "M"}


def table(name: str, encoding: str = "utf-8-sig") -> list[list[str]]:
    with (DATA / name).open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_a_good_line_is_read_whole() -> None:
    (session,) = read({Column.EXTRA_TIME: "33 %", Column.NOTES: "Près du CDI", Column.EXTERNAL_ID: "1ERE-1"}).sessions
    assert (session.number, session.site, session.room) == (None, "Lycée Camille Guérin", "Salle B204")
    assert session.starts_at == datetime(2030, 11, 20, 8, 30)  # noqa: DTZ001
    assert (session.invigilators, session.notes, session.line) == ("Claire Moreau", "Près du CDI", 2)
    assert session.candidates == (
        EnrolledCandidate(
            last_name="ABADIE",
            first_name="Léa",
            birth_date=date(2009, 5, 18),
            sex="F",
            birth_insee="86194",
            birth_postal_code="",
            birth_city="",
            birth_country="FRANCE",
            external_id="1ERE-1",
            extra_time=33,
        ),
    )


def test_a_school_s_file_gives_its_sessions_and_candidates() -> None:
    report = read_rows(table("sessions-utf8-bom.csv"), NOW)
    assert report.findings == ()
    assert [(session.room, len(session.candidates)) for session in report.sessions] == [("Salle B204", 24), ("CDI", 12)]
    assert report.candidate_count == 36
    assert report.sessions[0].invigilators == "Claire Moreau, Karim Haddad"
    assert report.sessions[1].notes == "Prévoir les casques"


def test_a_school_s_file_keeps_names_exact() -> None:
    rows = table("sessions-utf8-bom.csv")
    read = [candidate for session in read_rows(rows, NOW).sessions for candidate in session.candidates]
    assert [(person.last_name, person.first_name) for person in read] == [(row[7], row[8]) for row in rows[1:]]
    assert [person.line for person in read] == list(range(2, 38))
    assert {person.last_name: person.extra_time for person in read if person.extra_time} == {
        "CHEVALIER-LEFÈVRE": 33,
        "HAMMOUD": 33,
        "O'CONNOR": 50,
    }


def test_every_fault_of_a_bad_file_is_told_with_its_line_and_column() -> None:
    report = read_rows(table("sessions-with-errors.csv"), NOW)
    assert [(finding.line, finding.column, finding.code, finding.value) for finding in report.findings] == [
        (3, Column.BIRTH_DATE, "CANDIDATE_BIRTHDATE_FORMAT_NOT_VALID", "31/02/2009"),
        (4, Column.SEX, "CANDIDATE_SEX_NOT_VALID", "H"),
        (5, Column.EXTRA_TIME, "CANDIDATE_EXTRA_TIME_INTEGER", "abc"),
        (6, Column.LAST_NAME, "CANDIDATE_LAST_NAME_REQUIRED", ""),
        (7, Column.DATE, "SESSION_DATE_NOT_VALID", "2030-11-20"),
        (8, Column.BIRTH_INSEE, "CANDIDATE_BIRTH_INFORMATION_REQUIRED", ""),
        (9, Column.BIRTH_CITY, "CANDIDATE_FOREIGN_BIRTH_CITY_REQUIRED", ""),
        (11, Column.LAST_NAME, "DUPLICATE_CANDIDATE_IN_SESSION", "Dupont"),
        (12, Column.TIME, "SESSION_TIME_NOT_VALID", "25:00"),
        (13, Column.CONVOCATION_EMAIL, "CANDIDATE_EMAIL_NOT_VALID", "pas-un-mail"),
    ]
    assert all(finding.sentence.endswith(".") for finding in report.findings)
    assert report.candidate_count == 2


def test_several_faults_of_a_line_are_told_from_left_to_right() -> None:
    findings = read({Column.SITE: "", Column.SEX: "?", Column.EXTRA_TIME: "0"}).findings
    assert [finding.column for finding in findings] == [Column.SITE, Column.SEX, Column.EXTRA_TIME]


def test_the_title_is_told_as_the_file_writes_it() -> None:
    titles = ["nom du site" if column is Column.SITE else column for column in Column]
    (finding,) = read_rows([titles, row({Column.SITE: ""})], NOW).findings
    assert finding.column == "nom du site"


# Titles


def test_columns_may_stand_in_any_order_and_spelling() -> None:
    titles = [column.upper().replace("É", "E").strip("* ") for column in reversed(Column)]
    report = read_rows([titles, row()[::-1]], NOW)
    assert (report.findings, report.candidate_count) == ((), 1)


def test_unknown_columns_are_ignored() -> None:
    rows = [["Tarification part Pix", *Column, "Groupe"], ["Prépayée", *row(), "G1"]]
    assert read_rows(rows, NOW).findings == ()


def test_a_missing_column_is_told_by_its_title() -> None:
    titles = [column for column in Column if column is not Column.EXTRA_TIME]
    (finding,) = read_rows([titles, row()], NOW).findings
    assert (finding.line, finding.column, finding.code) == (1, Column.EXTRA_TIME, "CSV_HEADERS_NOT_VALID")
    assert "manque" in finding.sentence


def test_a_column_that_is_there_twice_is_told() -> None:
    (finding,) = read_rows([[*Column, "Prénom"], row()], NOW).findings
    assert (finding.column, finding.code) == ("Prénom", "CSV_HEADERS_NOT_VALID")


def test_a_table_without_titles_is_told_once() -> None:
    (finding,) = read_rows([row(), row()], NOW).findings
    assert (finding.line, finding.column, finding.code) == (1, "", "CSV_HEADERS_NOT_VALID")


@pytest.mark.parametrize(("rows", "line"), [([], 1), ([[""], []], 1), ([list(Column)], 2), ([list(Column), [" "]], 2)])
def test_an_empty_table_is_told(rows: list[list[str]], line: int) -> None:
    (finding,) = read_rows(rows, NOW).findings
    assert (finding.line, finding.code) == (line, "CSV_DATA_REQUIRED")


# Lines


def test_empty_lines_are_skipped_and_counted() -> None:
    report = read_rows([[], list(Column), [], ["", " "], row({Column.SEX: "x"})], NOW)
    assert [finding.line for finding in report.findings] == [5]


def test_short_lines_are_read() -> None:
    assert read_rows([list(Column), row()[:15]], NOW).candidate_count == 1


def test_a_line_with_more_cells_than_titles_is_told_and_not_read() -> None:
    shifted = ["Lycée", *row()]
    shifted[-1] = "33%"
    (finding,) = read_rows([list(Column), shifted, [*row(), "", ""]], NOW).findings
    assert (finding.line, finding.code, finding.value) == (2, "CSV_LINE_TOO_LONG", "33%")


# Sessions


def test_lines_of_one_place_and_start_are_one_session() -> None:
    other = {**TOM, Column.ROOM: "salle  b204", Column.TIME: "8:30"}
    (session,) = read({}, other).sessions
    assert (session.room, len(session.candidates)) == ("Salle B204", 2)


@pytest.mark.parametrize(
    ("column", "value"),
    [(Column.SITE, "Annexe"), (Column.ROOM, "CDI"), (Column.DATE, "21/11/2030"), (Column.TIME, "14:00")],
)
def test_another_place_or_start_is_another_session(column: Column, value: str) -> None:
    assert len(read({}, {column: value}).sessions) == 2


def test_invigilators_and_notes_of_a_session_are_gathered() -> None:
    second = {**TOM, Column.INVIGILATORS: "Karim Haddad, claire moreau", Column.NOTES: "Casques"}
    (session,) = read({}, second, {Column.FIRST_NAME: "Léo", Column.NOTES: "casques"}).sessions
    assert (session.invigilators, session.notes) == ("Claire Moreau, Karim Haddad", "Casques")


def test_lines_that_differ_only_by_invigilator_are_one_candidate() -> None:
    report = read({}, {Column.INVIGILATORS: "Karim Haddad"})
    assert (report.findings, report.candidate_count) == ((), 1)
    assert report.sessions[0].invigilators == "Claire Moreau, Karim Haddad"


def test_a_session_may_come_without_candidates() -> None:
    candidate = {column: "" for column in LEA if column not in (Column.INVIGILATORS, *list(Column)[:5])}
    report = read(candidate)
    assert (report.findings, report.candidate_count, len(report.sessions)) == ((), 0, 1)


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({Column.SITE: " "}, Column.SITE, "SESSION_ADDRESS_REQUIRED"),
        ({Column.ROOM: ""}, Column.ROOM, "SESSION_ROOM_REQUIRED"),
        ({Column.ROOM: "B" * 101}, Column.ROOM, "TEXT_TOO_LONG"),
        ({Column.DATE: ""}, Column.DATE, "SESSION_DATE_REQUIRED"),
        ({Column.DATE: "31/04/2031"}, Column.DATE, "SESSION_DATE_NOT_VALID"),
        ({Column.DATE: "20/11/30"}, Column.DATE, "SESSION_DATE_NOT_VALID"),
        ({Column.TIME: ""}, Column.TIME, "SESSION_TIME_REQUIRED"),
        ({Column.TIME: "24:00"}, Column.TIME, "SESSION_TIME_NOT_VALID"),
        ({Column.TIME: "8h75"}, Column.TIME, "SESSION_TIME_NOT_VALID"),
        ({Column.INVIGILATORS: ""}, Column.INVIGILATORS, "SESSION_EXAMINER_REQUIRED"),
        ({Column.INVIGILATORS: "x" * 501}, Column.INVIGILATORS, "TEXT_TOO_LONG"),
        ({Column.NOTES: "x" * 2001}, Column.NOTES, "TEXT_TOO_LONG"),
        ({Column.DATE: "31/10/2030"}, Column.DATE, "SESSION_SCHEDULED_IN_THE_PAST"),
        ({Column.DATE: "01/11/2030", Column.TIME: "09:00"}, Column.TIME, "SESSION_SCHEDULED_IN_THE_PAST"),
    ],
)
def test_a_fault_of_a_session(changes: Cells, column: Column, code: str) -> None:
    finding = only_finding(changes)
    assert (finding.line, finding.column, finding.code) == (2, column, code)


def test_a_session_may_start_later_the_same_day() -> None:
    assert not read({Column.DATE: "01/11/2030", Column.TIME: "9h01"}).findings


# Sessions that exist

EXISTING: Cells = {**dict.fromkeys(list(Column)[:7], ""), Column.NUMBER: "1042"}


def test_a_number_gives_candidates_to_a_session_that_exists() -> None:
    (session,) = read(EXISTING, {**EXISTING, **TOM}).sessions
    assert (session.number, session.site, session.starts_at, len(session.candidates)) == (1042, "", None, 2)


def test_a_number_excludes_the_session_s_own_cells() -> None:
    finding = only_finding({**EXISTING, Column.ROOM: "CDI"})
    assert (finding.column, finding.code) == (Column.NUMBER, "INFORMATION_NOT_ALLOWED_WITH_SESSION_ID")


@pytest.mark.parametrize("number", ["abc", "0", "-3", "12.0", "٣", "9" * 10])
def test_a_number_is_made_of_digits(number: str) -> None:
    assert only_finding({**EXISTING, Column.NUMBER: number}).code == "SESSION_ID_NOT_VALID"


# Duplicates


def test_a_candidate_is_enrolled_once_whatever_the_spelling() -> None:
    finding = only_finding({}, {Column.LAST_NAME: "abadie", Column.FIRST_NAME: "LEA", Column.EXTERNAL_ID: "2"})
    assert (finding.line, finding.column, finding.value) == (3, Column.LAST_NAME, "abadie")
    assert "ligne 2" in finding.sentence


def test_the_very_same_line_twice_is_a_duplicate() -> None:
    assert only_finding({}, {}).code == "DUPLICATE_CANDIDATE_IN_SESSION"


def test_a_duplicate_is_told_along_with_its_other_faults() -> None:
    findings = read({}, {Column.SEX: "H"}).findings
    assert [finding.code for finding in findings] == ["DUPLICATE_CANDIDATE_IN_SESSION", "CANDIDATE_SEX_NOT_VALID"]


def test_two_people_of_one_name_are_told_apart_by_their_birth_date() -> None:
    assert read({}, {Column.BIRTH_DATE: "02/06/2010"}).candidate_count == 2


def test_a_candidate_may_be_in_two_sessions() -> None:
    assert read({}, {Column.TIME: "14:00"}).candidate_count == 2
