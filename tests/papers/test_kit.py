"""The invigilator kit: all that opens the session, and its codes as a telephone reads them."""

from pwa.papers.kit import kit
from tests.papers.made import CONTACT, LINKS, people, session
from tests.papers.reading import Read
from tests.room import NOW


def made(count: int = 24, *, password: bool = True, **more: object) -> Read:
    return Read(kit(session(**more), people(count), LINKS, NOW, password=password))


def test_a_telephone_reads_its_two_codes_and_finds_no_password_there() -> None:
    codes = made().codes
    assert codes == {LINKS.entry, LINKS.guide}
    assert not any(secret in code for code in codes for secret in ("K7RT4X", "BCDF23"))


def test_it_tells_what_opens_the_session_and_whom_to_call() -> None:
    first = made().pages[0]
    for said in ("1042", "BCDF23", "C-K7RT4X", "24 inscrits, 6 avec temps majoré", *CONTACT.splitlines(), LINKS.entry):
        assert said in first


def test_an_invigilator_s_own_kit_does_not_tell_the_password() -> None:
    text = made(password=False).text
    assert "K7RT4X" not in text
    assert "BCDF23" in text


def test_its_codes_are_told_to_who_does_not_see_them() -> None:
    assert made().told == [
        f"Ouvrir la session sur votre téléphone, {LINKS.entry}",
        f"Le guide du surveillant, {LINKS.guide}",
    ]


def test_a_centre_without_contact_is_asked_for_one() -> None:
    without = session()
    without.centre.contact = ""
    assert "Demandez un numéro au centre" in Read(kit(without, people(1), LINKS, NOW, password=True)).text


def test_a_long_list_goes_on_over_pages_under_the_same_titles() -> None:
    read = made(150)
    listed = [page for page in read.pages if "2009" in page]
    assert len(listed) > 3
    assert all("Nom Prénom Né(e) le Poste Temps majoré À noter" in page for page in listed)
    assert read.titles[1:3] == ["Avant que les candidats n'arrivent", "L'entrée"]


def test_what_the_centre_observed_is_there() -> None:
    assert "Observations Porte du fond" in made(notes="Porte du fond").text


def test_observations_of_many_lines_go_on_over_pages() -> None:
    read = made(notes="\n".join(f"Consigne {number}." for number in range(900)))
    assert all(f"Consigne {number}." in read.text for number in (0, 450, 899))
    assert read.written_outside() == []


def test_many_people_to_call_are_all_told() -> None:
    listed = session()
    listed.centre.contact = "\n".join(f"05 49 00 {number:04}" for number in range(249))
    read = Read(kit(listed, people(1), LINKS, NOW, password=True))
    assert all(f"05 49 00 {number:04}" in read.text for number in (0, 120, 248))
    assert read.written_outside() == []
