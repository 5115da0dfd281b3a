"""Workbooks become rows of texts; those that are not what they say are refused with a sentence, within their bounds."""

import resource
import zipfile
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from pwa.adapters import workbook_reader
from pwa.adapters.spreadsheets import read_table, write_table
from pwa.adapters.workbooks import MOST_PARTS
from pwa.domain.errors import Invalid
from tests.adapters import workbook_files as files
from tests.adapters.workbook_files import text_cell

DATA = Path(__file__).parents[1] / "data"
GOOD = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize("name", ["candidates.xlsx", "candidates.ods"])
def test_the_same_candidates_are_read_from_both(name: str) -> None:
    rows = read_table((DATA / name).read_bytes())
    assert (len(rows), rows[0][0]) == (25, "* Nom de naissance")
    assert rows[1][:5] == ["ABADIE", "Léa", "18/05/2009", "F", "86194"]
    assert rows[20][:2] == ["NGUYỄN", "Thị Minh"]


def test_cells_are_read_as_a_person_would_type_them() -> None:
    cells = (
        '<c r="A1"><v>86000</v></c><c r="B1" s="1"><v>0.33</v></c><c r="C1" s="2"><v>39951</v></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="F1"><v>33.5</v></c>'
    )
    assert read_table(files.xlsx(f'<row r="1">{cells}</row>')) == [["86000", "0.33", "18/05/2009", "VRAI", "", "33.5"]]


def test_row_n_is_line_n() -> None:
    assert read_table(files.xlsx(f'<row r="3">{text_cell("B3", "Léa")}</row>')) == [["", ""], ["", ""], ["", "Léa"]]


def test_a_formula_is_what_it_last_showed_and_is_never_evaluated() -> None:
    shown = '<c r="A1" t="str"><f>HYPERLINK("http://exemple.invalid")</f><v>ABADIE</v></c>'
    never_shown = '<c r="B1"><f>1+1</f></c>'
    assert read_table(files.xlsx(f'<row r="1">{shown}{never_shown}<c r="C1"><v>3</v></c></row>')) == [
        ["ABADIE", "", "3"]
    ]


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    rows = read_table(files.xlsx(f'<row r="1">{text_cell("A1", "=1+1")}</row>'))
    assert rows == [["=1+1"]]


def test_the_first_visible_sheet_that_says_something_is_read() -> None:
    assert read_table(files.xlsx(GOOD.replace("1</v>", "7</v>"), "", GOOD, hidden=[1])) == [["1"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (files.xlsx(""), "file_is_empty"),
        (files.archive({"word/document.xml": "<w/>"}), "file_is_an_archive"),
        (files.archive({"candidats.xlsx": files.xlsx(GOOD)}), "file_is_an_archive"),
        (files.archive({"xl/workbook.xml": "<workbook>"}), "file_is_damaged"),
        (files.xlsx(GOOD)[:300], "file_is_damaged"),
        (b"PK\x03\x04 not at all", "file_is_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "file_is_an_old_workbook"),
        (files.ods("", "<manifest><encryption-data/></manifest>"), "file_is_locked"),
        (files.archive({"xl/workbook.xml": "", **{str(n): "" for n in range(MOST_PARTS)}}), "file_too_large_unpacked"),
    ],
)  # fmt: skip
def test_a_workbook_that_cannot_be_read_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_table(content)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def test_a_zip_bomb_is_refused_by_its_size() -> None:
    with pytest.raises(Invalid) as refusal:
        read_table(files.bomb())
    assert refusal.value.code == "file_too_large_unpacked"


def test_a_bomb_that_lies_about_its_size_does_not_take_the_server() -> None:
    with pytest.raises(Invalid):
        read_table(files.liar())


@pytest.mark.parametrize(
    "content",
    [
        files.xlsx(FAR),
        files.ods(
            '<table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell office:value-type="string" table:number-columns-repeated="16384">'
            "<text:p>x</text:p></table:table-cell>"
            "</table:table-row>"
        ),
    ],
    ids=["one cell far away", "one cell repeated"],
)
def test_a_sheet_that_swells_when_it_is_opened_is_refused(content: bytes) -> None:
    assert len(content) < 2_000
    with pytest.raises(Invalid) as refusal:
        read_table(content)
    assert refusal.value.code in {"file_too_large_unpacked", "file_is_damaged"}


def test_a_text_that_is_kept_once_and_stands_everywhere_is_refused() -> None:
    text = "x" * 30_000
    content = files.ods(
        '<table:table-row table:number-rows-repeated="7">'
        '<table:table-cell office:value-type="string" table:number-columns-repeated="100">'
        f"<text:p>{text}</text:p></table:table-cell>"
        "</table:table-row>"
    )
    assert len(text) * 7 * 100 > workbook_reader.MOST_WRITTEN > len(content) * 1_000
    with pytest.raises(Invalid) as refusal:
        read_table(content)
    assert refusal.value.code == "file_too_large_unpacked"


def test_an_archive_that_a_password_protects_is_refused() -> None:
    content = bytearray(files.xlsx(GOOD))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 1)
    with pytest.raises(Invalid) as refusal:
        read_table(bytes(content))
    assert refusal.value.code == "file_is_locked"


def test_what_is_written_is_read_back() -> None:
    rows = [["Nom", "Prénom"], [], ["=1+1", 'dit "Léo";\nsuite'], ["ŻÓŁTOWSKI", ""]]
    assert read_table(write_table(rows)) == rows


def test_the_program_that_reads_says_what_it_met(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its bounds are left out: they would hold the tests too."""
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    for content, told in ((files.xlsx(GOOD), 0), (b"nothing", 1)):
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdin", TextIOWrapper(BytesIO(content)))
            assert workbook_reader.main() == told
    assert capsys.readouterr().out == '[["1"]]'


def test_the_parts_of_the_samples_are_what_the_measure_expects() -> None:
    for name, part in (("candidates.xlsx", "xl/workbook.xml"), ("candidates.ods", "content.xml")):
        with zipfile.ZipFile(DATA / name) as packed:
            assert part in packed.namelist()
