"""Names are found, compared and sorted whatever their ornaments, and shown as they were written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.domain import names

WORDS = st.text(max_size=30)
LATIN = st.text(st.characters(max_codepoint=0x24F), max_size=30)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Mïchèle Désarçonnée", "michele desarconnee"),
        ("Thị Minh NGUYỄN", "thi minh nguyen"),
        ("Stanisław ŻÓŁTOWSKI", "stanislaw zoltowski"),
        ("Deniz İNCİ", "deniz inci"),
        ("Işıl YILDIZ", "isil yildiz"),
        ("Œnone ROCHÉ", "oenone roche"),
        ("Lætitia", "laetitia"),
        ("D'AUBIGNÉ", "d aubigne"),
        ("L’HÉVÉDER", "l heveder"),
        ("Oʼconnor", "o connor"),
        ("PROMIS-JE-LA-FAIS-PAS", "promis je la fais pas"),
        ("Jean\u2011Michel", "jean michel"),
        ("Đặng", "dang"),
        ("Søren GROẞ", "soren gross"),
        ("Þórður", "thordur"),
        ("BÂ\u00a0Aïssatou\u00ad", "ba aissatou"),
        ("  DE  LA\tTOUR ", "de la tour"),
        ("李 小龙", "李 小龙"),
        ("…", ""),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert names.fold(written) == folded


@given(WORDS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


@given(WORDS)
def test_a_folded_text_holds_words_and_single_spaces(text: str) -> None:
    folded = names.fold(text)
    assert folded == " ".join(folded.split())
    assert all(character == " " or character.isalnum() for character in folded)


@given(LATIN)
def test_folding_does_not_see_how_accents_are_encoded(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert names.fold(composed) == names.fold(decomposed) == names.fold(text)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("michele desarconnee", "Mïchèle", "Désarçônnée"),
        ("jean michel", "Jean-Michel", "BERTRAND"),
        ("BERT jean", "Jean-Michel", "BERTRAND"),
        ("jeanmi", "Jean-Michel", "BERTRAND"),
        ("aubigne", "Théodore", "D'AUBIGNÉ"),
        ("daubigne", "Théodore", "D'AUBIGNÉ"),
        ("l'hév", "Gwenaël", "L'HÉVÉDER"),
        ("zolt stan", "Stanisław", "ŻÓŁTOWSKI"),
        ("ngu", "Thị Minh", "NGUYỄN"),
        ("œn", "Œnone", "ROCHÉ"),
        ("tour pin", "Éléonore", "DE LA TOUR DU PIN"),
        ("", "Léa", "ABADIE"),
        (" - ", "Léa", "ABADIE"),
    ],
)
def test_a_search_finds(query: str, first: str, last: str) -> None:
    assert names.matches(query, names.search_words(first, last))


@pytest.mark.parametrize("query", ["ertrand", "jean marie", "bertrand x", "michelle"])
def test_a_search_does_not_find(query: str) -> None:
    assert not names.matches(query, names.search_words("Jean-Michel", "BERTRAND"))


def test_search_words_hold_compounds_in_one_piece_too() -> None:
    assert names.search_words("Jean-Michel", "D'AUBIGNÉ") == "jean michel d aubigne jeanmichel daubigne"
    assert names.search_words("Léa", "ABADIE") == "lea abadie"


def test_search_words_hold_the_letters_as_they_are_written_too() -> None:
    assert names.search_words("Stanisław", "ŻÓŁTOWSKI") == "stanislaw zoltowski stanisław zołtowski"
    assert names.search_words("Œnone", "Groß") == "oenone gross œnone groß"
    assert names.search_words("-", "İNCİ") == "inci"


@given(LATIN, LATIN)
def test_everybody_is_found_by_their_own_name(first: str, last: str) -> None:
    assert names.matches(f"{last} {first}", names.search_words(first, last))


def test_an_identity_ignores_case_accents_and_punctuation() -> None:
    assert names.identity_key("D'AUBIGNÉ", "Jean-Michel") == "daubigne|jeanmichel"
    assert names.identity_key("d aubigne", "JEAN MICHEL") == names.identity_key("D'AUBIGNÉ", "Jean-Michel")


def test_an_identity_keeps_last_and_first_name_apart() -> None:
    assert names.identity_key("MARTIN", "Anne") != names.identity_key("Anne", "MARTIN")
    assert names.identity_key("LE", "Blanc") != names.identity_key("LEBLANC", "")


def test_the_order_of_a_list() -> None:
    expected = [
        ("D'AUBIGNÉ", "Théodore"),
        ("DE LA TOUR DU PIN", "Éléonore"),
        ("DÉSARÇONNÉE", "Mïchèle"),
        ("DUPONT", "Émile"),
        ("Dupont", "Lucas"),
        ("DUPONT DURAND", "Anne"),
        ("LE GOFF", "Nolwenn"),
        ("LEBLANC", "Tom"),
        ("ŻÓŁTOWSKI", "Stanisław"),
    ]
    assert sorted(reversed(expected), key=lambda name: names.sort_key(*name)) == expected


@pytest.mark.parametrize(
    ("first", "last", "short"),
    [
        ("Mïchèle", "DÉSARÇONNÉE", "M. D."),
        ("éva", "GUÉRIN", "É. G."),
        ("E\u0301va", "GUÉRIN", "É. G."),
        ("Théodore", "'t HOOFT", "T. T."),
        ("Œnone", "ROCHÉ", "Œ. R."),
        ("", "ABADIE", "A."),
    ],
)
def test_initials(first: str, last: str, short: str) -> None:
    assert names.initials(first, last) == short


def test_a_full_name_is_shown_as_enrolled() -> None:
    assert names.full_name("Thị Minh", "NGUYỄN") == "Thị Minh NGUYỄN"
