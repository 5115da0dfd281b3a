"""Accounts: sign up, sign in, sign out, and what happens to who mistypes."""

import pytest
from sqlalchemy.orm import Session

from pwa.adapters.passwords import Passwords
from pwa.models.tables import Account
from pwa.operations import accounts
from pwa.operations.accounts import BLOCKED, LOCKED, TAKEN, WRONG
from tests.cast import PASSWORD
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page

NEW = {"Prénom": "Zoé", "Nom": "Lefèvre", "Adresse e-mail": "Zoe@Exemple.fr ", "Mot de passe": "huit-lettres"}


def try_in(client: Client, email: str, password: str, status: int = 422) -> Page:
    values = {"Adresse e-mail": email, "Mot de passe": password}
    return client.send(client.see("/connexion"), "Se connecter", values, status)


def fail(db: Session, passwords: Passwords, account: Account, clock: Clock, times: int) -> None:
    """Mistype a password, waiting for each lock to end."""
    for _ in range(times):
        clock.advance(minutes=10)
        accounts.sign_in(db, passwords, account.email, "faux", clock.now)
        db.commit()


def test_a_new_person_is_signed_in(client: Client) -> None:
    home = client.send(client.see("/inscription"), "Créer mon compte", NEW)
    assert home.url == "/"
    assert home.has("Zoé Lefèvre")


def test_a_new_person_signs_out_and_in_again(client: Client) -> None:
    home = client.send(client.see("/inscription"), "Créer mon compte", NEW)
    assert client.send(home, "Se déconnecter").has("Vous êtes déconnecté.")
    assert try_in(client, " zoe@exemple.FR", "huit-lettres", 200).has("Zoé Lefèvre")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("Prénom", "  ", "Remplissez ce champ."),
        ("Nom", "", "Remplissez ce champ."),
        ("Nom", "é" * 101, "100"),
        ("Adresse e-mail", "zoe", "Écrivez une adresse comme nom@exemple.fr."),
        ("Mot de passe", "sept777", "Choisissez 8 caractères au moins."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(client: Client, field: str, value: str, sentence: str) -> None:
    page = client.send(client.see("/inscription"), "Créer mon compte", NEW | {field: value}, 422)
    wrong = page.named("input", field)
    assert wrong.get("aria-invalid") == "true"
    assert any(sentence in page.name_of(page.by_id(one)) for one in wrong.get("aria-describedby", "").split())


def test_the_errors_take_the_focus(client: Client) -> None:
    page = client.send(client.see("/inscription"), "Créer mon compte", NEW | {"Nom": ""}, 422)
    errors = page.by_id("form-errors")
    assert errors.get("autofocus") is not None
    assert errors.get("tabindex") == "-1"


@pytest.mark.parametrize(("page", "link"), [("/connexion", "/inscription"), ("/inscription", "/connexion")])
def test_where_one_was_heading_is_kept_between_sign_in_and_sign_up(client: Client, page: str, link: str) -> None:
    ways = [one.get("href") for one in client.see(f"{page}?next=/rejoindre").all("a")]
    assert f"{link}?next=/rejoindre" in ways


def test_an_address_serves_one_account(client: Client, staff: Account) -> None:
    taken = NEW | {"Adresse e-mail": staff.email.upper()}
    page = client.send(client.see("/inscription"), "Créer mon compte", taken, 422)
    assert page.has(TAKEN)
    assert page.named("input", "Prénom").get("value") == "Zoé"
    assert not page.named("input", "Mot de passe").get("value")


@pytest.mark.parametrize("stays", [True, False])
def test_a_sign_in_lasts_a_month_for_who_asks_so(client: Client, staff: Account, stays: bool) -> None:
    page = client.see("/connexion")
    values = {"Adresse e-mail": staff.email, "Mot de passe": PASSWORD}
    form = page.form("Se connecter", values | ({"Rester connecté sur cet appareil": "y"} if stays else {}))
    (cookie,) = client.ask("POST", form.action, data=form.data).headers.getlist("Set-Cookie")
    assert ("Expires=" in cookie) is stays


def test_a_stay_is_renewed_once_a_day(client: Client, staff: Account, clock: Clock) -> None:
    values = {"Adresse e-mail": staff.email, "Mot de passe": PASSWORD, "Rester connecté sur cet appareil": "y"}
    client.send(client.see("/connexion"), "Se connecter", values)
    assert not client.ask("GET", "/").headers.getlist("Set-Cookie")
    clock.advance(minutes=24 * 60)
    assert "Expires=" in client.ask("GET", "/").headers["Set-Cookie"]
    assert not client.ask("GET", "/").headers.getlist("Set-Cookie")


def test_a_wrong_address_and_a_wrong_password_get_the_same_answer(client: Client, staff: Account) -> None:
    assert try_in(client, staff.email, "faux").has(WRONG)
    assert try_in(client, "personne@exemple.fr", "faux").has(WRONG)


def test_ten_failures_lock_an_account_for_two_minutes(
    client: Client, clock: Clock, db: Session, passwords: Passwords, staff: Account
) -> None:
    fail(db, passwords, staff, clock, times=9)
    assert try_in(client, staff.email, "faux").has(LOCKED)
    assert try_in(client, staff.email, PASSWORD).has(LOCKED)
    clock.advance(minutes=2)
    assert try_in(client, staff.email, PASSWORD, 200).url == "/"


def test_thirty_failures_lock_an_account_for_good(
    client: Client, clock: Clock, db: Session, passwords: Passwords, staff: Account
) -> None:
    fail(db, passwords, staff, clock, times=29)
    assert try_in(client, staff.email, "faux").has(BLOCKED)
    assert try_in(client, staff.email, PASSWORD).has(BLOCKED)


def test_a_sign_in_leads_to_the_page_that_was_asked_for(client: Client, staff: Account) -> None:
    page = client.see("/surveiller")
    assert page.url == "/connexion?next=/surveiller"
    assert page.has("Connectez-vous pour continuer.")
    values = {"Adresse e-mail": staff.email, "Mot de passe": PASSWORD}
    assert client.send(page, "Se connecter", values).url == "/surveiller"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://ailleurs.example", "//ailleurs.example", "/\\ailleurs.example", "/\t/ailleurs.example", "\\\\ailleurs",
     "/%09/ailleurs.example", "/\n/ailleurs.example", "javascript:alert(1)", "/./\\ailleurs.example", "ailleurs"],
)  # fmt: skip
def test_a_sign_in_leads_nowhere_else(client: Client, staff: Account, elsewhere: str) -> None:
    page = client.see("/connexion")
    form = page.form("Se connecter", {"Adresse e-mail": staff.email, "Mot de passe": PASSWORD})
    answer = client.ask("POST", "/connexion", data=form.data, query_string={"next": elsewhere})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_a_signed_in_person_reads_no_other_page_after_signing_out(sign_in: SignIn, staff: Account) -> None:
    client = sign_in(staff)
    client.send(client.see("/"), "Se déconnecter")
    assert client.see("/appareils").url.startswith("/connexion")
