"""Each field of a candidate, good and bad, as the file's reader and the forms check it."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain import roster_fields as fields
from pwa.domain import years
from pwa.domain.errors import Invalid
from pwa.domain.roster_columns import Column
from tests.domain.roster_tables import Cells, only_finding, read

TODAY = date(2030, 11, 1)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("33 %", 33), ("33%", 33), ("0,33", 33), ("33", 33), ("0.33", 33), ("33,00\u202f%", 33), ("0,5", 50),
        (" 50\u00a0% ", 50), ("1", 1), ("1 %", 1), ("0,01", 1), ("999", 999), ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_extra_time_is_read_as_a_percentage(text: str, percent: int | None) -> None:
    assert fields.extra_time(text) == percent


@given(st.integers(1, 99))
def test_extra_time_means_the_same_in_each_writing(percent: int) -> None:
    share = f"{percent / 100:.2f}".replace(".", ",")
    assert {fields.extra_time(text) for text in (f"{percent}%", f"{percent} %", str(percent), share)} == {percent}


@pytest.mark.parametrize(
    ("check", "text", "value"),
    [
        (fields.last_name, "  DE LA  TOUR ", "DE LA  TOUR"),
        (fields.first_name, "Thị Minh", "Thị Minh"),
        (fields.sex, "f", "F"),
        (fields.sex, "Mme", "F"),
        (fields.sex, "Mlle", "F"),
        (fields.sex, "Madame", "F"),
        (fields.sex, "Monsieur", "M"),
        (fields.convocation_email, " lea@lycee.exemple.fr ", "lea@lycee.exemple.fr"),
        (fields.recipient_email, "", ""),
    ],
)
def test_a_good_field_is_returned_trimmed(check: Callable[[str], str], text: str, value: str) -> None:
    assert check(text) == value


def test_a_form_is_told_the_same_thing_as_a_file() -> None:
    with pytest.raises(Invalid) as refusal:
        fields.birth_date("31/02/2009", TODAY)
    finding = only_finding({Column.BIRTH_DATE: "31/02/2009"})
    assert (refusal.value.code, refusal.value.sentence) == (finding.code, finding.sentence)
    assert "n'existe pas" in finding.sentence


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (Column.LAST_NAME, " ", "CANDIDATE_LAST_NAME_REQUIRED"),
        (Column.LAST_NAME, "12'", "CANDIDATE_LAST_NAME_MUST_BE_A_STRING"),
        (Column.LAST_NAME, "A" * 101, "TEXT_TOO_LONG"),
        (Column.LAST_NAME, "Œ" * 51, "TEXT_TOO_LONG"),
        (Column.FIRST_NAME, "", "CANDIDATE_FIRST_NAME_REQUIRED"),
        (Column.FIRST_NAME, "--", "CANDIDATE_FIRST_NAME_MUST_BE_A_STRING"),
        (Column.BIRTH_DATE, "", "CANDIDATE_BIRTHDATE_REQUIRED"),
        (Column.BIRTH_DATE, "2009-05-18", "CANDIDATE_BIRTHDATE_FORMAT_NOT_VALID"),
        (Column.BIRTH_DATE, "18/05/09", "CANDIDATE_BIRTHDATE_FORMAT_NOT_VALID"),
        (Column.BIRTH_DATE, "29/02/2009", "CANDIDATE_BIRTHDATE_FORMAT_NOT_VALID"),
        (Column.BIRTH_DATE, "01/01/0000", "CANDIDATE_BIRTHDATE_FORMAT_NOT_VALID"),
        (Column.BIRTH_DATE, "01/01/1900", "CANDIDATE_BIRTHDATE_MUST_BE_GREATER"),
        (Column.BIRTH_DATE, "02/11/2030", "CANDIDATE_BIRTHDATE_MUST_BE_PAST"),
        (Column.SEX, "", "CANDIDATE_SEX_REQUIRED"),
        (Column.SEX, "H", "CANDIDATE_SEX_NOT_VALID"),
        (Column.CONVOCATION_EMAIL, "lea@exemple", "CANDIDATE_EMAIL_NOT_VALID"),
        (Column.CONVOCATION_EMAIL, "a@b.fr, c@d.fr", "CANDIDATE_EMAIL_NOT_VALID"),
        (Column.CONVOCATION_EMAIL, "x" * 250 + "@y.fr", "TEXT_TOO_LONG"),
        (Column.RECIPIENT_EMAIL, "@exemple.fr", "CANDIDATE_RESULT_RECIPIENT_EMAIL_NOT_VALID"),
        (Column.EXTERNAL_ID, "x" * 101, "TEXT_TOO_LONG"),
        (Column.EXTRA_TIME, "abc", "CANDIDATE_EXTRA_TIME_INTEGER"),
        (Column.EXTRA_TIME, "un tiers", "CANDIDATE_EXTRA_TIME_INTEGER"),
        (Column.EXTRA_TIME, "33,5 %", "CANDIDATE_EXTRA_TIME_INTEGER"),
        (Column.EXTRA_TIME, "0,33 %", "CANDIDATE_EXTRA_TIME_INTEGER"),
        (Column.EXTRA_TIME, "-5", "CANDIDATE_EXTRA_TIME_INTEGER"),
        (Column.EXTRA_TIME, "0", "CANDIDATE_EXTRA_TIME_OUT_OF_RANGE"),
        (Column.EXTRA_TIME, "1000 %", "CANDIDATE_EXTRA_TIME_OUT_OF_RANGE"),
    ],
)
def test_a_fault_of_a_candidate(column: Column, text: str, code: str) -> None:
    finding = only_finding({column: text})
    assert (finding.line, finding.column, finding.code, finding.value) == (2, column, code, text.strip())


@pytest.mark.parametrize("text", ["9" * 100_000, "9" * 100_000 + " %", "1" + "0" * 100_000 + ",5"])
def test_an_extra_time_without_end_is_told_like_any_other(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        fields.extra_time(text)
    assert refusal.value.code.startswith("CANDIDATE_EXTRA_TIME_")


@pytest.mark.parametrize("year", ["0001", "1999", "2101", "9999"])
def test_a_session_of_another_time_is_refused(year: str) -> None:
    finding = only_finding({Column.DATE: f"20/11/{year}"})
    assert (finding.column, finding.code, finding.sentence) == (Column.DATE, "SESSION_DATE_NOT_VALID", years.ODD)


def test_a_name_of_a_file_is_written_on_one_line() -> None:
    cells = {
        Column.LAST_NAME: " DE\r\nLA\tTO\x07UR\x7f ",
        Column.FIRST_NAME: "\x1fThị  \nMinh",
        Column.NOTES: "a\x07\nb",
    }
    (session,) = read(cells).sessions
    (person,) = session.candidates
    assert (person.last_name, person.first_name, session.notes) == ("DE LA TOUR", "Thị Minh", "a\nb")


# The place of birth


def place(insee: str, postal_code: str, city: str, country: str) -> Cells:
    columns = (Column.BIRTH_INSEE, Column.BIRTH_POSTAL_CODE, Column.BIRTH_CITY, Column.BIRTH_COUNTRY)
    return dict(zip(columns, (insee, postal_code, city, country), strict=True))


@pytest.mark.parametrize(
    "written",
    [
        ("86194", "", "", "FRANCE"),
        ("2A004", "", "AJACCIO", "France"),
        ("97209", "", "", "FRANCE"),
        ("", "86000", "POITIERS", "FRANCE"),
        ("99", "", "Casablanca", "MAROC"),
    ],
)
def test_a_good_place_of_birth(written: tuple[str, str, str, str]) -> None:
    ((candidate,),) = (session.candidates for session in read(place(*written)).sessions)
    born = (candidate.birth_insee, candidate.birth_postal_code, candidate.birth_city, candidate.birth_country)
    assert born == written


def test_an_insee_code_is_written_in_capitals() -> None:
    assert read(place("2b033", "", "", "FRANCE")).sessions[0].candidates[0].birth_insee == "2B033"


@pytest.mark.parametrize(
    ("written", "column", "code"),
    [
        (("86194", "", "", ""), Column.BIRTH_COUNTRY, "BIRTH_COUNTRY_REQUIRED"),
        (("99", "", "Lomé", "99345"), Column.BIRTH_COUNTRY, "BIRTH_COUNTRY_NOT_FOUND"),
        (("", "", "", "FRANCE"), Column.BIRTH_INSEE, "BIRTH_INFORMATION_REQUIRED"),
        (("8619", "", "", "FRANCE"), Column.BIRTH_INSEE, "BIRTH_INSEE_CODE_NOT_VALID"),
        (("99345", "", "", "FRANCE"), Column.BIRTH_INSEE, "BIRTH_INSEE_CODE_NOT_VALID"),
        (("99", "", "Lomé", "FRANCE"), Column.BIRTH_INSEE, "BIRTH_INSEE_CODE_NOT_VALID"),
        (("", "", "POITIERS", "FRANCE"), Column.BIRTH_POSTAL_CODE, "BIRTH_POSTAL_CODE_REQUIRED"),
        (("", "8600", "POITIERS", "FRANCE"), Column.BIRTH_POSTAL_CODE, "BIRTH_POSTAL_CODE_NOT_FOUND"),
        (("", "86000", "", "FRANCE"), Column.BIRTH_CITY, "BIRTH_CITY_REQUIRED"),
        (("", "86000", "P" * 101, "FRANCE"), Column.BIRTH_CITY, "TEXT_TOO_LONG"),
        (
            ("86194", "86000", "POITIERS", "FRANCE"),
            Column.BIRTH_POSTAL_CODE,
            "BIRTH_INSEE_CODE_OR_BIRTH_POSTAL_CODE_AND_BIRTH_CITY_REQUIRED",
        ),
        (("99", "", "", "MALI"), Column.BIRTH_CITY, "FOREIGN_BIRTH_CITY_REQUIRED"),
        (("", "", "Bamako", "MALI"), Column.BIRTH_INSEE, "FOREIGN_INSEE_CODE_NOT_VALID"),
        (("99", "10000", "Bamako", "MALI"), Column.BIRTH_POSTAL_CODE, "FOREIGN_POSTAL_CODE_MUST_BE_EMPTY"),
    ],
)
def test_a_fault_of_the_place_of_birth(written: tuple[str, str, str, str], column: Column, code: str) -> None:
    finding = only_finding(place(*written))
    assert (finding.column, finding.code.removeprefix("CANDIDATE_")) == (column, code)
