"""Contacts: free lines are kept as they were written, and only what a telephone can dial is a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain import contacts


def numbers(text: str) -> list[str]:
    return [piece.number for line in contacts.read(text) for piece in line if piece.number]


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("Accueil : 01 49 52 10 10", "0149521010"),
        ("06.12.34.56.78", "0612345678"),
        ("0612345678, M. Benali", "0612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("Pix, +33 (0)1 86 26 00 00", "+33186260000"),
        ("01\u202f49\u202f52\u202f10\u202f10", "0149521010"),
    ],
)
def test_a_number_is_found_as_people_write_it(written: str, dialled: str) -> None:
    assert numbers(written) == [dialled]


@pytest.mark.parametrize(
    "written",
    [
        "01 49 52 10 10 / 06 12 34 56 78",
        "01 49 52 10 10 - 06 12 34 56 78",
        "01 49 52 10 10 06 12 34 56 78",
        "01.49.52.10.10 (06.12.34.56.78)",
        "01 49 52 10 10 / +33 6 12 34 56 78",
    ],
)
def test_two_numbers_side_by_side_are_two(written: str) -> None:
    assert [number.replace("+33", "0") for number in numbers(written)] == ["0149521010", "0612345678"]


@pytest.mark.parametrize("text", ["01 49 52 10 10 12 h - 14 h", "01 49 52 10 10 (8 h 30)", "01 49 52 10 10 4512"])
def test_what_follows_a_number_is_none_of_it(text: str) -> None:
    assert numbers(text) == ["0149521010"]


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 789",
        "+33 6 12 34 56 78 12 34 56 78",
        "poste 4512",
        "bureau 02",
        "de 08 h 00 à 18 h 00",
        "06 12 34",
        "",
        "UAI 0750652B",
    ],
)
def test_what_no_telephone_dials_is_left_as_it_is(text: str) -> None:
    assert numbers(text) == []


def test_two_numbers_on_a_line_stay_in_their_places() -> None:
    (line,) = contacts.read("  Léa 01 49 52 10 10 ou 06 12 34 56 78 \n\n")
    assert [(piece.text, bool(piece.number)) for piece in line] == [
        ("Léa ", False),
        ("01 49 52 10 10", True),
        (" ou ", False),
        ("06 12 34 56 78", True),
    ]


@given(st.text(alphabet="0123456789+ ().-/\nMpo\u00a0", max_size=80))
def test_nothing_of_what_was_written_is_lost(text: str) -> None:
    kept = ["".join(piece.text for piece in line) for line in contacts.read(text)]
    assert kept == [line.strip() for line in text.splitlines() if line.strip()]
