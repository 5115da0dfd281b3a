"""The official lists that are shipped: where they come from, and some places everybody knows."""

import pytest

from pwa.adapters.places import FOLDER, official


@pytest.mark.parametrize("name", ["communes.tsv", "countries.tsv"])
def test_a_list_says_its_source_its_date_and_its_licence(name: str) -> None:
    head = (FOLDER / name).read_text(encoding="utf-8")[:400]
    assert all(word in head for word in ("Source :", "INSEE", "Date : 20", "Licence Ouverte 2.0"))


def test_there_is_every_commune_and_country() -> None:
    assert len(official().communes) > 37_000
    assert len(official().by_postal_code) > 6_000
    assert len(official().country_names()) > 200


@pytest.mark.parametrize("insee", ["75056", "75115", "13055", "2A004", "97209", "98818", "97701", "01004"])
def test_a_commune_is_known_by_its_code(insee: str) -> None:
    assert official().has_commune(insee)


@pytest.mark.parametrize(
    ("code", "city"),
    [("86000", "POITIERS"), ("42000", "St Etienne"), ("69003", "LYON 03"), ("20000", "Ajaccio"),
     ("97200", "FORT DE FRANCE"),     ("98800", "Nouméa"), ("54000", "nancy cedex")],
)  # fmt: skip
def test_a_postal_code_serves_its_commune(code: str, city: str) -> None:
    assert official().serves(code, city)
    assert not official().serves(code, "Nulle-Part")


@pytest.mark.parametrize(
    "name", ["FRANCE", "cote d'ivoire", "ETATS-UNIS", "Viet Nam", "République tchèque", "BURKINA FASO"]
)
def test_a_country_is_known_however_it_is_spelled(name: str) -> None:
    assert official().has_country(name)


def test_a_country_nearly_spelled_is_proposed() -> None:
    assert official().country_like("Portugale") == "Portugal"
    assert official().country_like("Xyzzy") is None
