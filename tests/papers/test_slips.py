"""Candidates' slips: what each types to join, whole, and nothing that is secret."""

from pwa.papers.slips import ACROSS, DOWN, HEIGHT, slips
from tests.papers.made import NAMES, people, session
from tests.papers.reading import Read
from tests.room import NOW

FOOT = DOWN * HEIGHT
"""Millimetres from the top of a page: under them is what each of them says."""
ADDRESS = "surveillant.exemple.fr/rejoindre"


def cut(count: int) -> Read:
    return Read(slips(session(), people(count), ADDRESS, NOW))


def test_a_slip_says_who_where_when_and_what_to_type() -> None:
    (page,) = cut(2).pages
    assert "ŻÓŁĆ-ŁUKASIEWICZ Świętosława Grażyna né(e) le 02/02/2009, poste 02" in page
    assert "mercredi 20 novembre 2030 à 08 h 30 Lycée Camille Guérin Salle B204 Session 1042" in page
    assert f"Ouvrez {ADDRESS}, puis tapez ce numéro, vos nom, prénom et date de naissance." in page


def test_there_are_eight_a_page() -> None:
    pages = cut(17).pages
    assert [page.count("Session 1042 Ouvrez") for page in pages] == [8, 8, 1]


def test_a_name_is_never_cut() -> None:
    text = cut(5).text
    assert all(f"{last} {first}" in text for last, first in NAMES)


def test_the_codes_of_the_room_are_not_given_in_advance() -> None:
    text = cut(8).text
    assert "BCDF23" not in text
    assert "K7RT4X" not in text


def test_a_session_without_candidates_says_so() -> None:
    assert "Personne n'est inscrit dans cette session." in cut(0).text


def test_the_longest_name_stays_within_its_slip_and_leaves_room_for_the_rest() -> None:
    wide = people(1)
    wide[0].last_name = wide[0].first_name = "W" * 100
    read = Read(slips(session(), wide, ADDRESS, NOW))
    assert read.pages[0].replace(" ", "").count("W" * 100) >= 1
    assert "puis tapez ce numéro, vos nom, prénom et date de naissance." in read.pages[0]
    on_slip = [(right, bottom) for right, bottom in read.letters if bottom < FOOT]
    assert max(right for right, _ in on_slip) < 210 / ACROSS
    assert max(bottom for _, bottom in on_slip) < HEIGHT
