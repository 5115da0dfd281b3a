"""Uploaded files become rows of texts, or a sentence that says what to do."""

import tracemalloc
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.adapters.spreadsheets import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_WRITTEN,
    read_back,
    read_table,
    write_table,
)
from pwa.domain.errors import Invalid
from pwa.domain.roster import read_rows

DATA = Path(__file__).parents[1] / "data"
PWA = Path(__file__).parents[2] / "pwa"
NOW = datetime(2030, 11, 1, 9, 0)  # noqa: DTZ001 - the site's own clock


def test_utf_8_with_a_byte_order_mark_is_read() -> None:
    rows = read_table((DATA / "sessions-utf8-bom.csv").read_bytes())
    assert (len(rows), rows[0][0]) == (37, "Numéro de session préexistante")
    assert rows[20][7:9] == ["NGUYỄN", "Thị Minh"]


def test_windows_1252_is_read() -> None:
    rows = read_table((DATA / "sessions-windows-1252.csv").read_bytes())
    assert rows[0][15] == "E-mail du destinataire des résultats (formateur, enseignant…)"
    assert rows[-1][7:9] == ["ROCHÉ", "Œnone"]
    assert read_rows(rows, NOW).candidate_count == 33


def test_utf_8_without_a_mark_is_read() -> None:
    content = (DATA / "sessions-utf8-bom.csv").read_bytes().removeprefix(b"\xef\xbb\xbf")
    assert read_table(content) == read_table(b"\xef\xbb\xbf" + content)


def test_the_demonstration_is_the_first_session() -> None:
    report = read_rows(read_table((PWA / "demonstration.csv").read_bytes()), NOW)
    assert report.findings == ()
    assert [len(session.candidates) for session in report.sessions] == [24]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a;b\n1;2", [["a", "b"], ["1", "2"]]),
        (b"a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
        (b"a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
        (b'"a, b, c";d\n', [["a, b, c", "d"]]),
        (b'"x;y;z",d\n', [["x;y;z", "d"]]),
        (b"\n\na,b,c;\n1,2", [[], [], ["a", "b", "c;"], ["1", "2"]]),
        (b'a;b\n"two\nlines";"say ""yes"""\n;\n\n', [["a", "b"], ["two\nlines", 'say "yes"']]),
        (b"alone\n", [["alone"]]),
    ],
)
def test_a_table_is_read(content: bytes, rows: list[list[str]]) -> None:
    assert read_table(content) == rows


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_is_empty"),
        (b"\xef\xbb\xbf \r\n;;\r\n", "file_is_empty"),
        (b"a;b\n" + b"x" * MOST_BYTES, "file_too_large"),
        (b"a;b\n" * (MOST_ROWS + 1), "file_too_long"),
        (b"\n" * MOST_ROWS + b"a;b", "file_too_long"),
        (b"a" + b";" * MOST_COLUMNS, "file_too_wide"),
        (b"a;b\n1;" + b"x" * (MOST_WRITTEN + 1), "file_cell_too_long"),
        (b"a;b\0", "file_is_binary"),
        ("a;b\n".encode("utf-16"), "file_is_binary"),
        (b"%PDF-1.7 \n", "file_is_binary"),
        (b"<!DOCTYPE html><table></table>", "file_is_binary"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "file_is_binary"),
        (b"a;b\n\x81\xe9", "file_encoding"),
        (b'a;b\n1;2\n"never closed;4\n5;6\n', "file_quotes"),
        (b'a;b\n1;"too" early\n', "file_quotes"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_table(content)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def test_a_quote_that_is_never_closed_is_told_with_its_line() -> None:
    with pytest.raises(Invalid) as refusal:
        read_table(b'a;b\n1;2\n"never closed;4\n5;6\n')
    assert refusal.value.sentence.startswith("Ligne 3 ")


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(read_table(b"a;b\n" * MOST_ROWS + b";\n" * 20)) == MOST_ROWS


def test_as_many_columns_and_letters_as_allowed_are_read() -> None:
    row = ["x" * MOST_WRITTEN, *["y"] * (MOST_COLUMNS - 1)]
    assert read_table(write_table([row])) == [row]


@pytest.mark.parametrize(("end", "code"), [(b"", "file_is_empty"), (b"a;b", "file_too_long")])
def test_a_file_of_empty_lines_takes_little_more_room_than_its_text(end: bytes, code: str) -> None:
    content = b";\n" * 500_000 + end
    tracemalloc.start()
    try:
        with pytest.raises(Invalid) as refusal:
            read_table(content)
        room = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refusal.value.code == code
    assert room < 12 * len(content)


def test_what_was_kept_is_read_back_whatever_its_weight() -> None:
    rows = [["é" * 30_000] for _ in range(100)]
    content = write_table(rows)
    assert len(content) > MOST_BYTES
    assert read_back(content) == rows


@given(st.binary(max_size=200))
def test_any_bytes_give_rows_or_a_refusal(content: bytes) -> None:
    try:
        rows = read_table(content)
    except Invalid:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)
