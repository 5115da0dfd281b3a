"""The attendance sheet: everybody who is enrolled, to be signed on paper."""

from pwa.papers.attendance import attendance_sheet
from tests.papers.made import people, session
from tests.papers.reading import Read
from tests.room import NOW

TITLES = "N° Nom Prénom Né(e) le Poste Temps majoré Signature"


def sheet(count: int) -> Read:
    return Read(attendance_sheet(session(), people(count), NOW))


def test_it_says_where_when_and_who_watches() -> None:
    (page,) = sheet(3).pages
    assert page.startswith("Feuille d'émargement Session 1042, Salle B204, mercredi 20 novembre 2030")
    assert "Site Lycée Camille Guérin Salle Salle B204" in page
    assert "Date et heure mercredi 20 novembre 2030 à 08\u00a0h\u00a030".replace("\u00a0", " ") in page
    assert "Surveillants Claire Moreau, Karim Haddad Certification Pix, 105 minutes" in page


def test_each_candidate_has_a_line_with_their_seat_and_extra_time() -> None:
    text = sheet(3).text
    assert "3 candidats inscrits" in text
    assert "1 NGUYỄN Đức Thịnh 01/01/2009 +33 %" in text
    assert "2 ŻÓŁĆ-ŁUKASIEWICZ Świętosława" in text
    assert "3 ABADIE Léa 03/03/2009 03" in text


def test_a_long_list_goes_on_over_pages_under_the_same_titles() -> None:
    read = sheet(150)
    listed = [page for page in read.pages if "2009" in page]
    assert len(listed) > 5
    assert all(TITLES in page for page in listed)
    assert read.titles == ["Feuille d'émargement", "150 candidats inscrits", "À la fin de la session"]


def test_a_session_without_candidates_has_a_sheet() -> None:
    assert "0 candidat inscrit" in sheet(0).text


def test_a_letter_that_is_in_no_name_of_ours_does_not_stop_the_printing() -> None:
    enrolled = people(1)
    enrolled[0].last_name = "李 🙂 محمد"
    assert len(Read(attendance_sheet(session(), enrolled, NOW)).pages) == 1
