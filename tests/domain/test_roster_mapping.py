"""A school's own export: its columns are guessed, chosen, and read like any other."""

import pytest

from pwa.domain.errors import Invalid
from pwa.domain.roster import read_rows
from pwa.domain.roster_columns import Column
from pwa.domain.roster_mapping import FIELDS, LABELS, check, digest, guess
from tests.domain.roster_tables import NOW

TITLES = ["INE", "Nom de famille", "Prénom", "Né(e) le", "Sexe", "Division", "Code commune naissance", "Régime"]
LEA = ["0123", "ABADIE", "Léa", "18/05/2009", "Féminin", "1ERE 2", "86194", "DP"]
GUESSED = {
    Column.EXTERNAL_ID: 0, Column.LAST_NAME: 1, Column.FIRST_NAME: 2, Column.BIRTH_DATE: 3, Column.SEX: 4,
    Column.CLASS_NAME: 5, Column.BIRTH_INSEE: 6,
}  # fmt: skip


def test_titles_give_their_columns_away() -> None:
    assert guess(TITLES) == GUESSED


def test_the_titles_of_pix_certif_s_file_give_all_of_its_columns_away() -> None:
    titles = list(Column)
    assert guess(titles) == {column: titles.index(column) for column in FIELDS}


def test_every_field_has_its_label() -> None:
    assert set(LABELS) == set(FIELDS)


def test_an_export_is_read_by_the_columns_that_were_chosen() -> None:
    report = read_rows([TITLES, LEA], NOW, None, 1042, GUESSED)
    assert report.findings == ()
    ((person,),) = (session.candidates for session in report.sessions)
    assert (person.last_name, person.sex, person.class_name, person.birth_country) == (
        "ABADIE", "F", "1ERE 2", "FRANCE",
    )  # fmt: skip
    assert [(doubt.code, doubt.column) for doubt in report.doubts] == [("COLUMN_NOT_READ", "Régime")]


def test_a_fault_names_the_export_s_own_column() -> None:
    (finding,) = read_rows([TITLES, [*LEA[:3], "hier", *LEA[4:]]], NOW, None, 1042, GUESSED).findings
    assert (finding.line, finding.column, finding.value) == (2, "Né(e) le", "hier")


def test_an_export_does_not_say_its_session() -> None:
    (finding,) = read_rows([TITLES, LEA], NOW, None, None, GUESSED).findings
    assert finding.code == "SESSION_REQUIRED"


@pytest.mark.parametrize(
    ("changes", "code"),
    [({}, None), ({Column.SEAT: 0}, "mapping_twice"), ({Column.SEAT: 8}, "mapping_unknown"), ({Column.SEAT: 7}, None)],
)
def test_a_choice_is_checked(changes: dict[Column, int], code: str | None) -> None:
    if code is None:
        check(TITLES, {**GUESSED, **changes})
        return
    with pytest.raises(Invalid) as refused:
        check(TITLES, {**GUESSED, **changes})
    assert refused.value.code == code


def test_what_everybody_has_must_be_chosen() -> None:
    with pytest.raises(Invalid) as refused:
        check(TITLES, {Column.LAST_NAME: 1})
    assert "Prénom" in refused.value.sentence


def test_files_with_the_same_titles_are_known_again() -> None:
    assert digest(TITLES) == digest([title.upper() for title in TITLES]) != digest(TITLES[:-1])
