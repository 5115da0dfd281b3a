"""The codes to project: the number first, the access code on a page of its own."""

from pwa.papers.projected import projected_codes
from tests.papers.made import session
from tests.papers.reading import Read
from tests.room import NOW

ADDRESS = "surveillant.exemple.fr/rejoindre"


def test_the_number_comes_first_and_the_access_code_apart() -> None:
    join, start = Read(projected_codes(session(), ADDRESS, NOW)).pages
    assert join.startswith(f"1. Rejoindre la session Numéro de session 1042 Ouvrez {ADDRESS}")
    assert "BCDF23" not in join
    assert start.startswith("2. Commencer le test Code d'accès BCDF23")


def test_the_password_is_never_projected() -> None:
    assert "K7RT4X" not in Read(projected_codes(session(), ADDRESS, NOW)).text


def test_the_longest_number_stays_on_its_line() -> None:
    assert "2147483647" in Read(projected_codes(session(id=2**31 - 1), ADDRESS, NOW)).pages[0]
