"""Every code a list of candidates may be told, with its sentence: what is wrong, and what only has to be read again."""

from datetime import datetime

import pytest

from pwa.domain.atlas import Atlas, atlas
from pwa.domain.roster import Finding, Report, read_rows
from pwa.domain.roster_columns import CANDIDATE_COLUMNS, Column
from tests.domain.roster_tables import NOW, Cells, row

FRANCE = atlas(
    [("86194", "Poitiers", "86000"), ("01004", "Ambérieu-en-Bugey", "01500"), ("42218", "Saint-Étienne", "42000 42100"),
     ("75115", "Paris 15e Arrondissement", "75015")],
    [("99100", "France", "République française"), ("99350", "Maroc", ""), ("99335", "Mali", "République du Mali")],
)  # fmt: skip
INSEE, POSTAL, CITY = Column.BIRTH_INSEE, Column.BIRTH_POSTAL_CODE, Column.BIRTH_CITY
COUNTRY = Column.BIRTH_COUNTRY
TOM: Cells = {Column.LAST_NAME: "LEBLANC", Column.FIRST_NAME: "Tom", Column.SEX: "M"}

WRONG: list[tuple[Cells, Column, str, str]] = [
    ({Column.SITE: ""}, Column.SITE, "SESSION_ADDRESS_REQUIRED", "Écrivez le nom du site."),
    ({Column.ROOM: ""}, Column.ROOM, "SESSION_ROOM_REQUIRED", "Écrivez le nom de la salle."),
    ({Column.DATE: ""}, Column.DATE, "SESSION_DATE_REQUIRED", "JJ/MM/AAAA"),
    ({Column.DATE: "demain"}, Column.DATE, "SESSION_DATE_NOT_VALID", "JJ/MM/AAAA"),
    ({Column.DATE: "20/11/2029"}, Column.DATE, "SESSION_SCHEDULED_IN_THE_PAST", "à venir"),
    ({Column.TIME: ""}, Column.TIME, "SESSION_TIME_REQUIRED", "HH:MM"),
    ({Column.TIME: "25:00"}, Column.TIME, "SESSION_TIME_NOT_VALID", "HH:MM"),
    ({Column.INVIGILATORS: ""}, Column.INVIGILATORS, "SESSION_EXAMINER_REQUIRED", "au moins un surveillant"),
    ({Column.CERTIFICATION: "C2i"}, Column.CERTIFICATION, "SESSION_CERTIFICATION_NOT_VALID", "Pix+ Édu"),
    ({Column.NUMBER: "1042"}, Column.NUMBER, "INFORMATION_NOT_ALLOWED_WITH_SESSION_ID", "videz le numéro"),
    ({Column.NOTES: "x" * 2001}, Column.NOTES, "TEXT_TOO_LONG", "2000 caractères au plus"),
    ({Column.LAST_NAME: ""}, Column.LAST_NAME, "CANDIDATE_LAST_NAME_REQUIRED", "Écrivez le nom de naissance."),
    ({Column.LAST_NAME: "12"}, Column.LAST_NAME, "CANDIDATE_LAST_NAME_MUST_BE_A_STRING", "en lettres"),
    ({Column.FIRST_NAME: ""}, Column.FIRST_NAME, "CANDIDATE_FIRST_NAME_REQUIRED", "Écrivez le prénom."),
    ({Column.FIRST_NAME: "-"}, Column.FIRST_NAME, "CANDIDATE_FIRST_NAME_MUST_BE_A_STRING", "en lettres"),
    ({Column.BIRTH_DATE: ""}, Column.BIRTH_DATE, "CANDIDATE_BIRTHDATE_REQUIRED", "JJ/MM/AAAA"),
    ({Column.BIRTH_DATE: "31/02/2009"}, Column.BIRTH_DATE, "CANDIDATE_BIRTHDATE_FORMAT_NOT_VALID", "n'existe pas"),
    ({Column.BIRTH_DATE: "01/01/1900"}, Column.BIRTH_DATE, "CANDIDATE_BIRTHDATE_MUST_BE_GREATER", "après le 01/01"),
    ({Column.BIRTH_DATE: "02/11/2030"}, Column.BIRTH_DATE, "CANDIDATE_BIRTHDATE_MUST_BE_PAST", "passée"),
    ({Column.SEX: ""}, Column.SEX, "CANDIDATE_SEX_REQUIRED", "Écrivez M ou F."),
    ({Column.SEX: "H"}, Column.SEX, "CANDIDATE_SEX_NOT_VALID", "Écrivez M ou F."),
    ({COUNTRY: ""}, COUNTRY, "CANDIDATE_BIRTH_COUNTRY_REQUIRED", "par exemple FRANCE"),
    ({COUNTRY: "99350"}, COUNTRY, "CANDIDATE_BIRTH_COUNTRY_NOT_FOUND", "en lettres"),
    ({COUNTRY: "Marroc"}, COUNTRY, "CANDIDATE_BIRTH_COUNTRY_NOT_FOUND", "peut-être Maroc."),
    ({COUNTRY: "Atlantide"}, COUNTRY, "CANDIDATE_BIRTH_COUNTRY_NOT_FOUND", "écrivez-le en français"),
    ({INSEE: ""}, INSEE, "CANDIDATE_BIRTH_INFORMATION_REQUIRED", "ou bien son code postal"),
    ({INSEE: "861"}, INSEE, "CANDIDATE_BIRTH_INSEE_CODE_NOT_VALID", "5 caractères"),
    ({INSEE: "99"}, INSEE, "CANDIDATE_BIRTH_INSEE_CODE_NOT_VALID", "hors de France"),
    ({INSEE: "86999"}, INSEE, "CANDIDATE_BIRTH_INSEE_CODE_NOT_VALID", "d'aucune commune"),
    ({INSEE: "", POSTAL: "860", CITY: "Poitiers"}, POSTAL, "CANDIDATE_BIRTH_POSTAL_CODE_NOT_FOUND", "5 chiffres"),
    ({INSEE: "", POSTAL: "86999", CITY: "Poitiers"}, POSTAL, "CANDIDATE_BIRTH_POSTAL_CODE_NOT_FOUND", "n'existe pas"),
    ({INSEE: "", CITY: "Poitiers"}, POSTAL, "CANDIDATE_BIRTH_POSTAL_CODE_REQUIRED", "Écrivez le code postal"),
    ({INSEE: "", POSTAL: "86000"}, CITY, "CANDIDATE_BIRTH_CITY_REQUIRED", "Écrivez le nom de la commune"),
    ({INSEE: "", POSTAL: "86000", CITY: "Niort"}, CITY, "CANDIDATE_BIRTH_POSTAL_CODE_CITY_NOT_VALID", "Poitiers"),
    (
        {POSTAL: "86000"},
        POSTAL, "CANDIDATE_BIRTH_INSEE_CODE_OR_BIRTH_POSTAL_CODE_AND_BIRTH_CITY_REQUIRED", "pas les deux",
    ),
    ({INSEE: "", COUNTRY: "Mali", CITY: "Ségou"}, INSEE, "CANDIDATE_FOREIGN_INSEE_CODE_NOT_VALID", "écrivez 99"),
    ({INSEE: "99", COUNTRY: "Mali"}, CITY, "CANDIDATE_FOREIGN_BIRTH_CITY_REQUIRED", "la commune de naissance"),
    (
        {INSEE: "99", COUNTRY: "Mali", CITY: "Ségou", POSTAL: "1"},
        POSTAL, "CANDIDATE_FOREIGN_POSTAL_CODE_MUST_BE_EMPTY", "vide",
    ),
    ({Column.CONVOCATION_EMAIL: "lea"}, Column.CONVOCATION_EMAIL, "CANDIDATE_EMAIL_NOT_VALID", "prenom.nom@exemple.fr"),
    (
        {Column.RECIPIENT_EMAIL: "lea"},
        Column.RECIPIENT_EMAIL, "CANDIDATE_RESULT_RECIPIENT_EMAIL_NOT_VALID", "prenom.nom@exemple.fr",
    ),
    ({Column.EXTERNAL_ID: "x" * 101}, Column.EXTERNAL_ID, "TEXT_TOO_LONG", "100 caractères au plus"),
    ({Column.EXTRA_TIME: "abc"}, Column.EXTRA_TIME, "CANDIDATE_EXTRA_TIME_INTEGER", "par exemple 33%"),
    ({Column.EXTRA_TIME: "1000 %"}, Column.EXTRA_TIME, "CANDIDATE_EXTRA_TIME_OUT_OF_RANGE", "de 1 à 999"),
    ({Column.CLASS_NAME: "x" * 51}, Column.CLASS_NAME, "TEXT_TOO_LONG", "50 caractères au plus"),
    ({Column.SEAT: "x" * 21}, Column.SEAT, "TEXT_TOO_LONG", "20 caractères au plus"),
]  # fmt: skip

