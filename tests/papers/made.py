"""A session on paper, and the names that a printer must know how to write."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pwa.models.tables import Candidate, Centre, CertificationSession
from pwa.papers.sitting import Links
from tests.room import NOW

NAMES = (
    ("NGUYỄN", "Đức Thịnh"),
    ("ŻÓŁĆ-ŁUKASIEWICZ", "Świętosława Grażyna"),
    ("ABADIE", "Léa"),
    ("DE LA TOUR D'AUVERGNE-LAURAGUAIS DE MONTMORENCY", "Marie-Charlotte Joséphine Élisabeth"),
    ("L'HÉVÉDER", "Œnone"),
)
CONTACT = "Réseau : Mme Nguyễn, 05 49 00 11 22\nDirection : M. Żółć, 06 12 34 56 78"
LINKS = Links("https://surveillant.exemple.fr/surveiller/1042", "https://surveillant.exemple.fr/aide")

Drawn = Callable[[CertificationSession, Sequence[Candidate]], bytes]


def session(**more: Any) -> CertificationSession:
    """Salle B204, on paper."""
    centre = Centre(id=1, name="Lycée Camille Guérin", zone="Europe/Paris", contact=CONTACT)
    known = {
        "id": 1042, "centre": centre, "site": "Lycée Camille Guérin", "room": "Salle B204", "starts_at": NOW,
        "zone": "Europe/Paris", "invigilators": "Claire Moreau, Karim Haddad", "notes": "", "certification": "pix",
        "duration_minutes": 105, "access_code": "BCDF23", "password": "K7RT4X",
    }  # fmt: skip
    return CertificationSession(**(known | more))


def people(count: int) -> list[Candidate]:
    """That many candidates: the names in turn, one in four with extra time, one in five without a seat."""
    return [
        Candidate(
            id=number,
            last_name=NAMES[number % 5][0],
            first_name=NAMES[number % 5][1],
            birth_date=date(2009, 1 + number % 12, 1 + number % 28),
            seat=f"{number + 1:02d}" if number % 5 else None,
            extra_time=33 if number % 4 == 0 else None,
        )
        for number in range(count)
    ]
