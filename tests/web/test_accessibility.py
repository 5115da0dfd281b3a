"""The statement of accessibility: every part the law names, and the way to it from every page."""

import pytest

from pwa.models.tables import Account
from tests.web.client import Client
from tests.web.fixtures import SignIn
from tests.web.page import told

PARTS = [
    "État de conformité",
    "Résultats des tests",
    "Contenus non accessibles",
    "Établissement de cette déclaration",
    "Retour d'information et contact",
    "Voies de recours",
]


def test_the_statement_has_every_part_in_its_order(client: Client) -> None:
    page = client.see("/accessibilite")
    assert page.heading == "Déclaration d'accessibilité"
    assert [told(title) for title in page.all("h2") if not page.inside(title, "dialog")] == PARTS
    for words in ("RGAA", "non conforme", "Technologies utilisées", "Environnement de test", "Défenseur des droits"):
        assert page.has(words), words


@pytest.mark.parametrize("path", ["/", "/aide", "/connexion", "/inscription", "/installer", "/nulle-part"])
def test_every_page_says_the_state_and_leads_to_the_statement(client: Client, path: str) -> None:
    page = client.see(path, status=404 if path == "/nulle-part" else 200)
    [link] = [one for one in page.all("a") if told(one) == "Accessibilité : non conforme"]
    assert link.get("href") == "/accessibilite"


def test_whoever_is_signed_in_finds_it_too(sign_in: SignIn, stranger: Account) -> None:
    assert "Accessibilité : non conforme" in sign_in(stranger).see("/surveiller").names("a")
