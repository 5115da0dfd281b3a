"""This phone: what its page needs, and the person's other phones."""

from sqlalchemy.orm import Session

from pwa.models.tables import Account
from tests.cast import Register
from tests.web.fixtures import Clock, SignIn


def test_the_page_has_what_a_subscription_needs(sign_in: SignIn, invigilator: Account) -> None:
    client = sign_in(invigilator)
    page = client.see("/appareils")
    main = page.by_id("device")
    assert main.get("data-key") == client.app.extensions["pwa"].vapid_key
    assert {"Recevoir les alertes sur ce téléphone", "Envoyer une notification d'essai"} <= {
        page.name_of(one) for one in main.iter("button")
    }
    assert page.has("Aucun appareil ne reçoit vos alertes pour le moment.")


def test_phones_are_listed_with_their_state_and_no_address(
    sign_in: SignIn, invigilator: Account, colleague: Account, register: Register, db: Session
) -> None:
    register(invigilator, "Android · Firefox")
    gone = register(invigilator, "iPhone · Safari")
    gone.state = "gone"
    db.commit()
    register(colleague, "Un autre")
    page = sign_in(invigilator).see("/appareils")
    assert page.has("iPhone · Safari")
    assert page.has("updates.push.services.mozilla.com")
    assert page.has("ne répond plus")
    assert not page.has("Un autre")
    assert "/wpush/" not in page.text


def test_a_phone_is_named_and_says_what_is_known_of_it(
    sign_in: SignIn, invigilator: Account, register: Register, db: Session, clock: Clock
) -> None:
    phone = register(invigilator, "Android · Firefox")
    client = sign_in(invigilator)
    page = client.see("/appareils")
    assert page.has("n'a encore rien affiché")
    phone.last_shown_at = phone.proved_at = clock.now
    db.commit()
    page = client.send(page, "Renommer", {"Nom de cet appareil": "  Celui de la   salle "})
    assert page.has("Celui de la salle")
    assert page.has("Android · Firefox")
    assert page.has("a affiché une notification le 20/11/2030 à 08 h 30")
    assert page.has("essai touché le 20/11/2030 à 08 h 30")


def test_a_phone_is_removed_from_afar(sign_in: SignIn, invigilator: Account, register: Register, db: Session) -> None:
    register(invigilator, "Android · Firefox")
    client = sign_in(invigilator)
    page = client.send(client.see("/appareils"), "Retirer cet appareil")
    assert page.has("Aucun appareil ne reçoit vos alertes pour le moment.")
