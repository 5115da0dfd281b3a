"""CSV files that people take away."""

import pytest

from pwa.adapters.csv_files import harmless, write
from pwa.adapters.spreadsheets import read_table


def test_a_file_is_read_back_as_it_was_written() -> None:
    rows = [["Nom", "Prénom"], ["NGUYỄN", "Świętosława ; « a »"]]
    content = write(rows)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read_table(content) == rows


@pytest.mark.parametrize("cell", ["=1+1", "+33", "-2", "@cmd", "\tx", "\rx"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Léa", "1+1", "a@b.fr", "2030-11-20"])
def test_others_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
