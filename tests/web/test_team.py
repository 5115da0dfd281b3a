"""The centre's team: invited by a link, joined by whoever follows it first, changed and left."""

import re

import pytest
from sqlalchemy.orm import Session

from pwa.domain.team import ADMINISTRATORS_ONLY, LAST_ADMINISTRATOR, NO_LONGER_VALID, Role
from pwa.models.tables import Account, Centre, Invitation
from pwa.operations import team
from tests.acting import act
from tests.cast import PASSWORD
from tests.web.client import Client
from tests.web.fixtures import Clock, SignIn
from tests.web.page import Page, told

INVITE = "Créer un lien d'invitation"


@pytest.fixture
def leader(sign_in: SignIn, staff: Account) -> Client:
    return sign_in(staff)


@pytest.fixture
def member(db: Session, centre: Centre, staff: Account, colleague: Account, clock: Clock) -> Account:
    """Karim, a member."""
    act(db, team.accept, act(db, team.invite, centre, Role.MEMBER, staff, clock.now), colleague, clock.now)
    return colleague


def see(client: Client, centre: Centre) -> Page:
    return client.see(f"/centre/{centre.id}/equipe")


def link(page: Page) -> str:
    """The path of the link that the page shows."""
    found = re.search(r"http://localhost(/invitation/[\w-]+)", page.text)
    assert found
    return found[1]


def people(page: Page) -> list[str]:
    return [told(one) for one in page.all("li") if "@exemple.fr" in told(one)]


def test_the_team_is_reached_from_the_list(leader: Client, centre: Centre) -> None:
    assert leader.see("/centre").named("a", "Équipe").get("href") == f"/centre/{centre.id}/equipe"
    (only,) = people(see(leader, centre))
    assert only.startswith("Hélène Pasquier (vous) helene.pasquier@exemple.fr Administrateur".replace("hel", "hél"))


def test_a_link_is_shown_once(leader: Client, centre: Centre, db: Session) -> None:
    page = leader.send(see(leader, centre), INVITE, {})
    path = link(page)
    assert "Copier le lien d'invitation" in page.names("button")
    again = see(leader, centre)
    assert again.has("1 invitation en attente")
    assert path not in again.text
    assert path.rpartition("/")[2] not in db.query(Invitation).one().digest


def test_a_link_is_followed_with_an_account(
    leader: Client, sign_in: SignIn, centre: Centre, colleague: Account
) -> None:
    path = link(leader.send(see(leader, centre), INVITE))
    guest = sign_in(colleague)
    page = guest.see(path)
    assert page.heading == "Lycée Camille Guérin"
    assert page.has("Membre")
    page = guest.send(page, "Rejoindre l'équipe")
    assert page.url == "/centre"
    assert page.has("Vous faites partie du centre Lycée Camille Guérin.")
    assert guest.see(path, 404).has(NO_LONGER_VALID)


def test_a_link_is_followed_by_somebody_without_an_account(leader: Client, client: Client, centre: Centre) -> None:
    path = link(leader.send(see(leader, centre), INVITE))
    page = client.see(path)
    assert "Rejoindre l'équipe" not in page.names("button")
    sign_up = page.named("a", "Créer mon compte").get("href") or ""
    values = {"Prénom": "Nora", "Nom": "Diallo", "Adresse e-mail": "nora@exemple.fr", "Mot de passe": PASSWORD}
    page = client.send(client.see(sign_up), "Créer mon compte", values)
    assert page.url == path
    assert client.send(page, "Rejoindre l'équipe").url == "/centre"


def test_accepting_asks_to_sign_in_first(leader: Client, client: Client, centre: Centre) -> None:
    path = link(leader.send(see(leader, centre), INVITE))
    answer = client.ask("POST", f"{path}/accepter", data={"csrf_token": client.see(path).csrf_token})
    assert answer.headers["Location"].startswith("/connexion?next=/invitation/")


def test_a_link_over_says_what_to_do(leader: Client, client: Client, centre: Centre, clock: Clock) -> None:
    path = link(leader.send(see(leader, centre), INVITE))
    clock.advance(minutes=7 * 24 * 60)
    assert client.see(path, 404).has(NO_LONGER_VALID)
    assert client.see("/invitation/nothing", 404).has(NO_LONGER_VALID)


def test_a_link_is_taken_back(leader: Client, client: Client, centre: Centre) -> None:
    page = leader.send(see(leader, centre), INVITE)
    path = link(page)
    name = next(name for name in page.names("button") if name.startswith("Retirer l'invitation"))
    assert leader.send(page, name).has("L'invitation est retirée")
    client.see(path, 404)


def test_a_role_is_given_and_taken(leader: Client, centre: Centre, member: Account) -> None:
    page = leader.send(see(leader, centre), "Nommer Karim Haddad administrateur")
    assert any("Karim" in one and "Administrateur" in one for one in people(page))
    page = leader.send(page, "Faire de Karim Haddad un simple membre")
    assert any("Karim" in one and "Membre" in one for one in people(page))


def test_a_member_is_removed(leader: Client, sign_in: SignIn, centre: Centre, member: Account) -> None:
    theirs = sign_in(member)
    theirs.see("/centre")
    page = leader.send(see(leader, centre), "Retirer de l'équipe")
    assert page.has("Cette personne n'a plus accès au centre.")
    assert len(people(page)) == 1
    theirs.see("/centre", 404)


def test_a_member_sees_the_team_and_changes_nothing(sign_in: SignIn, centre: Centre, member: Account) -> None:
    client = sign_in(member)
    page = see(client, centre)
    assert len(people(page)) == 2
    assert INVITE not in page.names("button")
    token = {"csrf_token": page.csrf_token, "role": "administrator"}
    for verb in ("inviter", f"{member.id}/role", f"{member.id}/retirer", "invitations/1/retirer"):
        answer = client.ask("POST", f"/centre/{centre.id}/equipe/{verb}", data=token)
        assert answer.status_code == 409
        assert ADMINISTRATORS_ONLY.partition(".")[0] in answer.text


def test_a_member_leaves(sign_in: SignIn, centre: Centre, member: Account) -> None:
    client = sign_in(member)
    page = client.send(see(client, centre), "Quitter pour de bon")
    assert page.url == "/"
    assert page.has("Vous avez quitté le centre Lycée Camille Guérin.")
    client.see("/centre", 404)


def test_the_last_administrator_does_not_leave(leader: Client, centre: Centre) -> None:
    assert leader.send(see(leader, centre), "Quitter pour de bon", status=409).has(LAST_ADMINISTRATOR)


@pytest.mark.parametrize("role", ["", "owner"])
def test_a_role_that_is_none_is_refused(leader: Client, centre: Centre, role: str) -> None:
    token = see(leader, centre).csrf_token
    answer = leader.ask("POST", f"/centre/{centre.id}/equipe/inviter", data={"csrf_token": token, "role": role})
    assert answer.status_code == 400


def test_asking_for_the_link_s_page_again_leads_to_the_team(leader: Client, centre: Centre) -> None:
    assert leader.see(f"/centre/{centre.id}/equipe/inviter").url == f"/centre/{centre.id}/equipe"
