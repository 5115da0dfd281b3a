"""Text is cut where a reader sees a boundary."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain.graphemes import clusters, cut

DECOMPOSED = unicodedata.normalize("NFD", "é")
FAMILY = "👩\u200d👩\u200d👧"
SCOTLAND = "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


@pytest.mark.parametrize(
    "text",
    ["a", DECOMPOSED, "e\u0301\u0302\u0327", FAMILY, "👍🏽", "❤\ufe0f", "🇫🇷", SCOTLAND, "한",
     unicodedata.normalize("NFD", "한"), "\r\n", "नि", "1\ufe0f\u20e3", "ی\u200c"],
)  # fmt: skip
def test_what_a_reader_sees_as_one_is_one(text: str) -> None:
    assert list(clusters(text)) == [text]


def test_what_a_reader_sees_apart_is_apart() -> None:
    assert list(clusters("")) == []
    assert list(clusters("né\n")) == ["n", "é", "\n"]
    assert list(clusters("🇫🇷🇧🇪x🇩🇪")) == ["🇫🇷", "🇧🇪", "x", "🇩🇪"]
    assert list(clusters("👍🏽👍")) == ["👍🏽", "👍"]
    assert list(clusters("한글")) == ["한", "글"]


def test_a_short_text_stays_as_it_is() -> None:
    assert cut("Zoé", 4) == "Zoé"


@pytest.mark.parametrize(
    ("text", "max_bytes", "kept"),
    [
        ("abcdef", 5, "ab…"),
        ("abcdef", 3, "…"),
        ("abcdef", 2, "ab"),
        ("abcdef", 0, ""),
        ("ab cdef", 6, "ab…"),
        ("aéb", 3, "…"),
        (f"a{DECOMPOSED}bcd", 5, "a…"),
        (f"a{DECOMPOSED}bcd", 7, f"a{DECOMPOSED}bcd"),
        (f"ab{FAMILY}", 18, "ab…"),
        ("🇫🇷🇧🇪", 15, "🇫🇷…"),
        ("👍🏽👍🏽", 14, "👍🏽…"),
    ],
)
def test_a_long_text_is_cut_between_two_characters(text: str, max_bytes: int, kept: str) -> None:
    assert cut(text, max_bytes) == kept


def test_half_a_surrogate_pair_is_replaced_and_a_whole_one_mended() -> None:
    assert cut("a\ud800b", 100) == "a\ufffdb"
    assert cut("\ud83d\udc4d", 100) == "👍"


@given(st.text(st.characters()), st.integers(0, 60))
def test_a_cut_text_fits_and_is_a_beginning(text: str, max_bytes: int) -> None:
    kept = cut(text, max_bytes)
    assert len(kept.encode()) <= max_bytes
    assert text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").startswith(kept.removesuffix("…"))


@given(st.text())
def test_clusters_lose_nothing(text: str) -> None:
    assert "".join(clusters(text)) == text