UNUSUAL: list[tuple[Cells, Column, str, str]] = [
    ({INSEE: "1004"}, INSEE, "LEADING_ZERO_RESTORED", "Lu 01004"),
    ({INSEE: "", POSTAL: "1500", CITY: "AMBERIEU EN BUGEY"}, POSTAL, "LEADING_ZERO_RESTORED", "Lu 01500"),
    ({Column.BIRTH_DATE: "18/05/2029"}, Column.BIRTH_DATE, "CANDIDATE_AGE_UNUSUAL", "1 ans"),
    ({Column.BIRTH_DATE: "18/05/1909"}, Column.BIRTH_DATE, "CANDIDATE_AGE_UNUSUAL", "121 ans"),
    ({Column.EXTRA_TIME: "1"}, Column.EXTRA_TIME, "CANDIDATE_EXTRA_TIME_UNUSUAL", "1 %"),
    ({Column.EXTRA_TIME: "300"}, Column.EXTRA_TIME, "CANDIDATE_EXTRA_TIME_UNUSUAL", "300 %"),
    ({Column.DATE: "20/11/2033"}, Column.DATE, "SESSION_FAR_AWAY", "plus d'un an"),
    (dict.fromkeys(CANDIDATE_COLUMNS, ""), Column.LAST_NAME, "EMPTY_SESSION", "aucun candidat"),
]


