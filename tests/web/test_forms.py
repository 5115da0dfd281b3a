"""Forms: odd things that people and machines put in fields."""

import pytest
from sqlalchemy.orm import Session

from pwa.models.tables import Account
from tests.cast import PASSWORD
from tests.room import Room
from tests.web.client import Client
from tests.web.fixtures import SignIn

LEA = {"Nom de naissance": "Abadie", "Prénom": "Léa", "Date de naissance": "18/05/2009"}


@pytest.mark.parametrize(
    "typed", ["18/05/2009", "18 5 2009", "2009-05-18", "18.05.2009", " 18 / 05 / 2009 ", "18052009"]
)
def test_a_birth_date_is_read_as_people_write_it(sign_in: SignIn, room: Room, player: Account, typed: str) -> None:
    client = sign_in(player)
    values = {"Numéro de session": str(room.session.id), **LEA, "Date de naissance": typed}
    assert client.send(client.see("/rejoindre"), "Rejoindre la session", values).url == "/test/attente"


@pytest.mark.parametrize(
    "typed",
    ["31/02/2009", "18/05/09", "mai 2009", "18/05/2009/1", "0/0/0000", "1/99999999999999999999/2009", "", "²/5/2009"],
)
def test_what_is_no_date_is_told_how_to_write_one(sign_in: SignIn, room: Room, player: Account, typed: str) -> None:
    client = sign_in(player)
    values = {"Numéro de session": str(room.session.id), **LEA, "Date de naissance": typed}
    page = client.send(client.see("/rejoindre"), "Rejoindre la session", values, 422)
    assert page.has("Écrivez la date comme 31/12/2009." if typed else "Remplissez ce champ.")
    assert page.named("input", "Nom de naissance").get("value") == "Abadie"


@pytest.mark.parametrize("typed", ["", "abc", "0", "-1", "1.5", str(2**31), "9" * 5000])
def test_what_is_no_session_number_is_told_so(sign_in: SignIn, player: Account, typed: str) -> None:
    client = sign_in(player)
    join = client.send(client.see("/rejoindre"), "Rejoindre la session", {**LEA, "Numéro de session": typed}, 422)
    values = {"Numéro de la session": typed, "Mot de passe de la session": "XXXXXX"}
    enter = client.send(client.see("/surveiller"), "Surveiller la session", values, 422)
    assert join.has("Écrivez le numéro en chiffres.")
    assert enter.has("Écrivez le numéro en chiffres.")


def test_characters_that_no_database_holds_are_left_out(client: Client, db: Session) -> None:
    values = {"Prénom": "Zo\0é", "Nom": "Le\r\nfèvre\t ", "Adresse e-mail": "zoe@exemple.fr", "Mot de passe": PASSWORD}
    assert client.send(client.see("/inscription"), "Créer mon compte", values).url == "/"
    account = db.query(Account).one()
    assert (account.first_name, account.last_name) == ("Zoé", "Le fèvre")


def test_a_name_of_markup_is_only_a_name(client: Client) -> None:
    name = "<script>alert('é')</script>"
    values = {"Prénom": name, "Nom": '"><b>', "Adresse e-mail": "zoe@exemple.fr", "Mot de passe": PASSWORD}
    assert client.send(client.see("/inscription"), "Créer mon compte", values).has(name)