def read(*lines: Cells, known: Atlas | None = FRANCE, now: datetime = NOW) -> Report:
    return read_rows([list(Column), *(row(line) for line in lines)], now, known)


def cell(finding: Finding) -> tuple[int, str, str]:
    return finding.line, finding.column, finding.code


@pytest.mark.parametrize(
    ("changes", "column", "code", "words"), WRONG, ids=[f"{code}-{words}" for _, _, code, words in WRONG]
)
def test_what_is_wrong_is_told_with_what_to_write(changes: Cells, column: Column, code: str, words: str) -> None:
    (finding,) = read(changes).findings
    assert cell(finding) == (2, column, code)
    assert finding.value == row(changes)[list(Column).index(column)].strip()
    assert words in finding.sentence


@pytest.mark.parametrize(
    ("changes", "column", "code", "words"), UNUSUAL, ids=[f"{code}-{words}" for _, _, code, words in UNUSUAL]
)
def test_what_is_unusual_is_told_and_forbids_nothing(changes: Cells, column: Column, code: str, words: str) -> None:
    report = read(changes)
    (doubt,) = report.doubts
    assert report.findings == ()
    assert cell(doubt) == (2, column, code)
    assert words in doubt.sentence


def test_namesakes_are_told() -> None:
    report = read({}, TOM, {Column.BIRTH_DATE: "02/06/2010", Column.LAST_NAME: "Abadie"})
    assert (report.findings, [cell(doubt) for doubt in report.doubts]) == (
        (), [(4, Column.LAST_NAME, "SAME_NAME_IN_SESSION")],
    )  # fmt: skip
    assert "ligne 2" in report.doubts[0].sentence


def test_a_person_twice_is_refused() -> None:
    (finding,) = read({}, {Column.LAST_NAME: "abadie"}).findings
    assert (*cell(finding), "ligne 2" in finding.sentence) == (
        3, Column.LAST_NAME, "DUPLICATE_CANDIDATE_IN_SESSION", True,
    )  # fmt: skip


def test_a_seat_is_for_one() -> None:
    (finding,) = read({Column.SEAT: "12"}, {**TOM, Column.SEAT: "12"}).findings
    assert (*cell(finding), "ligne 2" in finding.sentence) == (3, Column.SEAT, "SEAT_TWICE_IN_SESSION", True)
    assert read({Column.SEAT: "12"}, {**TOM, Column.SEAT: "12", Column.ROOM: "CDI"}).findings == ()


def test_a_session_has_one_certification() -> None:
    (session,) = read({Column.CERTIFICATION: "Pix+ Pro Santé"}, {**TOM, Column.CERTIFICATION: "PIX PRO SANTE"}).sessions
    assert session.certification == "pix_pro_sante"
    (finding,) = read({Column.CERTIFICATION: "Pix"}, {**TOM, Column.CERTIFICATION: "CléA"}).findings
    assert (*cell(finding), "ligne 2" in finding.sentence) == (
        3, Column.CERTIFICATION, "SESSION_CERTIFICATION_DIFFERS", True,
    )  # fmt: skip


def test_a_column_that_nobody_reads_is_told() -> None:
    report = read_rows([[*Column, "Tarification part Pix"], [*row(), "Prépayée"]], NOW, FRANCE)
    assert [cell(doubt) for doubt in report.doubts] == [(1, "Tarification part Pix", "COLUMN_NOT_READ")]


@pytest.mark.parametrize(
    ("insee", "postal_code", "city"),
    [("86194", "", ""), ("", "42000", "ST ETIENNE"), ("", "42100", "Saint-Étienne Cedex 2"), ("", "75015", "Paris 15")],
)
def test_official_places_are_taken_however_they_are_spelled(insee: str, postal_code: str, city: str) -> None:
    report = read({INSEE: insee, POSTAL: postal_code, CITY: city})
    assert (report.findings, report.doubts) == ((), ())


def test_class_and_seat_are_read_when_they_are_there() -> None:
    (session,) = read({Column.CLASS_NAME: "1ERE 2", Column.SEAT: "07"}).sessions
    assert (session.candidates[0].class_name, session.candidates[0].seat) == ("1ERE 2", "07")


# A list for one session


def alone(*lines: Cells, target: int | None = 1042) -> Report:
    """Read a list that has the columns of candidates alone."""
    places = [list(Column).index(column) for column in CANDIDATE_COLUMNS]
    rows: list[list[str]] = [list(Column), *(row(line) for line in lines)]
    return read_rows([[cells[place] for place in places] for cells in rows], NOW, FRANCE, target)


def test_candidates_alone_are_for_the_session_that_was_chosen() -> None:
    (session,) = alone({}, TOM).sessions
    assert (session.number, len(session.candidates), session.starts_at) == (1042, 2, None)


def test_candidates_alone_need_a_session() -> None:
    (finding,) = alone({}, target=None).findings
    assert (finding.line, finding.code) == (1, "SESSION_REQUIRED")


def test_a_file_that_names_its_sessions_is_not_put_into_another() -> None:
    report = read_rows([list(Column), row()], NOW, FRANCE, 1042)
    assert [cell(finding) for finding in report.findings] == [
        (2, Column.SITE, "INFORMATION_NOT_ALLOWED_WITH_SESSION_ID")
    ]
